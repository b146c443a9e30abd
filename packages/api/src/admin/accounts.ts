import { createRoute } from "@hono/zod-openapi";
import { createTenant, createUser, listTenants, listUsers } from "@tessera/core/access";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { linkNextPage, pageQuery } from "../http/paging.ts";
import type { Surface } from "../http/surface.ts";
import { type AdminGuards, body, errors, tags, tenantParams } from "./contract.ts";
import { NewTenant, NewUser, TenantWire, tenantToWire, UserWire, userToWire } from "./wire.ts";

const query = z.strictObject(pageQuery);

const createTenantRoute = createRoute({
  method: "post",
  path: "/admin/tenants",
  operationId: "CreateTenant",
  tags,
  request: body(NewTenant),
  responses: { 201: json(TenantWire, "The new tenant"), ...errors(400, 401, 403, 413, 500) },
});

const listTenantsRoute = createRoute({
  method: "get",
  path: "/admin/tenants",
  operationId: "ListTenants",
  tags,
  request: { query },
  responses: {
    200: json(z.strictObject({ tenants: z.array(TenantWire) }), "One page of tenants"),
    ...errors(400, 401, 403, 500),
  },
});

const createUserRoute = createRoute({
  method: "post",
  path: "/admin/tenants/{tenant_id}/users",
  operationId: "CreateUser",
  tags,
  request: { params: tenantParams, ...body(NewUser) },
  responses: { 201: json(UserWire, "The new user"), ...errors(400, 401, 403, 404, 413, 500) },
});

const listUsersRoute = createRoute({
  method: "get",
  path: "/admin/tenants/{tenant_id}/users",
  operationId: "ListUsers",
  tags,
  request: { params: tenantParams, query },
  responses: {
    200: json(z.strictObject({ users: z.array(UserWire) }), "One page of a tenant's users"),
    ...errors(400, 401, 403, 404, 500),
  },
});

/** Tenants and users. */
export function serveAccounts({ app }: Surface, { middleware, withBody }: AdminGuards): void {
  app.openapi({ ...createTenantRoute, middleware: withBody }, async (c) => {
    const tenant = await createTenant(c.get("context"), c.req.valid("json"));
    return c.json(tenantToWire(tenant), 201);
  });

  app.openapi({ ...listTenantsRoute, middleware }, async (c) => {
    const page = await listTenants(c.get("context"), c.req.valid("query"));
    linkNextPage(c, page);
    return c.json({ tenants: page.items.map(tenantToWire) }, 200);
  });

  app.openapi({ ...createUserRoute, middleware: withBody }, async (c) => {
    const input = { tenantId: c.req.valid("param").tenant_id, ...c.req.valid("json") };
    return c.json(userToWire(await createUser(c.get("context"), input)), 201);
  });

  app.openapi({ ...listUsersRoute, middleware }, async (c) => {
    const input = { tenantId: c.req.valid("param").tenant_id, ...c.req.valid("query") };
    const page = await listUsers(c.get("context"), input);
    linkNextPage(c, page);
    return c.json({ users: page.items.map(userToWire) }, 200);
  });
}

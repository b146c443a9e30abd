import { createRoute } from "@hono/zod-openapi";
import {
  createClient,
  createTenant,
  createUser,
  listClients,
  listTenants,
  listUsers,
  setClientStatus,
} from "@tessera/core/access";
import * as z from "zod";
import type { Guard } from "../http/guard.ts";
import { json } from "../http/openapi.ts";
import { linkNextPage, pageQuery } from "../http/paging.ts";
import type { Surface } from "../http/surface.ts";
import { body, clientParams, errors, tags, tenantParams } from "./contract.ts";
import {
  ClientWire,
  clientToWire,
  NewClient,
  NewTenant,
  NewUser,
  TenantWire,
  tenantToWire,
  UserWire,
  userToWire,
} from "./wire.ts";

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

const createClientRoute = createRoute({
  method: "post",
  path: "/admin/tenants/{tenant_id}/clients",
  operationId: "CreateClient",
  tags,
  request: { params: tenantParams, ...body(NewClient) },
  responses: { 201: json(ClientWire, "The new client"), ...errors(400, 401, 403, 404, 413, 500) },
});

const listClientsRoute = createRoute({
  method: "get",
  path: "/admin/tenants/{tenant_id}/clients",
  operationId: "ListClients",
  tags,
  request: { params: tenantParams, query },
  responses: {
    200: json(z.strictObject({ clients: z.array(ClientWire) }), "One page of a tenant's clients"),
    ...errors(400, 401, 403, 404, 500),
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

const suspendRoute = createRoute({
  method: "post",
  path: "/admin/clients/{client_id}/suspend",
  operationId: "SuspendClient",
  tags,
  request: { params: clientParams },
  responses: { 200: json(ClientWire, "The client as it is now"), ...errors(400, 401, 403, 404, 409, 500) },
});

const resumeRoute = createRoute({
  ...suspendRoute,
  path: "/admin/clients/{client_id}/resume",
  operationId: "ResumeClient",
});

/** Tenants, clients and users. */
export function serveAccounts({ app }: Surface, guard: Guard): void {
  const middleware = guard({ scope: "admin" });
  const withBody = guard({ scope: "admin", body: "json" });

  app.openapi({ ...createTenantRoute, middleware: withBody }, async (c) => {
    const tenant = await createTenant(c.get("context"), c.req.valid("json"));
    return c.json(tenantToWire(tenant), 201);
  });

  app.openapi({ ...listTenantsRoute, middleware }, async (c) => {
    const page = await listTenants(c.get("context"), c.req.valid("query"));
    linkNextPage(c, page);
    return c.json({ tenants: page.items.map(tenantToWire) }, 200);
  });

  app.openapi({ ...createClientRoute, middleware: withBody }, async (c) => {
    const input = { tenantId: c.req.valid("param").tenant_id, ...c.req.valid("json") };
    return c.json(clientToWire(await createClient(c.get("context"), input)), 201);
  });

  app.openapi({ ...listClientsRoute, middleware }, async (c) => {
    const input = { tenantId: c.req.valid("param").tenant_id, ...c.req.valid("query") };
    const page = await listClients(c.get("context"), input);
    linkNextPage(c, page);
    return c.json({ clients: page.items.map(clientToWire) }, 200);
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

  app.openapi({ ...suspendRoute, middleware }, async (c) => {
    const input = { clientId: c.req.valid("param").client_id, status: "suspended" } as const;
    return c.json(clientToWire(await setClientStatus(c.get("context"), input)), 200);
  });

  app.openapi({ ...resumeRoute, middleware }, async (c) => {
    const input = { clientId: c.req.valid("param").client_id, status: "active" } as const;
    return c.json(clientToWire(await setClientStatus(c.get("context"), input)), 200);
  });
}

import { createRoute } from "@hono/zod-openapi";
import { createClient, listClients, updateClient } from "@tessera/core/access";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { linkNextPage, pageQuery } from "../http/paging.ts";
import type { Surface } from "../http/surface.ts";
import { type AdminGuards, body, clientParams, errors, tags, tenantParams } from "./contract.ts";
import { ClientChanges, ClientWire, changesFromWire, clientToWire, NewClient } from "./wire.ts";

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
  request: { params: tenantParams, query: z.strictObject(pageQuery) },
  responses: {
    200: json(z.strictObject({ clients: z.array(ClientWire) }), "One page of a tenant's clients"),
    ...errors(400, 401, 403, 404, 500),
  },
});

const updateClientRoute = createRoute({
  method: "patch",
  path: "/admin/clients/{client_id}",
  operationId: "UpdateClient",
  description: "Changes what is named; its keys follow at once.",
  tags,
  request: { params: clientParams, ...body(ClientChanges) },
  responses: { 200: json(ClientWire, "The client as it is now"), ...errors(400, 401, 403, 404, 409, 413, 500) },
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

/** API clients: who they are, what they may do, and who writes for them when no model does. */
export function serveClients({ app }: Surface, { middleware, withBody }: AdminGuards): void {
  app.openapi({ ...createClientRoute, middleware: withBody }, async (c) => {
    const { model_fallback: modelFallback, ...account } = c.req.valid("json");
    const input = { tenantId: c.req.valid("param").tenant_id, ...account, modelFallback };
    return c.json(clientToWire(await createClient(c.get("context"), input)), 201);
  });

  app.openapi({ ...listClientsRoute, middleware }, async (c) => {
    const input = { tenantId: c.req.valid("param").tenant_id, ...c.req.valid("query") };
    const page = await listClients(c.get("context"), input);
    linkNextPage(c, page);
    return c.json({ clients: page.items.map(clientToWire) }, 200);
  });

  app.openapi({ ...updateClientRoute, middleware: withBody }, async (c) => {
    const input = { clientId: c.req.valid("param").client_id, ...changesFromWire(c.req.valid("json")) };
    return c.json(clientToWire(await updateClient(c.get("context"), input)), 200);
  });

  app.openapi({ ...suspendRoute, middleware }, async (c) => {
    const input = { clientId: c.req.valid("param").client_id, status: "suspended" } as const;
    return c.json(clientToWire(await updateClient(c.get("context"), input)), 200);
  });

  app.openapi({ ...resumeRoute, middleware }, async (c) => {
    const input = { clientId: c.req.valid("param").client_id, status: "active" } as const;
    return c.json(clientToWire(await updateClient(c.get("context"), input)), 200);
  });
}

import { createRoute } from "@hono/zod-openapi";
import { issueKey, listKeys, revokeKey, rotateTenantWebhookSecret, rotateWebhookSecret } from "@tessera/core/access";
import * as z from "zod";
import { json } from "../http/openapi.ts";
import { linkNextPage, pageQuery } from "../http/paging.ts";
import type { Surface } from "../http/surface.ts";
import { type AdminGuards, body, clientParams, errors, keyParams, tags, tenantParams } from "./contract.ts";
import { Id, IssuedKey, KeyWire, keyToWire, NewKey, WebhookSecretWire } from "./wire.ts";

const issueKeyRoute = createRoute({
  method: "post",
  path: "/admin/keys",
  operationId: "IssueKey",
  description: "The key is shown in this answer and never again.",
  tags,
  request: body(NewKey),
  responses: { 201: json(IssuedKey, "The new key"), ...errors(400, 401, 403, 404, 409, 413, 500) },
});

const listKeysRoute = createRoute({
  method: "get",
  path: "/admin/keys",
  operationId: "ListKeys",
  tags,
  request: { query: z.strictObject({ subject: Id, ...pageQuery }) },
  responses: {
    200: json(z.strictObject({ keys: z.array(KeyWire) }), "One page of a subject's keys"),
    ...errors(400, 401, 403, 404, 500),
  },
});

const revokeKeyRoute = createRoute({
  method: "delete",
  path: "/admin/keys/{key_id}",
  operationId: "RevokeKey",
  tags,
  request: { params: keyParams },
  responses: { 204: { description: "The key lets nobody in any more" }, ...errors(400, 401, 403, 404, 409, 500) },
});

const rotateSecretRoute = createRoute({
  method: "post",
  path: "/admin/clients/{client_id}/webhook-secret",
  operationId: "RotateWebhookSecret",
  description: "The secret is shown in this answer and never again; the one before it stays valid for 24 hours.",
  tags,
  request: { params: clientParams },
  responses: { 201: json(WebhookSecretWire, "The new secret"), ...errors(400, 401, 403, 404, 409, 500) },
});

const rotateTenantSecretRoute = createRoute({
  ...rotateSecretRoute,
  path: "/admin/tenants/{tenant_id}/webhook-secret",
  operationId: "RotateTenantWebhookSecret",
  request: { params: tenantParams },
});

/** API keys and webhook secrets (X-20, X-21, PX-66). */
export function serveKeys({ app }: Surface, { middleware, withBody }: AdminGuards): void {
  app.openapi({ ...issueKeyRoute, middleware: withBody }, async (c) => {
    const { subject, scopes, expires_at: expiresAt = null } = c.req.valid("json");
    const { key, secret } = await issueKey(c.get("context"), { subjectId: subject, scopes, expiresAt });
    return c.json({ key_id: key.id, key: secret, prefix: key.prefix }, 201);
  });

  app.openapi({ ...listKeysRoute, middleware }, async (c) => {
    const { subject, ...page } = c.req.valid("query");
    const keys = await listKeys(c.get("context"), { subjectId: subject, ...page });
    linkNextPage(c, keys);
    return c.json({ keys: keys.items.map(keyToWire) }, 200);
  });

  app.openapi({ ...revokeKeyRoute, middleware }, async (c) => {
    await revokeKey(c.get("context"), { keyId: c.req.valid("param").key_id });
    return c.body(null, 204);
  });

  app.openapi({ ...rotateSecretRoute, middleware }, async (c) => {
    const { secret } = await rotateWebhookSecret(c.get("context"), { clientId: c.req.valid("param").client_id });
    return c.json({ secret }, 201);
  });

  app.openapi({ ...rotateTenantSecretRoute, middleware }, async (c) => {
    const { secret } = await rotateTenantWebhookSecret(c.get("context"), { tenantId: c.req.valid("param").tenant_id });
    return c.json({ secret }, 201);
  });
}

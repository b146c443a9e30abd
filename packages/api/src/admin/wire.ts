import {
  type ApiKey,
  type Client,
  type ClientChange,
  features,
  modelFallbacks,
  scopes,
  type Team,
  type Tenant,
  type User,
} from "@tessera/core/access";
import * as z from "zod";
import { text } from "../http/text.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const roles = ["owner", "admin", "member"] as const;

/** Never more than an id can be: a table key has a length limit, and `../` is nobody's id (K7). */
export const Id = z.string().regex(/^[\w-]{1,128}$/, "must be an id");

export const NewTenant = z.strictObject({ name: text(200) }).openapi("NewTenant");

const clientStatuses = ["active", "suspended"] as const;

const ModelFallback = z.enum(modelFallbacks).openapi({
  description: "What writes tickets when no model does: nothing, so that the job fails, or the offline rules.",
});

export const NewClient = z
  .strictObject({
    name: text(200),
    features: z.array(z.enum(features)).optional().openapi({ description: "Omitted: all. Empty: none." }),
    model_fallback: ModelFallback.optional().openapi({ default: "none" }),
  })
  .openapi("NewClient");

export const ClientChanges = z
  .strictObject({
    status: z.enum(clientStatuses).optional(),
    features: z.array(z.enum(features)).optional().openapi({ description: "Empty: none." }),
    model_fallback: ModelFallback.optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, "must name at least one change")
  .openapi("ClientChanges");

export const NewTeam = z.strictObject({ name: text(200) }).openapi("NewTeam");

export const NewUser = z.strictObject({ name: text(200), email: text(320), role: z.enum(roles) }).openapi("NewUser");

export const NewKey = z
  .strictObject({
    subject: Id.openapi({ description: "The id of a client or a user." }),
    scopes: z.array(z.enum(scopes)),
    expires_at: z.union([z.iso.datetime({ offset: true }), z.null()]).optional(),
  })
  .openapi("NewKey");

const created_at = z.iso.datetime();

export const TenantWire = z.strictObject({ tenant_id: z.string(), name: z.string(), created_at }).openapi("Tenant");

export const ClientWire = z
  .strictObject({
    client_id: z.string(),
    tenant_id: z.string(),
    name: z.string(),
    status: z.enum(clientStatuses),
    features: z.array(z.enum(features)),
    model_fallback: ModelFallback,
    created_at,
  })
  .openapi("Client");

export const UserWire = z
  .strictObject({
    user_id: z.string(),
    tenant_id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    created_at,
  })
  .openapi("User");

export const TeamWire = z
  .strictObject({
    team_id: z.string(),
    tenant_id: z.string(),
    name: z.string(),
    member_ids: z.array(z.string()),
    created_at,
  })
  .openapi("Team");

/** A key as lists show it: by its first characters. */
export const KeyWire = z
  .strictObject({
    key_id: z.string(),
    tenant_id: z.string(),
    subject: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(scopes)),
    expires_at: z.union([z.iso.datetime(), z.null()]),
    revoked_at: z.union([z.iso.datetime(), z.null()]),
    last_used_at: z.union([z.iso.datetime(), z.null()]),
    created_at,
  })
  .openapi("Key");

/** The one time that a key is shown. */
export const IssuedKey = z
  .strictObject({ key_id: z.string(), key: z.string(), prefix: z.string() })
  .openapi("IssuedKey");

export const WebhookSecretWire = z.strictObject({ secret: z.string() }).openapi("WebhookSecret");

export function tenantToWire(tenant: Tenant): z.infer<typeof TenantWire> {
  return { tenant_id: tenant.id, name: tenant.name, created_at: tenant.createdAt };
}

export function clientToWire(client: Client): z.infer<typeof ClientWire> {
  return {
    client_id: client.id,
    tenant_id: client.tenantId,
    name: client.name,
    status: client.status,
    features: client.features,
    model_fallback: client.modelFallback,
    created_at: client.createdAt,
  };
}

export function changesFromWire(changes: z.infer<typeof ClientChanges>): Omit<ClientChange, "clientId"> {
  const { model_fallback: modelFallback, ...others } = changes;
  return { ...others, modelFallback };
}

export function userToWire(user: User): z.infer<typeof UserWire> {
  const { id, tenantId, name, email, role, createdAt } = user;
  return { user_id: id, tenant_id: tenantId, name, email, role, created_at: createdAt };
}

export function teamToWire({ id, tenantId, name, memberIds, createdAt }: Team): z.infer<typeof TeamWire> {
  return { team_id: id, tenant_id: tenantId, name, member_ids: memberIds, created_at: createdAt };
}

export function keyToWire(key: ApiKey): z.infer<typeof KeyWire> {
  return {
    key_id: key.id,
    tenant_id: key.tenantId,
    subject: key.subject.id,
    prefix: key.prefix,
    scopes: key.scopes,
    expires_at: key.expiresAt,
    revoked_at: key.revokedAt,
    last_used_at: key.lastUsedAt,
    created_at: key.createdAt,
  };
}

import * as z from "zod";
import { AuditHead } from "../audit/index.ts";
import { features, scopes } from "../principal.ts";

const Row = { createdAt: z.string(), version: z.number().int().min(1), audit: AuditHead };

/** A secret that signs webhooks. `sealed` is the encrypted form: the clear text is shown once and never stored. */
export const WebhookSecret = z.object({
  id: z.string(),
  sealed: z.string(),
  createdAt: z.string(),
  /** When a rotated secret stops signing; null for the current one. */
  expiresAt: z.string().nullable(),
});
export type WebhookSecret = z.infer<typeof WebhookSecret>;

export const Tenant = z.object({
  id: z.string(),
  name: z.string(),
  /** They sign what triggers and agents send out. Made when they are first needed: tenants begin with none. */
  webhookSecrets: z.array(WebhookSecret).default([]),
  ...Row,
});
export type Tenant = z.infer<typeof Tenant>;

export const modelFallbacks = ["none", "offline"] as const;
export type ModelFallback = (typeof modelFallbacks)[number];

export const Client = z.object({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  status: z.enum(["active", "suspended"]),
  features: z.array(z.enum(features)),
  /** What writes tickets when no model does: nothing, so the job fails, or the offline rules. */
  modelFallback: z.enum(modelFallbacks).default("none"),
  webhookSecrets: z.array(WebhookSecret),
  /** SHA-256 of its live keys: who suspends a client must find every one of them, and an index may lag (B10). */
  keyHashes: z.array(z.string()).default([]),
  ...Row,
});
export type Client = z.infer<typeof Client>;

export const User = z.object({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(["owner", "admin", "member"]),
  /** Its teams, which list it too: both rows change in one transaction. Users of the first release have none (N5). */
  teamIds: z.array(z.string()).default([]),
  ...Row,
});
export type User = z.infer<typeof User>;

/** Members stand on their team's row: one read finds whom to alert. */
export const memberLimit = 200;

/** People of a tenant who share tickets. */
export const Team = z.object({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  memberIds: z.array(z.string()).max(memberLimit),
  ...Row,
});
export type Team = z.infer<typeof Team>;

/**
 * A key, with everything that a request needs to be let in, so that signing in is one read:
 * suspending a client or changing its features is written to its keys as well.
 */
export const ApiKey = z.object({
  id: z.string(),
  tenantId: z.string(),
  subject: z.object({ kind: z.enum(["client", "user"]), id: z.string() }),
  /** First characters of the key, so support can tell keys apart. */
  prefix: z.string(),
  /** Lower-hex SHA-256 of the whole key; the key itself is shown once and never stored. */
  sha256: z.string(),
  scopes: z.array(z.enum(scopes)),
  features: z.array(z.enum(features)),
  roles: z.array(z.enum(["owner", "admin", "member"])),
  active: z.boolean(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  ...Row,
});
export type ApiKey = z.infer<typeof ApiKey>;

import { authorizeCaller, authorizeMember, type Permission } from "@tessera/core/access";
import { canonicalJson } from "@tessera/core/audit";
import { AppError } from "@tessera/core/errors";
import { hashOfKey, type IdempotencyRequest } from "@tessera/core/idempotency";
import type { Context, MiddlewareHandler } from "hono";
import type { AppDependencies } from "../http/dependencies.ts";
import type { GuardedEnv } from "../http/env.ts";
import { readJsonBody } from "../http/json-body.ts";
import { takeFromBucket } from "../http/rate-limit.ts";
import { signInByBearer } from "../http/sign-in.ts";
import { readYamlBody } from "../http/yaml-body.ts";

export interface DeskEntry {
  permission: Permission;
  /** Whether a customer who has signed in by its link may call this, with its own tickets (PX-64). */
  contacts?: boolean;
  /** What body the route takes. */
  body?: "json" | "yaml";
}

export type DeskGuard = (entry: DeskEntry) => MiddlewareHandler<GuardedEnv>;

/** A text of 65,536 characters of four bytes, and some room for the rest of its JSON. */
const deskBodyBytes = 512 * 1_024;

/** Signs in, checks the permission, counts the call, reads the body, and only then hands on, in this order. */
export function createDeskGuard(dependencies: AppDependencies): DeskGuard {
  return ({ permission, contacts = false, body }) =>
    async (c, next) => {
      c.header("Cache-Control", "no-store");
      const principal = await signInByBearer(dependencies, c);
      c.set("principal", principal);
      const context = dependencies.contextFor({ principal, correlationId: c.get("requestId") });
      if (contacts) authorizeCaller(context, permission);
      else authorizeMember(context, permission);
      await takeFromBucket(dependencies, c, principal.keyId ?? principal.id, "desk");
      if (body) await bodyReaders[body](c);
      const ownerId = `${principal.tenantId}:${principal.kind}:${principal.id}`;
      c.set("context", { ...context, idempotency: await idempotencyOf(c, ownerId) });
      await next();
    };
}

/** Files of settings: what some hundred triggers need (PX-66). */
const yamlBytes = 256 * 1_024;

const bodyReaders = {
  json: (c: Context) => readJsonBody(c, deskBodyBytes),
  yaml: (c: Context) => readYamlBody(c, yamlBytes),
};

const keyLimit = 255;

/** What a POST's `Idempotency-Key` stands for (G-6): the same call by the same caller. */
async function idempotencyOf(c: Context, ownerId: string): Promise<IdempotencyRequest | null> {
  const key = c.req.header("idempotency-key");
  if (key === undefined || c.req.method !== "POST") return null;
  if (key === "" || key.length > keyLimit) {
    throw new AppError("invalid_request", `Idempotency-Key: must have 1 to ${keyLimit} characters`);
  }
  const hasBody = c.req.header("content-type") !== undefined;
  const body = hasBody ? canonicalJson(await c.req.json()) : "";
  return { ownerId, keyHash: hashOfKey(key), requestHash: hashOfKey(`${c.req.path}\n${body}`) };
}

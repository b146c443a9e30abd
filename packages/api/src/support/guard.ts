import { authorizeCaller, authorizeMember, type Permission, type Principal } from "@tessera/core/access";
import { canonicalJson } from "@tessera/core/audit";
import { AppError } from "@tessera/core/errors";
import { hashOfKey, type IdempotencyRequest } from "@tessera/core/idempotency";
import type { Context, MiddlewareHandler } from "hono";
import type { AppDependencies } from "../http/dependencies.ts";
import type { GuardedEnv } from "../http/env.ts";
import { guardWith } from "../http/guard.ts";
import { readJsonBody } from "../http/json-body.ts";
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

/** Guards by what people of a role, automations, and where a route lets them customers, may do at the desk. */
export function createDeskGuard(dependencies: AppDependencies): DeskGuard {
  return ({ permission, contacts = false, body }) =>
    guardWith(dependencies, {
      authorize: (context) => (contacts ? authorizeCaller(context, permission) : authorizeMember(context, permission)),
      bucket: "desk",
      readBody: body && bodyReaders[body],
      complete: async (c, context) => ({ ...context, idempotency: await idempotencyOf(c, context.principal) }),
    });
}

/** Files of settings: what some hundred triggers need (PX-66). */
const yamlBytes = 256 * 1_024;

const bodyReaders = {
  json: (c: Context) => readJsonBody(c, deskBodyBytes),
  yaml: (c: Context) => readYamlBody(c, yamlBytes),
};

const keyLimit = 255;

/** What a POST's `Idempotency-Key` stands for (G-6): the same call by the same caller. */
async function idempotencyOf(c: Context, { tenantId, kind, id }: Principal): Promise<IdempotencyRequest | null> {
  const key = c.req.header("idempotency-key");
  if (key === undefined || c.req.method !== "POST") return null;
  if (key === "" || key.length > keyLimit) {
    throw new AppError("invalid_request", `Idempotency-Key: must have 1 to ${keyLimit} characters`);
  }
  const hasBody = c.req.header("content-type") !== undefined;
  const body = hasBody ? canonicalJson(await c.req.json()) : "";
  const ownerId = `${tenantId}:${kind}:${id}`;
  return { ownerId, keyHash: hashOfKey(key), requestHash: hashOfKey(`${c.req.path}\n${body}`) };
}

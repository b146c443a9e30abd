import { authorizeIncidents, type IncidentAccess, type Principal } from "@tessera/core/access";
import type { Context, MiddlewareHandler } from "hono";
import type { AppDependencies, IncidentRequestContext } from "../http/dependencies.ts";
import type { AppEnv } from "../http/env.ts";
import { readJsonBody, readOptionalJsonBody } from "../http/json-body.ts";
import { takeFromBucket } from "../http/rate-limit.ts";
import { sourceOf } from "../http/source.ts";
import { signIn } from "./sign-in.ts";

/** Only the guard sets `context`: a route without it does not compile. */
export interface IncidentEnv {
  Variables: AppEnv["Variables"] & { context: IncidentRequestContext };
}

export interface IncidentEntry {
  access: IncidentAccess;
  /** What body the route takes. */
  body?: "json" | "optional json";
}

export type IncidentGuard = (entry: IncidentEntry) => MiddlewareHandler<IncidentEnv>;

/** Some hundred anomalies with their logs. */
const maxBodyBytes = 1_024 * 1_024;

const bodyReaders = { json: readJsonBody, "optional json": readOptionalJsonBody };

/** As on the other surfaces: whoever may not call a route learns nothing else about it (TF-21). */
export function createIncidentGuard(dependencies: AppDependencies): IncidentGuard {
  return ({ access, body }) =>
    async (c, next) => {
      c.header("Cache-Control", "no-store");
      const principal = await signIn(dependencies, c);
      c.set("principal", principal);
      const context = dependencies.contextFor({ principal, correlationId: c.get("requestId") });
      authorizeIncidents(context, access);
      await takeFromBucket(dependencies, c, bucketOf(c, principal), "incidents");
      if (body) await bodyReaders[body](c, maxBodyBytes);
      c.set("context", await dependencies.incidentContextFor(context));
      await next();
    };
}

/** Callers without a key share none: each address has a bucket of its own. */
function bucketOf(c: Context, { kind, keyId, id }: Principal): string {
  return kind === "anonymous" ? `source:${sourceOf(c)}` : (keyId ?? id);
}

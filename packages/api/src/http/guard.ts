import { authorize, type Scope } from "@tessera/core/access";
import type { MiddlewareHandler } from "hono";
import type { AppDependencies } from "./dependencies.ts";
import type { GuardedEnv } from "./env.ts";
import { readJsonBody } from "./json-body.ts";
import { type Bucket, takeFromBucket } from "./rate-limit.ts";
import { signInByBearer } from "./sign-in.ts";

export interface Entry {
  scope: Scope;
  /** The bucket that a call counts against; none: not limited. */
  bucket?: Bucket;
  /** Whether the route takes a JSON body. */
  body?: "json";
}

/** Stands before a route's validation: whoever may not call it learns nothing else about it (TF-21). */
export type Guard = (entry: Entry) => MiddlewareHandler<GuardedEnv>;

/** Signs in, checks the scope, counts the call, reads the body, and only then hands on, in this order. */
export function createGuard(dependencies: AppDependencies): Guard {
  return ({ scope, bucket, body }) =>
    async (c, next) => {
      c.header("Cache-Control", "no-store");
      const principal = await signInByBearer(dependencies, c);
      c.set("principal", principal);
      const context = dependencies.contextFor({ principal, correlationId: c.get("requestId") });
      authorize(context, scope);
      if (bucket) await takeFromBucket(dependencies, c, principal.keyId ?? principal.id, bucket);
      if (body) await readJsonBody(c, dependencies.limits.maxBodyBytes);
      c.set("context", context);
      await next();
    };
}

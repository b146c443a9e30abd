import { authorize, type Scope } from "@tessera/core/access";
import type { MiddlewareHandler } from "hono";
import type { AppDependencies } from "./dependencies.ts";
import type { GuardedEnv } from "./env.ts";
import { type Bucket, takeFromBucket } from "./rate-limit.ts";
import { signInByBearer } from "./sign-in.ts";

/** Stands before a route's validation: whoever may not call it learns nothing else about it (TF-21). */
export type Guard = (scope: Scope, bucket?: Bucket) => MiddlewareHandler<GuardedEnv>;

/** Signs in, checks the scope, counts the call, and only then hands on, in this order. */
export function createGuard(dependencies: AppDependencies): Guard {
  return (scope, bucket) => async (c, next) => {
    c.header("Cache-Control", "no-store");
    const principal = await signInByBearer(dependencies, c);
    c.set("principal", principal);
    const context = dependencies.contextFor({ principal, correlationId: c.get("requestId") });
    authorize(context, scope);
    if (bucket) await takeFromBucket(dependencies, c, principal.keyId ?? principal.id, bucket);
    c.set("context", context);
    await next();
  };
}

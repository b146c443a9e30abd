import { authorize, type Scope } from "@tessera/core/access";
import type { Context, MiddlewareHandler } from "hono";
import type { AppDependencies, RequestContext } from "./dependencies.ts";
import type { GuardedEnv } from "./env.ts";
import { readJsonBody } from "./json-body.ts";
import { type Bucket, takeFromBucket } from "./rate-limit.ts";
import { signInByBearer } from "./sign-in.ts";

export interface GuardSteps {
  /** Throws where the caller may not call this. */
  authorize(context: RequestContext): unknown;
  /** The bucket that a call counts against; none: not limited. */
  bucket?: Bucket | undefined;
  /** Reads the body that the route takes, if it takes one. */
  readBody?: ((c: Context) => Promise<void>) | undefined;
  /** What else the request says of its context. */
  complete?(c: Context, context: RequestContext): Promise<RequestContext>;
}

/**
 * Stands before a route's validation: whoever may not call it learns nothing else about it (TF-21). Signs in, checks
 * what the caller may do, counts the call, reads the body, and only then hands on, in this order.
 */
export function guardWith(dependencies: AppDependencies, steps: GuardSteps): MiddlewareHandler<GuardedEnv> {
  return async (c, next) => {
    c.header("Cache-Control", "no-store");
    const principal = await signInByBearer(dependencies, c);
    c.set("principal", principal);
    const context = dependencies.contextFor({ principal, correlationId: c.get("requestId") });
    steps.authorize(context);
    if (steps.bucket) await takeFromBucket(dependencies, c, principal.keyId ?? principal.id, steps.bucket);
    await steps.readBody?.(c);
    c.set("context", steps.complete ? await steps.complete(c, context) : context);
    await next();
  };
}

export interface Entry {
  scope: Scope;
  bucket?: Bucket;
  /** Whether the route takes a JSON body. */
  body?: "json";
}

export type Guard = (entry: Entry) => MiddlewareHandler<GuardedEnv>;

/** Guards by the scopes of keys. */
export function createGuard(dependencies: AppDependencies): Guard {
  return ({ scope, bucket, body }) =>
    guardWith(dependencies, {
      authorize: (context) => authorize(context, scope),
      bucket,
      readBody: body && ((c) => readJsonBody(c, dependencies.limits.maxBodyBytes)),
    });
}

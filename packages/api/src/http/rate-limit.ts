import type { RateBucket, RateVerdict } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import type { AppDependencies } from "./dependencies.ts";

export type Bucket = "submit" | "read" | "desk" | "incidents";

/** Counts one call; throws `rate_limited` when there were too many in this window (TF-22). */
export async function enforceLimit(
  dependencies: AppDependencies,
  bucket: RateBucket,
  message: string,
  announce: (verdict: RateVerdict) => void = () => {},
): Promise<void> {
  const verdict = await dependencies.limiter.take(bucket, dependencies.system.now());
  announce(verdict);
  if (!verdict.allowed) throw new AppError("rate_limited", message, { retryAfterSeconds: verdict.resetSeconds });
}

/** The bucket of a key, told to the caller in the fields of draft-ietf-httpapi-ratelimit-headers. */
export function takeFromBucket(dependencies: AppDependencies, c: Context, keyId: string, name: Bucket): Promise<void> {
  const { submitsPerMinute, readsPerMinute, deskPerMinute, incidentsPerMinute } = dependencies.limits;
  const perMinute = {
    submit: submitsPerMinute,
    read: readsPerMinute,
    desk: deskPerMinute,
    incidents: incidentsPerMinute,
  };
  const limit = perMinute[name];
  return enforceLimit(dependencies, { keyId, name, limit }, "Too many requests in this minute", (verdict) => {
    c.header("RateLimit-Policy", `"${name}";q=${verdict.limit};w=60`);
    c.header("RateLimit", `"${name}";r=${Math.max(0, verdict.remaining)};t=${verdict.resetSeconds}`);
  });
}

import { AppError } from "@tessera/core/errors";
import type { Context } from "hono";
import { type Dialect, toAppError } from "./dialect.ts";
import type { AppEnv } from "./env.ts";

/** Turns whatever was thrown into the surface's own error answer. */
export function answerError(c: Context<AppEnv>, dialect: Dialect, cause: unknown): Response {
  const error = toAppError(cause);
  const { status, body } = dialect.answer(error);
  if (status >= 500) logFault(c, error);
  if (error.kind === "unauthenticated" && dialect.challenge) c.header("WWW-Authenticate", dialect.challenge);
  if (error.details.retryAfterSeconds !== undefined) c.header("Retry-After", String(error.details.retryAfterSeconds));
  return c.json(body, status);
}

/** A path that the surface owns but does not serve, or not by this method. */
export function answerUnrouted(c: Context<AppEnv>, dialect: Dialect, allowed: readonly string[]): Response {
  if (allowed.length === 0) return answerError(c, dialect, new AppError("not_found", "Not Found"));

  c.header("Allow", allowed.join(", "));
  if (c.req.method === "OPTIONS") return c.body(null, 204);
  const { body } = dialect.answer(new AppError("invalid_request", "Method Not Allowed"));
  return c.json(body, 405);
}

/** For us: what the answer does not say. */
export function logFault(c: Context<AppEnv>, error: AppError): void {
  const cause = error.cause instanceof Error ? error.cause : error;
  c.get("log").error("request failed", {
    requestId: c.get("requestId"),
    code: error.code,
    error: cause.message,
    stack: cause.stack,
  });
}

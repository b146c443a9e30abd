import { AppError, type ErrorKind } from "@tessera/core/errors";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

export interface ErrorAnswer {
  status: ContentfulStatusCode;
  body: object;
}

/** How one surface says that something is wrong (REQUIREMENTS 0.4). */
export interface Dialect {
  /** The `WWW-Authenticate` of its 401; null where nobody signs in. */
  challenge: string | null;
  answer(error: AppError): ErrorAnswer;
}

/** The usual status of each kind; a surface may have its own for some. */
export const statusByKind: Record<ErrorKind, ContentfulStatusCode> = {
  validation: 400,
  semantic: 422,
  too_large: 413,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition: 412,
  rate_limit: 429,
  upstream: 502,
  storage: 500,
  bug: 500,
};

/** What was thrown, in the product's own words. Anything unknown is a bug, and its message stays inside. */
export function toAppError(cause: unknown): AppError {
  if (cause instanceof AppError) {
    return cause.kind === "bug" ? new AppError(cause.code, "Internal error", {}, { cause }) : cause;
  }
  // Hono's own validators throw these for malformed bodies and media types.
  if (cause instanceof HTTPException && cause.status < 500) {
    return new AppError("invalid_request", cause.message || "The request is invalid", {}, { cause });
  }
  return new AppError("internal_error", "Internal error", {}, { cause });
}

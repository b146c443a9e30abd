import type { AppError, ErrorCode } from "@tessera/core/errors";
import * as z from "zod";
import { type Dialect, type ErrorAnswer, statusByKind } from "../http/dialect.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

/** The closed list of seed 001 (TF-23). */
export const errorPayloadCodes = [
  "invalid_request",
  "request_too_large",
  "unauthorized",
  "forbidden",
  "client_suspended",
  "key_expired",
  "key_revoked",
  "feature_disabled",
  "queue_full",
  "job_not_found",
  "job_cancelled",
  "ollama_unavailable",
  "model_timeout",
  "model_output_invalid",
  "storage_error",
  "callback_failed",
  "rate_limited",
  "internal_error",
] as const;
type PayloadCode = (typeof errorPayloadCodes)[number];

export const ErrorPayload = z.object({ code: z.enum(errorPayloadCodes), message: z.string() }).openapi("ErrorPayload");
export const ErrorBody = z.object({ error: ErrorPayload }).openapi("ErrorBody");

/** What a request to this surface can run into; any other code is a fault of ours. */
const payloadCodes: Partial<Record<ErrorCode, PayloadCode>> = {
  invalid_request: "invalid_request",
  request_too_large: "request_too_large",
  unauthorized: "unauthorized",
  key_expired: "key_expired",
  key_revoked: "key_revoked",
  forbidden: "forbidden",
  client_suspended: "client_suspended",
  feature_disabled: "feature_disabled",
  not_found: "job_not_found",
  job_not_found: "job_not_found",
  // The list has no word for "too late to cancel" (C-18).
  job_not_cancellable: "invalid_request",
  model_unknown: "invalid_request",
  // The provider has no key, and this product runs strictly (AU-11): its word for a model that nobody can ask.
  model_unavailable: "ollama_unavailable",
  rate_limited: "rate_limited",
  queue_full: "queue_full",
  // The list has no word for it: the tenant has to wait for another day (D13).
  budget_spent: "rate_limited",
  storage_error: "storage_error",
  // Lost races that even repeating did not win: the store is overrun, and the same call may succeed later.
  stale_write: "storage_error",
};

/** 413 and 502 are not documented statuses here. */
const statuses = { ...statusByKind, too_large: 400, upstream: 500 } as const;

/** Answers in the words and with the statuses of seed 001 (TF-23, TF-24, 0.4). */
export const ticketJobsDialect: Dialect = {
  challenge: "Bearer",
  answer(error) {
    const code = codeOf(error);
    if (code === "storage_error" || code === "internal_error") {
      return errorAnswer(
        500,
        code,
        code === "storage_error" ? "The data could not be stored or read" : "Internal error",
      );
    }
    return errorAnswer(statuses[error.kind], code, messageOf(error));
  },
};

/** The headers by which a caller names a model (AU-10), so that its error names them. */
const modelHeaders: Record<string, string> = { provider: "X-LLM-Provider", model: "X-LLM-Model" };

function messageOf({ code, details, message }: AppError): string {
  const header = code === "model_unknown" ? modelHeaders[String(details.part)] : undefined;
  return header === undefined ? message : `${header}: ${message}`;
}

function codeOf(error: AppError): PayloadCode {
  if (error.code === "job_not_cancellable" && error.details.status === "cancelled") return "job_cancelled";
  return payloadCodes[error.code] ?? "internal_error";
}

function errorAnswer(status: ErrorAnswer["status"], code: PayloadCode, message: string): ErrorAnswer {
  return { status, body: errorBody(code, message) };
}

export function errorBody(code: PayloadCode, message: string): z.infer<typeof ErrorBody> {
  return { error: { code, message } };
}

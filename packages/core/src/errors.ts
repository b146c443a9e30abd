/** What went wrong, by kind: each HTTP surface maps a kind to its own status and body (REQUIREMENTS 0.4). */
export type ErrorKind =
  | "validation"
  /** Well-formed, but it makes no sense as a whole. */
  | "semantic"
  | "too_large"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  /** The row is not the version that the caller has seen. */
  | "precondition"
  | "rate_limit"
  | "upstream"
  | "storage"
  | "bug";

interface ErrorRule {
  kind: ErrorKind;
  /** `later`: the same call may succeed if it is repeated; workflows and queues retry only these. */
  retry: "never" | "later";
}

/** Every code that core throws. A code is stable and public; its message is for people. */
export const errorCodes = {
  invalid_request: { kind: "validation", retry: "never" },
  unprocessable: { kind: "semantic", retry: "never" },
  request_too_large: { kind: "too_large", retry: "never" },
  unauthorized: { kind: "unauthenticated", retry: "never" },
  key_expired: { kind: "unauthenticated", retry: "never" },
  key_revoked: { kind: "unauthenticated", retry: "never" },
  forbidden: { kind: "forbidden", retry: "never" },
  client_suspended: { kind: "forbidden", retry: "never" },
  feature_disabled: { kind: "forbidden", retry: "never" },
  not_found: { kind: "not_found", retry: "never" },
  job_not_found: { kind: "not_found", retry: "never" },
  conflict: { kind: "conflict", retry: "never" },
  invalid_transition: { kind: "conflict", retry: "never" },
  version_mismatch: { kind: "precondition", retry: "never" },
  job_not_cancellable: { kind: "conflict", retry: "never" },
  rate_limited: { kind: "rate_limit", retry: "later" },
  queue_full: { kind: "rate_limit", retry: "later" },
  budget_spent: { kind: "rate_limit", retry: "later" },
  model_unknown: { kind: "validation", retry: "never" },
  // Repeated by whoever counts the calls, which no workflow does.
  model_unavailable: { kind: "upstream", retry: "never" },
  model_rejected: { kind: "upstream", retry: "never" },
  model_timeout: { kind: "upstream", retry: "never" },
  model_output_invalid: { kind: "upstream", retry: "never" },
  egress_blocked: { kind: "upstream", retry: "never" },
  egress_failed: { kind: "upstream", retry: "later" },
  stage_busy: { kind: "conflict", retry: "later" },
  lease_lost: { kind: "conflict", retry: "later" },
  stale_write: { kind: "conflict", retry: "later" },
  storage_error: { kind: "storage", retry: "later" },
  internal_error: { kind: "bug", retry: "never" },
} as const satisfies Record<string, ErrorRule>;

export type ErrorCode = keyof typeof errorCodes;

export interface ErrorDetails {
  /** Which part of the input is wrong, as a path that the caller wrote: `options.ticket_count`. */
  field?: string;
  /** Seconds after which a repeat makes sense; becomes `Retry-After`. */
  retryAfterSeconds?: number;
  [name: string]: unknown;
}

/** An error that the product expects. Anything else that is thrown is a bug and answers 500 without internals. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }

  get kind(): ErrorKind {
    return errorCodes[this.code].kind;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retry === "later";
  }
}

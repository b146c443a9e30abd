import { AppError } from "@tessera/core/errors";
import type { PlatformOutcome } from "@tessera/core/incidents";
import { type EgressResponse, parseRetryAfter } from "../http/index.ts";

type Failed = Extract<PlatformOutcome, { kind: "failed" }>;

/** A call that did not do what it was made for. Caught where an adapter meets core, which gets the outcome. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly outcome: Failed;
  /** Null where no answer came. */
  readonly status: number | null;

  constructor(outcome: Omit<Failed, "kind">, status: number | null = null) {
    super(outcome.reason);
    this.outcome = { kind: "failed", ...outcome };
    this.status = status;
  }

  /** The platform will never take this call, and not for want of a right: the others may still do. */
  get isRefusedForGood(): boolean {
    return this.status !== null && !this.outcome.retryable && this.status !== 401 && this.status !== 403;
  }
}

/** Words for a status where a platform has better ones than all. */
export type StatusReasons = Readonly<Record<number, string>>;

/** Why an answer is none, in fixed words: what a vendor says may hold anything (F5). */
export function failureOfStatus(response: EgressResponse, reasons: StatusReasons, now: Date): CallFailure {
  const { status, headers } = response;
  const retryable = status === 408 || status === 429 || status >= 500;
  const retryAfterSeconds = retryable ? parseRetryAfter(headers["retry-after"], now) : undefined;
  const reason = reasons[status] ?? plainReason(status);
  return new CallFailure({ reason, retryable, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) }, status);
}

function plainReason(status: number): string {
  if (status === 401 || status === 403) return "Invalid credentials";
  if (status === 429) return "Too many requests";
  if (status >= 500 || status === 408) return "The platform is not available";
  return status >= 400 ? "The platform refused the request" : "The platform answered with a redirect";
}

/** Why no answer came. What is not of the network is a bug, and is thrown on. */
export function failureOfNetwork(cause: unknown, timeoutMs: number): CallFailure {
  if (!(cause instanceof AppError)) throw cause;
  if (cause.code === "egress_blocked") return urlNotAllowed();
  const { reason, code } = cause.details;
  return new CallFailure({
    reason: reason === "timeout" ? timeoutReason(timeoutMs) : networkReason(String(reason), String(code)),
    retryable: true,
  });
}

export const urlNotAllowed = () => new CallFailure({ reason: "The URL is not allowed", retryable: false });

export const timedOut = (timeoutMs: number) => new CallFailure({ reason: timeoutReason(timeoutMs), retryable: true });

const timeoutReason = (timeoutMs: number) => `Connection timed out after ${timeoutMs / 1_000}s`;

function networkReason(reason: string, code: string): string {
  if (code === "ECONNREFUSED") return "Connection refused";
  if (/^(?:ENOTFOUND|EAI_)/.test(code)) return "Host not found";
  if (/TLS|SSL|CERT/.test(code)) return "Secure connection failed";
  return reason === "unreachable" ? "Host not reachable" : "Connection closed by the platform";
}

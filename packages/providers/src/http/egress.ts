import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@tessera/core/errors";
import { type Connection, type EgressResponse, type ExchangeRequest, exchange } from "./exchange.ts";
import { createGuardedLookup, type Resolver, systemResolver } from "./resolver.ts";
import { parseRetryAfter } from "./retry-after.ts";
import { findUrlFault } from "./target.ts";

export interface EgressRequest extends ExchangeRequest {
  /** For everything: every attempt, and the pauses between them. */
  timeoutMs: number;
  /** How often a call that failed for now is repeated; only for calls that may be repeated. */
  retries?: number;
}

/** The one way out of the product (RELIABILITY F). */
export interface Egress {
  /** Why this URL may never be called, in fixed words, or null: for refusing a URL before it is stored. */
  check(url: string): string | null;
  /** Throws `egress_blocked` or `egress_failed`; every status that a remote answers is an answer. */
  send(request: EgressRequest): Promise<EgressResponse>;
}

interface EgressOptions {
  /** Hosts that the operator names: http, any port, and addresses of the own machine or network. */
  allowHosts: readonly string[];
  resolve?: Resolver;
  now?(): Date;
}

const retryStatuses: readonly number[] = [429, 502, 503, 504];

/** Pauses start below this and double up to the limit, with full jitter. */
const firstPauseMs = 250;
const pauseLimitMs = 10_000;

export function createEgress(options: EgressOptions): Egress {
  const { allowHosts, resolve = systemResolver, now = () => new Date() } = options;
  const lookup = createGuardedLookup(resolve, allowHosts);
  const check = (url: string) => findUrlFault(url, allowHosts);

  return {
    check,
    async send(request) {
      const fault = check(request.url);
      if (fault !== null) throw new AppError("egress_blocked", `The URL ${fault}`);

      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), request.timeoutMs);
      const endsAt = performance.now() + request.timeoutMs;
      try {
        for (let attempt = 0; ; attempt += 1) {
          const outcome = await attemptOnce(request, { lookup, signal: deadline.signal });
          const pauseMs = pauseBefore(attempt, outcome, now());
          const last = attempt >= (request.retries ?? 0) || performance.now() + pauseMs >= endsAt;
          if (last || !isTransient(outcome)) return answerOf(outcome);
          await sleep(pauseMs);
        }
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

type Outcome = EgressResponse | AppError;

async function attemptOnce(request: EgressRequest, connection: Connection): Promise<Outcome> {
  try {
    return await exchange(request, connection);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
}

function isTransient(outcome: Outcome): boolean {
  return outcome instanceof AppError ? outcome.retryable : retryStatuses.includes(outcome.status);
}

function answerOf(outcome: Outcome): EgressResponse {
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

function pauseBefore(attempt: number, outcome: Outcome, now: Date): number {
  const jittered = Math.random() * Math.min(firstPauseMs * 2 ** attempt, pauseLimitMs);
  const asked = outcome instanceof AppError ? undefined : parseRetryAfter(outcome.headers["retry-after"], now);
  return Math.max(jittered, (asked ?? 0) * 1_000);
}

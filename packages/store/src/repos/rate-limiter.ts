import type { RateLimiter, RateVerdict } from "@tessera/core/access";
import type { Table } from "../calls.ts";
import { rateWindowKey, takenAttribute } from "../entities/rate-window.ts";
import { addToCounter } from "../transaction.ts";

const minuteMs = 60_000;

/** A window's item is of no use after its end; kept a little longer for clocks that are behind. */
const keepSeconds = 600;

/** What this instance knows, in the current minute, of one key's limit. */
interface Window {
  /** Taken from the table, not spent yet. */
  tokens: number;
  /** What the whole fleet had left when the last lease was taken. */
  leftInTable: number;
  /** Callers that wait for the lease under way: the next one is taken for all of them. */
  waiting: number;
  lease: Promise<void> | null;
}

/**
 * Fixed windows of whole minutes, shared through the table (TF-22). An instance takes a second's worth of tokens with one
 * write and spends them from memory, so not every request writes. A lease is cut where the limit ends: all leases
 * together never exceed it. The answer "no more" is remembered, so refused calls cost nothing.
 */
export function createRateLimiter(table: Table): RateLimiter {
  let currentMinute = -1;
  let windows = new Map<string, Window>();

  const windowOf = (bucket: string, minute: number, limit: number): Window => {
    // Windows of another minute are forgotten; callers that still wait in one hold on to it themselves.
    if (minute !== currentMinute) windows = new Map();
    currentMinute = minute;
    const known = windows.get(bucket);
    if (known) return known;
    const fresh: Window = { tokens: 0, leftInTable: limit, waiting: 0, lease: null };
    windows.set(bucket, fresh);
    return fresh;
  };

  return {
    take: async ({ keyId, name, limit, windowMinutes = 1 }, now) => {
      const minute = Math.floor(now.getTime() / minuteMs);
      const start = minute - (minute % windowMinutes);
      const endsAt = (start + windowMinutes) * minuteMs;
      const window = windowOf(`${keyId} ${name}`, minute, limit);
      const leaseMore = async (): Promise<void> => {
        const wanted = Math.max(Math.ceil(limit / 60), window.waiting);
        const ttl = endsAt / 1_000 + keepSeconds;
        const taken = await addToCounter(table, rateWindowKey(keyId, name, start), takenAttribute, wanted, ttl);
        window.tokens += Math.max(0, Math.min(wanted, limit - (taken - wanted)));
        window.leftInTable = Math.max(0, limit - taken);
      };

      const allowed = await spend(window, leaseMore);
      const remaining = window.leftInTable + window.tokens;
      return {
        allowed,
        limit,
        remaining,
        resetSeconds: Math.ceil((endsAt - now.getTime()) / 1_000),
      } satisfies RateVerdict;
    },
  };
}

/** Takes a token, leasing more as long as there are some. Concurrent callers share one lease. */
async function spend(window: Window, leaseMore: () => Promise<void>): Promise<boolean> {
  while (window.tokens === 0) {
    if (window.leftInTable === 0) return false;
    window.waiting += 1;
    window.lease ??= leaseMore().finally(() => {
      window.lease = null;
    });
    try {
      await window.lease;
    } finally {
      window.waiting -= 1;
    }
  }
  window.tokens -= 1;
  return true;
}

import * as z from "zod";
import type { ModelChoice } from "./choice.ts";

/**
 * How a model has fared lately, for all workers together: no row is a model without a failure. `openUntil` is
 * when the next probe may go; a probe under way has moved it, so that nobody else starts one.
 */
export const ModelHealth = z.object({
  /** `provider:model`. */
  key: z.string().min(1),
  /** Consecutive ones. */
  failures: z.number().int().min(0),
  openUntil: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
  /** Counts the writes, from 1 on. */
  version: z.number().int().min(1),
});
export type ModelHealth = z.infer<typeof ModelHealth>;

export interface BreakerSettings {
  /** So many failures in a row stop the calls ... */
  failureLimit: number;
  /** ... for so long; then one call finds out how things are. */
  coolDownMs: number;
  /** How long that one call is waited for before another may try: longer than any call lasts. */
  probeMs: number;
}

export type Admission = { kind: "call" } | { kind: "probe" } | { kind: "refuse"; retryAfterSeconds: number };

export function healthKey({ provider, model }: ModelChoice): string {
  return `${provider}:${model}`;
}

/** Whether a call may go out now. A probe has to be claimed first by saving `claimProbe`. */
export function admit(health: ModelHealth | undefined, now: Date, settings: BreakerSettings): Admission {
  if (!health?.openUntil) return { kind: "call" };
  const leftMs = Date.parse(health.openUntil) - now.getTime();
  if (leftMs <= 0) return { kind: "probe" };
  // A probe may end long before its time is up: whoever waits for it asks again after a cool-down at the latest.
  return { kind: "refuse", retryAfterSeconds: Math.ceil(Math.min(leftMs, settings.coolDownMs) / 1_000) };
}

/** Saved by whoever wants to make the one call: of several, the store lets one win. */
export function claimProbe(health: ModelHealth, now: Date, settings: BreakerSettings): ModelHealth {
  return next(health, now, { openUntil: later(now, settings.probeMs) });
}

/** A failed probe opens the circuit anew; a late failure of a call from before moves nothing. */
export function afterFailure(
  before: { key: string; health: ModelHealth | undefined; probe: boolean },
  now: Date,
  settings: BreakerSettings,
): ModelHealth {
  const health = before.health ?? cleanHealth(before.key, now);
  const failures = health.failures + 1;
  const opens = before.probe || (health.openUntil === null && failures >= settings.failureLimit);
  return next(health, now, { failures, openUntil: opens ? later(now, settings.coolDownMs) : health.openUntil });
}

/** Undefined where nothing has to be written: a model that works costs no writes. */
export function afterSuccess(health: ModelHealth | undefined, now: Date): ModelHealth | undefined {
  if (!health || isClean(health)) return undefined;
  return next(health, now, { failures: 0, openUntil: null });
}

export function isClean(health: ModelHealth | undefined): boolean {
  return !health || (health.failures === 0 && health.openUntil === null);
}

function cleanHealth(key: string, now: Date): ModelHealth {
  return { key, failures: 0, openUntil: null, updatedAt: now.toISOString(), version: 0 };
}

function next(health: ModelHealth, now: Date, change: Partial<ModelHealth>): ModelHealth {
  return { ...health, ...change, updatedAt: now.toISOString(), version: health.version + 1 };
}

function later(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}

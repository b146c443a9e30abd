import type { Attempt } from "./attempt.ts";

/** A job of one part costs at most this many calls, whatever happens; each further part adds the one that writes it. */
const callsForOnePart = 6;

/** How often a model that does not answer is asked in a row before that is the answer. */
const triesInRow = { model_unavailable: 3, model_timeout: 2, model_rejected: 1 } as const;
export type ModelFailure = keyof typeof triesInRow;

/** How often a job comes back to an open circuit: minutes, with a cool-down of one. */
const circuitWaits = 5;

const longestWaitSeconds = 60;

export function callLimit(parts: number): number {
  return callsForOnePart + parts - 1;
}

/** Whether a part whose last attempt failed like this may be tried once more. */
export function mayRetry(failure: ModelFailure, attempts: readonly Attempt[], part: number): boolean {
  const own = attempts.filter((attempt) => attempt.part === part);
  const sinceAnswer = own.slice(own.findLastIndex(({ outcome }) => outcome === "answered") + 1);
  const notSent = own.filter(({ outcome }) => outcome === "not_sent").length;
  const failed = sinceAnswer.filter(({ outcome }) => outcome === failure).length;
  return notSent < circuitWaits && failed < triesInRow[failure];
}

/**
 * Whole seconds until the next try: what the host asked for, and a random part of a pause that doubles, so that many
 * jobs do not come back at once.
 */
export function waitSeconds(facts: {
  retryAfterSeconds: number | undefined;
  baseMs: number;
  failures: number;
  random: number;
}): number {
  const spread = (facts.random * facts.baseMs * 2 ** Math.max(0, facts.failures - 1)) / 1_000;
  return Math.min(longestWaitSeconds, Math.ceil(Math.max(0, facts.retryAfterSeconds ?? 0) + spread));
}

export function isModelFailure(code: string): code is ModelFailure {
  return Object.hasOwn(triesInRow, code);
}

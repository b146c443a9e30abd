import type { ModelChoice } from "../models/index.ts";
import type { Attempt } from "./attempt.ts";
import type { JobsContext } from "./ports.ts";
import { getJob } from "./read.ts";

const measures = ["promptTokens", "completionTokens", "costUsd"] as const;
type Measure = (typeof measures)[number];

/** Sums of what is known; null where nothing is. `unknown` counts the attempts that a sum is silent about (D13). */
export type Usage = { attempts: number; calls: number } & Record<Measure, number | null> & {
    unknown: Record<Measure, number>;
  };

export interface JobUsage extends Usage {
  byModel: ({ model: ModelChoice } & Usage)[];
  /** Of the price tables that costs were computed with. */
  priceVersions: string[];
}

/** What one of the caller's jobs has used so far, failed attempts included. */
export async function getUsage(context: JobsContext, input: { jobId: string }): Promise<JobUsage> {
  const { id } = await getJob(context, input);
  return usageOf(await context.jobs.attempts(id));
}

export function usageOf(attempts: readonly Attempt[]): JobUsage {
  const byModel = Map.groupBy(attempts, ({ model }) => `${model.provider}:${model.model}`);
  return {
    ...sumsOf(attempts),
    byModel: [...byModel.values()].flatMap((own) => (own[0] ? [{ model: own[0].model, ...sumsOf(own) }] : [])),
    priceVersions: [...new Set(attempts.map(({ priceVersion }) => priceVersion))].sort(),
  };
}

function sumsOf(attempts: readonly Attempt[]): Usage {
  const sent = attempts.filter(wasSent);
  const sums = measures.map((measure) => [measure, sumOf(sent.map((attempt) => attempt[measure]))] as const);
  const each = <Value>(pick: (sum: { sum: number | null; unknown: number }) => Value) =>
    // `fromEntries` forgets the keys, which are exactly the measures.
    Object.fromEntries(sums.map(([measure, sum]) => [measure, pick(sum)])) as Record<Measure, Value>;
  return {
    attempts: attempts.length,
    calls: sent.length,
    ...each(({ sum }) => sum),
    unknown: each(({ unknown }) => unknown),
  };
}

/** A request was made, or a worker died while making it. The offline rules make none. */
function wasSent({ outcome, model }: Attempt): boolean {
  return outcome !== "not_sent" && model.provider !== "offline";
}

/** Of requests that were made: what was not sent has used nothing, and tells nothing of the others. */
function sumOf(values: readonly (number | null)[]): { sum: number | null; unknown: number } {
  const known = values.filter((value) => value !== null);
  const sum = known.reduce((total, value) => total + value, 0);
  return {
    // Nano-dollars, as single costs have: without the noise of binary fractions.
    sum: known.length === 0 && values.length > 0 ? null : Math.round(sum * 1e9) / 1e9,
    unknown: values.length - known.length,
  };
}

import type { BaseContext } from "../context.ts";
import type { Attempt } from "./attempt.ts";
import type { Job } from "./job.ts";
import type { JobsContext } from "./ports.ts";

const dayMs = 24 * 3_600_000;

/** US dollars of one tenant on one UTC day (`2026-03-01`). */
export interface Spending {
  tenantId: string;
  day: string;
  usd: number;
}

/** What attempts have cost, failed ones included; undefined where that is nothing. A cost that is not known counts 0. */
export function spendingOf(
  context: BaseContext,
  { tenantId }: Pick<Job, "tenantId">,
  attempts: readonly Attempt[],
): Spending | undefined {
  const usd = attempts.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
  return usd > 0 ? { tenantId, day: dayOf(context.now()), usd } : undefined;
}

/** The budget that a new job has to find unspent (D13): none for the offline rules, which cost nothing. */
export function budgetFor(context: JobsContext, job: Job): Spending | undefined {
  const { dailyBudgetUsd } = context.jobSettings;
  if (dailyBudgetUsd === null || job.model.provider === "offline") return undefined;
  return { tenantId: job.tenantId, day: dayOf(context.now()), usd: dailyBudgetUsd };
}

/** When the next budget begins. */
export function secondsToNextDay(now: Date): number {
  return Math.ceil((dayMs - (now.getTime() % dayMs)) / 1_000);
}

/** Says that a budget does not see all of what a job costs: once for each job. */
export function warnOfUnknownCost(
  context: BaseContext,
  { earlier, ended }: { earlier: readonly Attempt[]; ended: readonly Attempt[] },
): void {
  const unknown = ended.find(hasUnknownCost);
  if (!unknown || earlier.some(hasUnknownCost)) return;
  const { jobId, model } = unknown;
  context.log.warn("the cost of a model call is not known and counts as nothing", { jobId, model });
}

/** Of a call that was made and has ended: one under way is not counted yet, one that was not sent costs nothing. */
function hasUnknownCost({ costUsd, outcome }: Attempt): boolean {
  return costUsd === null && outcome !== "started" && outcome !== "not_sent";
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

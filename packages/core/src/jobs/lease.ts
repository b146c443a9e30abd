import { AppError } from "../errors.ts";
import type { Job } from "./job.ts";
import type { StageContext } from "./ports.ts";
import type { Ask } from "./prepare-ask.ts";
import type { StageInput } from "./stage.ts";
import { withProgress } from "./transitions.ts";

/**
 * Writes down what is about to be asked. One worker at a time, also when the workflow repeats a stage whose first run
 * still lives (B5).
 */
export function takeLease(context: StageContext, input: StageInput, job: Job, asks: readonly Ask[]): Promise<Job> {
  const now = context.now();
  const { lease } = job;
  if (lease && lease.executionId === input.executionId && lease.until > now.toISOString()) {
    throw new AppError("stage_busy", "Another worker is waiting for the model's answer");
  }
  const until = new Date(now.getTime() + context.jobSettings.leaseMs).toISOString();
  return context.jobs.progress({
    before: job,
    after: withProgress(context, job, {
      lease: { executionId: input.executionId, token: context.newId(), until },
      attempts: job.attempts + asks.length,
      calls: job.calls + asks.length,
    }),
    attempts: asks.map(({ attempt }) => attempt),
    texts: Object.fromEntries(asks.map(({ attempt, prompt }) => [`prompt-${attempt.number}`, prompt])),
  });
}

/** So that a retry need not wait for the lease to run out. Fails harmlessly when the job has moved on. */
export async function dropLease(context: StageContext, job: Job): Promise<void> {
  try {
    await context.jobs.progress({ before: job, after: withProgress(context, job, { lease: null }) });
  } catch (cause) {
    context.log.warn("lease was not dropped", { jobId: job.id, cause: String(cause) });
  }
}

import { settleCancelled } from "./cancel.ts";
import type { JobsContext } from "./ports.ts";
import { retryStale } from "./retry-stale.ts";
import { isTerminal } from "./rules.ts";

/**
 * Answers a hint of the queue: whatever the job still needs is set going. Safe for hints that are late, repeated, or
 * about jobs that have ended or never were (B1, B3).
 */
export async function startJob(context: JobsContext, input: { jobId: string }): Promise<void> {
  const action = await retryStale(async () => {
    const job = await context.jobs.load(input.jobId);
    if (!job) return "unknown";
    if (isTerminal(job.status)) return "ended";
    if (job.status !== "cancel_requested") return "start";
    await settleCancelled(context, job);
    return "settled";
  });

  if (action === "start") await context.workflow.start(input.jobId);
  else context.log.info("hint had nothing to start", { jobId: input.jobId, action });
}

import * as z from "zod";
import { retryStale } from "../retry-stale.ts";
import { settleCancelled } from "./cancel.ts";
import { jobErrorFor } from "./finish.ts";
import type { JobsContext } from "./ports.ts";
import { isTerminal, visibleJob } from "./rules.ts";
import { endJob } from "./transitions.ts";

/** What the queues carry: which job to look at. All else stands in the table. */
export const JobMessage = z.object({ jobId: z.string().min(1) });
export type JobMessage = z.infer<typeof JobMessage>;

/**
 * Answers a hint of the queue: whatever the job still needs is set going. Safe for hints that are late, repeated, or
 * about jobs that have ended or never were (B1, B3).
 */
export async function startJob(context: JobsContext, input: JobMessage): Promise<void> {
  const action = await retryStale(async () => {
    const found = await context.jobs.load(input.jobId);
    const job = found && visibleJob(found, context.now());
    if (!job) return "unknown";
    if (isTerminal(job.status)) return "ended";
    if (job.status !== "cancel_requested") return "start";
    await settleCancelled(context, job);
    return "settled";
  });

  if (action === "start") await context.workflow.start(input.jobId);
  else context.log.info("hint had nothing to start", { jobId: input.jobId, action });
}

/** A job whose message failed for the last time fails with it: no message ends in a dead-letter queue unseen (B4). */
export async function failUndeliverable(context: JobsContext, input: JobMessage): Promise<void> {
  await retryStale(async () => {
    const found = await context.jobs.load(input.jobId);
    const job = found && visibleJob(found, context.now());
    if (job?.status !== "queued") return;
    await endJob(context, job, { status: "failed", error: jobErrorFor("internal_error") });
  });
}

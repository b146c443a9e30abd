import { retryStale } from "../retry-stale.ts";
import { type SweepSummary, sweepDue } from "../sweep.ts";
import { settleCancelled } from "./cancel.ts";
import { jobErrorFor } from "./finish.ts";
import { hintQueue } from "./hint-queue.ts";
import type { Job } from "./job.ts";
import type { StageContext } from "./ports.ts";
import { canMove, earlier, isTerminal } from "./rules.ts";
import { endJob, moveJob } from "./transitions.ts";

export interface JobSweepSummary extends SweepSummary {
  expired: number;
  requeued: number;
}

type JobSweepAction = "expired" | "forgotten" | "failed" | "settled" | "requeued" | "nothing";

/**
 * Does for each job that is due what its row asks for: expire it, fail it when it is stuck, settle a cancel, or hint at
 * it again (TF-37, TF-38, X-41). Reads only what is due; safe to run twice at once, late, or after an outage (B8).
 */
export async function sweepJobs(context: StageContext): Promise<JobSweepSummary> {
  const counts = { expired: 0, requeued: 0 };
  const summary = await sweepDue(context, {
    due: (now) => context.jobs.due(now),
    parallel: 1,
    sweepOne: async (jobId) => {
      const action = await sweepJob(context, jobId);
      if (action === "expired" || action === "requeued") counts[action] += 1;
      return action !== "nothing";
    },
  });
  return { ...summary, ...counts };
}

function sweepJob(context: StageContext, jobId: string): Promise<JobSweepAction> {
  return retryStale(async () => {
    const job = await context.jobs.load(jobId);
    const now = context.now().toISOString();
    if (!job || job.dueAt === null || job.dueAt > now) return "nothing";
    if (now >= job.expiresAt && canMove(job.status, "expired")) return expire(context, job);
    if (isTerminal(job.status)) return forget(context, job);
    if (job.status === "cancel_requested") {
      await settleCancelled(context, job);
      return "settled";
    }
    if (isStuck(context, job)) return failStuck(context, job);
    return requeue(context, job);
  });
}

async function expire(context: StageContext, job: Job): Promise<JobSweepAction> {
  const expired = await context.jobs.transition(moveJob(context, job, "job.expired", { status: "expired" }));
  await forget(context, expired);
  return "expired";
}

/** The row stays due until its texts are gone, so a sweep that dies in between leaves nothing behind (TF-37). */
async function forget(context: StageContext, job: Job): Promise<JobSweepAction> {
  await context.jobs.deleteTexts(job.id);
  await context.jobs.progress({ before: job, after: { ...job, dueAt: null, version: job.version + 1 } });
  return "forgotten";
}

function isStuck(context: StageContext, job: Job): boolean {
  const { queuedLimitMs, processingLimitMs } = context.jobSettings.times;
  const now = context.now().getTime();
  if (now >= Date.parse(job.expiresAt)) return true;
  if (job.status === "queued") return now - Date.parse(job.createdAt) > queuedLimitMs;
  return now - Date.parse(job.updatedAt) > processingLimitMs;
}

async function failStuck(context: StageContext, job: Job): Promise<JobSweepAction> {
  const code = job.stage === "generating_tickets" ? "model_timeout" : "internal_error";
  await endJob(context, job, { status: "failed", error: jobErrorFor(code) });
  return "failed";
}

/** The row comes up again later, so a hint that is lost once more is not the last one. */
async function requeue(context: StageContext, job: Job): Promise<JobSweepAction> {
  const requeueAt = new Date(context.now().getTime() + context.jobSettings.times.requeueAfterMs).toISOString();
  const dueAt = earlier(job.expiresAt, requeueAt);
  // Not a sign of life: `updatedAt` stays as it is, or a stuck job would never be found out.
  await context.jobs.progress({ before: job, after: { ...job, dueAt, version: job.version + 1 } });
  await hintQueue(context, job.id);
  return "requeued";
}

/**
 * Hints at every job that has not ended. For a runtime whose queues and executions died with its process: what stands
 * in the table goes on from there (A17, X-50). Answers how many hints were sent.
 */
export async function recoverJobs(context: StageContext): Promise<number> {
  let hinted = 0;
  for await (const jobId of context.jobs.live()) {
    await context.queue.send({ jobId });
    hinted += 1;
  }
  return hinted;
}

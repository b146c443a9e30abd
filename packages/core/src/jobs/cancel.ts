import { authorize } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { retryStale } from "../retry-stale.ts";
import type { Job } from "./job.ts";
import type { JobsContext } from "./ports.ts";
import { cancelTarget, visibleJob } from "./rules.ts";
import { endJob, moveJob } from "./transitions.ts";

/**
 * Cancels a queued job at once; asks a working one to stop (TF-35). Throws `job_not_found`, and
 * `job_not_cancellable` when the job has ended.
 */
export async function cancelJob(context: JobsContext, input: { jobId: string }): Promise<Job> {
  const { clientId } = authorize(context, "tickets:cancel");

  const cancelled = await retryStale(async () => {
    const found = await context.jobs.find({ clientId, jobId: input.jobId });
    const job = found && visibleJob(found, context.now());
    if (!job) throw new AppError("job_not_found", "Job not found");

    const status = cancelTarget(job.status);
    if (!status) throw new AppError("job_not_cancellable", `Job is ${job.status}`, { status: job.status });
    if (status === "cancelled") return settleCancelled(context, job);
    if (status === job.status) return job;
    return context.jobs.transition(moveJob(context, job, "job.cancel_requested", { status, lease: null }));
  });

  if (cancelled.status === "cancel_requested") await stopWork(context, cancelled.id);
  return cancelled;
}

/** The end of a cancel: the caller's wish has become true, and nothing works on the job any more (TF-36). */
export function settleCancelled(context: JobsContext, job: Job): Promise<Job> {
  return endJob(context, job, {
    status: "cancelled",
    error: { code: "job_cancelled", message: "The job was cancelled by its client" },
  });
}

/**
 * Stopping the workflow saves work; the hint lets a worker settle the job soon. Both may be lost: every write of a
 * worker that is still busy fails on the job's version, and the sweep settles what is left.
 */
async function stopWork(context: JobsContext, jobId: string): Promise<void> {
  const outcomes = await Promise.allSettled([context.workflow.stop(jobId), context.queue.send({ jobId })]);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") {
      context.log.warn("cancel could not be passed on", { jobId, cause: String(outcome.reason) });
    }
  }
}

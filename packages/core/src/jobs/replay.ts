import { authorize } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { acceptJob } from "./accept.ts";
import type { Job } from "./job.ts";
import type { JobsContext } from "./ports.ts";
import { hasTexts, visibleJob } from "./rules.ts";

/**
 * A new job from what an earlier one was made from: title, spec, options and model, without its callback. A key makes
 * repeats answer the same new job; without one each call makes another. Throws `job_not_found`, also when the earlier
 * job's spec is no longer kept.
 */
export async function replayJob(
  context: JobsContext,
  input: { jobId: string; idempotencyKey: string | null },
): Promise<Job> {
  const { clientId } = authorize(context, "tickets:submit");

  const found = await context.jobs.find({ clientId, jobId: input.jobId });
  const job = found && visibleJob(found, context.now());
  if (!job) throw new AppError("job_not_found", "Job not found");

  const kept = hasTexts(job, context.now());
  const spec = kept ? await context.jobs.readText(job.id, "spec") : undefined;
  if (spec === undefined) {
    throw new AppError("job_not_found", "The spec of this job was deleted when the job expired: submit it again");
  }

  const { title, options } = job;
  return acceptJob(
    context,
    {
      // A key space of its own inside the job: the same word means nothing to another job's replays.
      idempotencyKey: `replay:${job.id}:${input.idempotencyKey ?? context.newId()}`,
      title,
      spec,
      options,
      callbackUrl: null,
      // The row itself may have fallen back to the offline rules.
      model: job.modelAsked ?? job.model,
    },
    { replayOf: job.id },
  );
}

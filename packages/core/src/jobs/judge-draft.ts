import { AppError } from "../errors.ts";
import { type BuildVerdict, buildResult, type GenerationPlan } from "../generation/index.ts";
import { callLimit } from "./attempt-rules.ts";
import type { Job } from "./job.ts";
import { repairLimit } from "./rules.ts";

/** Whether a draft that is wrong is worth another call. The offline rules would write the same again. */
export function mayRepair(job: Job): boolean {
  return job.model.provider !== "offline" && job.repairs < repairLimit && job.calls < callLimit(job.written.length);
}

/**
 * The result that a job's draft makes, or what is wrong with it. Pure: stage 3 and the final write judge the same draft
 * alike, so a verdict need not be stored between them.
 */
export function judgeDraft(job: Job, draft: string, plan: GenerationPlan): BuildVerdict {
  if (job.run === null) throw new AppError("storage_error", "The draft of this job has no run");
  const { id: jobId, run, title, options } = job;
  return buildResult({ answer: draft, run, jobId, title, options, plan, last: !mayRepair(job) });
}

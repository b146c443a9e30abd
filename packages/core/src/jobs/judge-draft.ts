import { AppError } from "../errors.ts";
import { type BuildVerdict, buildResult } from "../generation/index.ts";
import type { Job } from "./job.ts";

/**
 * The result that a job's draft makes, or what is wrong with it. Pure: stage 3 and the final write judge the same draft
 * alike, so a verdict need not be stored between them.
 */
export function judgeDraft(job: Job, draft: string): BuildVerdict {
  if (job.run === null) throw new AppError("storage_error", "The draft of this job has no run");
  return buildResult({ answer: draft, run: job.run, jobId: job.id, title: job.title, options: job.options });
}

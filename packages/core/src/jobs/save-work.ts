import { AppError } from "../errors.ts";
import type { Attempt } from "./attempt.ts";
import type { Job, JobText } from "./job.ts";
import type { StageContext } from "./ports.ts";
import { spendingOf } from "./spending.ts";
import { moveJob, withProgress } from "./transitions.ts";

/** What a worker of stage 2 has to save: always with the attempts that it comes from. */
export interface Work {
  change: Partial<Pick<Job, "written" | "calls" | "attempts" | "run">>;
  attempts: readonly Attempt[];
  texts: Partial<Record<JobText, string>>;
  /** The draft is whole with this. */
  draft: string | null;
}

/**
 * Bookkeeping by others (a sweep) must not cost an answer that is on its way: the work goes onto the row as it is now.
 * The lease ends with it. Where the job has moved on for good, only what the calls came to is kept (D13).
 */
export async function saveWork(context: StageContext, working: Job, work: Work): Promise<Job> {
  for (let current = working; ; current = await reloadWorking(context, working, work)) {
    try {
      return await write(context, current, work);
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== "stale_write") throw cause;
    }
  }
}

/** The row, if it still waits for this worker's draft: the lease's token is the fence. */
async function reloadWorking(context: StageContext, working: Job, { attempts }: Work): Promise<Job> {
  const job = await context.jobs.load(working.id);
  // Cancelled, or somebody's draft is there: the stage decides anew.
  const waits = job?.status === "processing" && job.drafts === working.drafts;
  if (waits && job.lease?.token === working.lease?.token) return job;

  await context.jobs.recordAttempts(attempts, spendingOf(context, working, attempts));
  throw waits
    ? new AppError("lease_lost", "Another worker has taken over this job")
    : new AppError("stale_write", "The job has moved on");
}

function write(context: StageContext, job: Job, { change, attempts, texts, draft }: Work): Promise<Job> {
  const books = { attempts, spent: spendingOf(context, job, attempts) };
  if (draft === null) {
    return context.jobs.progress({
      before: job,
      after: withProgress(context, job, { ...change, lease: null }),
      ...books,
      texts,
    });
  }
  const drafted = { ...change, drafts: job.drafts + 1, lease: null };
  const saved = { ...books, texts: { ...texts, draft } };
  // A repaired draft finds the job in the validating stage already, and a stage never goes back.
  if (job.stage === "validating_output") {
    return context.jobs.progress({ before: job, after: withProgress(context, job, drafted), ...saved });
  }
  const move = moveJob(context, job, "job.stage_changed", { ...drafted, stage: "validating_output" });
  return context.jobs.transition({ ...move, ...saved });
}

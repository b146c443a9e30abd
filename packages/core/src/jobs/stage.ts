import * as z from "zod";
import { AppError } from "../errors.ts";
import { retryStale } from "../retry-stale.ts";
import { settleCancelled } from "./cancel.ts";
import type { Job, JobText } from "./job.ts";
import type { StageContext } from "./ports.ts";
import { isTerminal, visibleJob } from "./rules.ts";

/** What travels between the states of the workflow: ids and words, never texts. */
export const StageInput = z.object({
  jobId: z.string(),
  /** When the execution started: tells this execution of the job from one before a crash. */
  executionId: z.string(),
});
export type StageInput = z.infer<typeof StageInput>;

/**
 * `ready`: the next stage may run. `repair`: the draft went back to the generator. `stop`: the job has ended or is
 * gone, and the workflow has nothing left to do.
 */
export type StageOutcome = "ready" | "repair" | "stop";

export interface StageOutput {
  jobId: string;
  outcome: StageOutcome;
}

/**
 * Runs a stage on a job that may still be worked on. A cancel that was asked for is settled here, and a lost race
 * (a cancel in between) is decided anew on the row as it is now, so a stage never works for a job that has ended.
 */
export async function runStage(
  context: StageContext,
  input: StageInput,
  work: (job: Job) => Promise<StageOutcome>,
): Promise<StageOutput> {
  const outcome = await retryStale(async () => workOn(context, await context.jobs.load(input.jobId), work));
  return { jobId: input.jobId, outcome };
}

/** A stage that needs one of the job's texts: both are read at once. */
export async function runTextStage(
  context: StageContext,
  input: StageInput,
  name: JobText,
  work: (job: Job, text: string) => Promise<StageOutcome>,
): Promise<StageOutput> {
  const outcome = await retryStale(async () => {
    const { jobId } = input;
    const [found, text] = await Promise.all([context.jobs.load(jobId), context.jobs.readText(jobId, name)]);
    return workOn(context, found, (job) => {
      if (text === undefined) throw new AppError("storage_error", `The ${name} of this job cannot be read`);
      return work(job, text);
    });
  });
  return { jobId: input.jobId, outcome };
}

async function workOn(
  context: StageContext,
  found: Job | undefined,
  work: (job: Job) => Promise<StageOutcome>,
): Promise<StageOutcome> {
  const job = found && visibleJob(found, context.now());
  if (!job || isTerminal(job.status)) return "stop";
  if (job.status !== "cancel_requested") return work(job);
  await settleCancelled(context, job);
  return "stop";
}

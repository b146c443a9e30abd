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
 * `ready`: the next stage may run. `repair`: the draft went back to the generator. `more`: parts of the draft are still
 * to be written. `wait`: the model cannot be asked before that many seconds. `stop`: the job has ended or is gone, and
 * the workflow has nothing left to do.
 */
export type StageOutcome = "ready" | "repair" | "more" | "stop" | { wait: number };

export interface StageOutput {
  jobId: string;
  outcome: Extract<StageOutcome, string> | "wait";
  waitSeconds?: number;
}

function toOutput(jobId: string, outcome: StageOutcome): StageOutput {
  return typeof outcome === "string" ? { jobId, outcome } : { jobId, outcome: "wait", waitSeconds: outcome.wait };
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
  return toOutput(input.jobId, outcome);
}

/** A stage that needs some of the job's texts: row and texts are read at once. `text` throws for one that is gone. */
export async function runTextStage<const Name extends JobText>(
  context: StageContext,
  input: StageInput,
  names: readonly Name[],
  work: (job: Job, text: (name: Name) => string) => Promise<StageOutcome>,
): Promise<StageOutput> {
  const { jobId } = input;
  const outcome = await retryStale(async () => {
    const [found, ...texts] = await Promise.all([
      context.jobs.load(jobId),
      ...names.map((name) => context.jobs.readText(jobId, name)),
    ]);
    return workOn(context, found, (job) =>
      work(job, (name) => {
        const text = texts[names.indexOf(name)];
        if (text === undefined) throw new AppError("storage_error", `The ${name} of this job cannot be read`);
        return text;
      }),
    );
  });
  return toOutput(jobId, outcome);
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

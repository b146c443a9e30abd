import type { Change } from "../generation/index.ts";
import type { Attempt } from "./attempt.ts";
import type { Job } from "./job.ts";
import type { JobsContext } from "./ports.ts";
import { getJob } from "./read.ts";
import { hasTexts } from "./rules.ts";
import { JobTrace } from "./trace.ts";

/** What was asked and answered; null where there was none, or it is no longer kept. */
export interface AttemptTexts {
  prompt: string | null;
  output: string | null;
}

export interface AttemptList {
  job: Job;
  attempts: { attempt: Attempt; texts: AttemptTexts | null }[];
  /** What repair changed on the way to the result; null where there is no result (any more). */
  changes: Change[] | null;
}

/** Every attempt of one of the caller's jobs, whatever became of it; with their texts where they are wanted. */
export async function listAttempts(
  context: JobsContext,
  input: { jobId: string; texts: boolean },
): Promise<AttemptList> {
  const job = await getJob(context, { jobId: input.jobId });

  const kept = hasTexts(job, context.now());
  const [attempts, trace] = await Promise.all([
    context.jobs.attempts(job.id),
    kept && job.status === "completed" ? context.jobs.readText(job.id, "trace") : undefined,
  ]);
  const texts = await Promise.all(
    attempts.map(({ number }) => (input.texts ? readTexts(context, { jobId: job.id, number, kept }) : null)),
  );
  return {
    job,
    attempts: attempts.map((attempt, index) => ({ attempt, texts: texts[index] ?? null })),
    changes: trace === undefined ? null : JobTrace.parse(JSON.parse(trace)).changes,
  };
}

async function readTexts(
  context: JobsContext,
  { jobId, number, kept }: { jobId: string; number: number; kept: boolean },
): Promise<AttemptTexts> {
  if (!kept) return { prompt: null, output: null };
  const [prompt = null, output = null] = await Promise.all([
    context.jobs.readText(jobId, `prompt-${number}`),
    context.jobs.readText(jobId, `answer-${number}`),
  ]);
  return { prompt, output };
}

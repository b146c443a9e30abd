import { authorize, type Page } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { TicketsResult } from "../generation/index.ts";
import type { Job, JobStatus } from "./job.ts";
import type { JobsContext } from "./ports.ts";
import { isTerminal, visibleJob } from "./rules.ts";

/** One job of the caller's client. Another client's job answers exactly like a missing one (TF-31). */
export async function getJob(context: JobsContext, input: { jobId: string }): Promise<Job> {
  const { clientId } = authorize(context, "tickets:read");

  const found = await context.jobs.find({ clientId, jobId: input.jobId });
  const job = found && visibleJob(found, context.now());
  if (!job) throw new AppError("job_not_found", "Job not found");
  return job;
}

export type ResultAnswer =
  | { kind: "ready"; result: TicketsResult }
  | { kind: "not_ready"; job: Job }
  | { kind: "none"; job: Job };

/** The result, or why there is none (yet): TF-40, TF-41, TF-42. */
export async function getResult(context: JobsContext, input: { jobId: string }): Promise<ResultAnswer> {
  const answer = await readFinished(context, input, "result");
  return answer.kind === "ready" ? { kind: "ready", result: TicketsResult.parse(JSON.parse(answer.text)) } : answer;
}

type FinishedAnswer =
  | { kind: "ready"; job: Job; text: string }
  | { kind: "not_ready"; job: Job }
  | { kind: "none"; job: Job };

/** A text that was saved when the job was completed, or why there is none (yet). */
export async function readFinished(
  context: JobsContext,
  input: { jobId: string },
  name: "result" | "trace",
): Promise<FinishedAnswer> {
  authorize(context, "tickets:read");

  // One round trip: the text is only looked at once the job has turned out to be the caller's, and completed.
  const [job, early] = await Promise.all([getJob(context, input), context.jobs.readText(input.jobId, name)]);
  if (!isTerminal(job.status)) return { kind: "not_ready", job };
  if (job.status !== "completed") return { kind: "none", job };
  // Read a moment before the job was completed, the text was not there yet.
  const text = early ?? (await context.jobs.readText(job.id, name));
  if (text === undefined) {
    // Expired and swept between the two reads: ask again, the row tells.
    const now = await getJob(context, input);
    if (now.status !== "completed") return { kind: "none", job: now };
    throw new AppError("storage_error", `The ${name} of this job cannot be read`);
  }
  return { kind: "ready", job, text };
}

export interface ListInput {
  status?: JobStatus | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** The caller's client's jobs, newest first (TF-34). */
export async function listJobs(context: JobsContext, input: ListInput): Promise<Page<Job>> {
  const owner = authorize(context, "tickets:read");

  const now = context.now();
  const page = await context.jobs.list(owner, { ...input, now });
  return { ...page, items: page.items.flatMap((job) => visibleJob(job, now) ?? []) };
}

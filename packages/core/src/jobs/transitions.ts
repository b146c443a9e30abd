import { type AuditDraft, draftEntry } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import { type CallbackDelivery, hintDelivery } from "../deliveries/index.ts";
import { AppError } from "../errors.ts";
import type { TicketsResult } from "../generation/index.ts";
import type { Job, JobError } from "./job.ts";
import type { JobsContext, JobTransition } from "./ports.ts";
import { canMove, furthestStage, isTerminal, type JobTimes, later, nextDueAt } from "./rules.ts";
import type { JobTrace } from "./trace.ts";

type Move = Partial<Pick<Job, "status" | "stage" | "error">> & Partial<Omit<Job, "id" | "version" | "audit">>;

/**
 * The one way in which a job moves: checks the move against X-11, keeps `updatedAt` from running backwards,
 * and writes down what changed. The caller saves what it returns with `jobs.transition`.
 */
export function moveJob(
  context: BaseContext & { jobSettings: { times: JobTimes } },
  before: Job,
  action: string,
  move: Move,
  details: Record<string, unknown> = {},
): { before: Job; after: Job; audit: AuditDraft } {
  const status = move.status ?? before.status;
  if (status !== before.status && !canMove(before.status, status)) {
    throw new AppError("internal_error", `A ${before.status} job cannot become ${status}`);
  }
  const stage = furthestStage(before.stage, move.stage ?? before.stage);
  const after = withProgress(context, before, { ...move, status, stage });
  const audit = draftEntry(context, {
    tenantId: before.tenantId,
    subjectType: "job",
    subjectId: before.id,
    action,
    details,
    oldValue: { status: before.status, stage: before.stage },
    newValue: { status, stage, ...(after.error && { error: after.error }) },
  });
  return { before, after, audit: { ...audit, correlationId: before.correlationId } };
}

/** The row with a change that moves neither status nor stage: a sign of life, and the next version. */
export function withProgress(
  context: BaseContext & { jobSettings: { times: JobTimes } },
  before: Job,
  change: Move,
): Job {
  const now = context.now().toISOString();
  const changed = { ...before, ...change, updatedAt: later(now, before.updatedAt), version: before.version + 1 };
  return { ...changed, dueAt: nextDueAt(changed, context.jobSettings.times) };
}

/** Ends a job and tells its callback. Answers the job as saved. */
export async function endJob(
  context: JobsContext,
  before: Job,
  end:
    | { status: "completed"; error: null; result: TicketsResult; trace: JobTrace }
    | { status: "failed" | "cancelled"; error: JobError },
): Promise<Job> {
  const { status, error } = end;
  const stage = status === "cancelled" ? before.stage : status;
  const transition: JobTransition = moveJob(context, before, `job.${status}`, { status, stage, error, lease: null });
  const callback = callbackFor(context, transition.after);
  const texts =
    end.status === "completed" ? { result: JSON.stringify(end.result), trace: JSON.stringify(end.trace) } : {};
  const saved = await context.jobs.transition({ ...transition, texts, callback });
  if (callback) await hintDelivery(context, { jobId: saved.id });
  return saved;
}

function callbackFor(context: JobsContext, job: Job): CallbackDelivery | undefined {
  if (job.callbackUrl === null || !isTerminal(job.status)) return undefined;
  const now = context.now().toISOString();
  return {
    id: `msg_${job.id}`,
    jobId: job.id,
    tenantId: job.tenantId,
    clientId: job.clientId,
    url: fillCallbackUrl(job.callbackUrl, job.id),
    event: `job.${job.status}`,
    status: "pending",
    attempts: [],
    dueAt: now,
    createdAt: now,
    purgeAt: job.purgeAt,
    version: 1,
  };
}

/** `{job_id}`, also in its URL-encoded form, stands for the job's id (TF-12, C-20). */
export function fillCallbackUrl(template: string, jobId: string): string {
  return template.replaceAll(/\{job_id\}|%7Bjob_id%7D/gi, jobId);
}

import { authorize } from "../access/index.ts";
import { canonicalJson, draftEntry, emptyHead } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import type { GenerationOptions } from "../generation/index.ts";
import { chooseModel } from "../models/index.ts";
import { sha256 } from "./hash.ts";
import { hintQueue } from "./hint-queue.ts";
import type { Job } from "./job.ts";
import type { JobsContext } from "./ports.ts";
import { nextDueAt, visibleJob } from "./rules.ts";
import { budgetFor, secondsToNextDay } from "./spending.ts";

export interface AcceptInput {
  idempotencyKey: string;
  title: string;
  spec: string;
  options: GenerationOptions;
  callbackUrl: string | null;
  /** Which model shall write; what is left out is chosen by AU-10. */
  model?: { provider?: string | undefined; model?: string | undefined } | undefined;
}

/**
 * Takes a job in and answers before any work is done (TF-1). The same key with the same request answers the same job,
 * as it is now (TF-9, TF-10). Throws `invalid_request` when the key was used for something else, `queue_full` when too
 * much waits already, `budget_spent` when the tenant's models have cost enough today (D13), `model_unknown` and
 * `model_unavailable` as `chooseModel` does.
 */
export async function acceptJob(
  context: JobsContext,
  input: AcceptInput,
  origin: { replayOf: string | null } = { replayOf: null },
): Promise<Job> {
  const owner = authorize(context, "tickets:submit");

  const { idempotencyKey, ...request } = input;
  const requestHash = sha256(canonicalJson(request));
  const job = { ...newJob(context, owner, input), ...origin };
  const outcome = await context.jobs.accept({
    job,
    idempotency: { keyHash: sha256(idempotencyKey), requestHash },
    spec: input.spec,
    audit: draftEntry(context, {
      tenantId: job.tenantId,
      subjectType: "job",
      subjectId: job.id,
      action: "job.accepted",
      details: { title: job.title, options: job.options, model: job.modelAsked ?? job.model },
      newValue: { status: job.status, stage: job.stage },
    }),
    bounds: context.jobSettings.bounds,
    budget: budgetFor(context, job),
  });

  if (outcome.kind === "queue_full") {
    throw new AppError("queue_full", "Too many jobs are waiting; submit again later", { retryAfterSeconds: 5 });
  }
  if (outcome.kind === "budget_spent") {
    throw new AppError("budget_spent", "The daily budget for language models is spent", {
      retryAfterSeconds: secondsToNextDay(context.now()),
    });
  }
  if (outcome.kind === "duplicate") {
    if (outcome.requestHash !== requestHash) {
      throw new AppError("invalid_request", "This idempotency_key was already used for a different request", {
        field: "idempotency_key",
      });
    }
    return visibleJob(outcome.job, context.now()) ?? outcome.job;
  }

  await hintQueue(context, job.id);
  return outcome.job;
}

function newJob(context: JobsContext, owner: { tenantId: string; clientId: string }, input: AcceptInput): Job {
  const { times } = context.jobSettings;
  const now = context.now();
  const createdAt = now.toISOString();
  const expiresAt = new Date(now.getTime() + times.retentionMs).toISOString();
  const { choice, asked, warning } = chooseModel(input.model ?? {}, context.modelSettings);
  const job: Job = {
    id: context.newId(),
    tenantId: owner.tenantId,
    clientId: owner.clientId,
    status: "queued",
    stage: "queued",
    title: input.title,
    options: input.options,
    callbackUrl: input.callbackUrl,
    error: null,
    createdAt,
    updatedAt: createdAt,
    expiresAt,
    purgeAt: new Date(now.getTime() + times.retentionMs + times.tombstoneMs).toISOString(),
    dueAt: null,
    model: choice,
    modelAsked: asked,
    modelWarning: warning,
    replayOf: null,
    drafts: 0,
    repairs: 0,
    attempts: 0,
    calls: 0,
    written: [0],
    lease: null,
    run: null,
    correlationId: context.correlationId,
    version: 1,
    audit: emptyHead,
  };
  return { ...job, dueAt: nextDueAt(job, times) };
}

import { AppError } from "../errors.ts";
import type { ModelAnswer } from "../generation/index.ts";
import type { Job } from "./job.ts";
import type { StageContext } from "./ports.ts";
import { furthestStage } from "./rules.ts";
import { runTextStage, type StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
import { moveJob, withProgress } from "./transitions.ts";

/** Stage 2: has a model write a draft and saves it before returning, so a crash later costs no second call (A6). */
export function generateTickets(context: StageContext, input: StageInput): Promise<StageOutput> {
  return runTextStage(context, input, "spec", (job, spec) => generate(context, input, job, spec));
}

async function generate(context: StageContext, input: StageInput, job: Job, spec: string): Promise<StageOutcome> {
  // Out of turn: without stage 1 this would leave a job that is both queued and being validated (TF-32, B3).
  if (furthestStage(job.stage, "generating_tickets") !== job.stage) return "stop";
  if (job.drafts > job.repairs) return "ready";

  const working = context.model.exclusive ? await takeLease(context, input, job) : job;
  try {
    const { title, options, feedback } = working;
    const answer = await context.model.generate({ title, spec, options, feedback });
    await saveDraft(context, working, answer);
  } catch (cause) {
    if (working.lease) await dropLease(context, working);
    throw cause;
  }
  return "ready";
}

/** One model call at a time for a job, also when the workflow repeats a stage whose first run still lives (B5). */
function takeLease(context: StageContext, input: StageInput, job: Job): Promise<Job> {
  const now = context.now();
  const { lease } = job;
  if (lease && lease.executionId === input.executionId && lease.until > now.toISOString()) {
    throw new AppError("stage_busy", "Another worker is waiting for the model's answer");
  }
  const until = new Date(now.getTime() + context.jobSettings.leaseMs).toISOString();
  const after = withProgress(context, job, {
    lease: { executionId: input.executionId, token: context.newId(), until },
  });
  return context.jobs.progress({ before: job, after });
}

/** So that a retry need not wait for the lease to run out. Fails harmlessly when the job has moved on. */
async function dropLease(context: StageContext, job: Job): Promise<void> {
  try {
    await context.jobs.progress({ before: job, after: withProgress(context, job, { lease: null }) });
  } catch (cause) {
    context.log.warn("lease was not dropped", { jobId: job.id, cause: String(cause) });
  }
}

/** Bookkeeping by others (a sweep) must not cost an answer that is on its way: the draft goes onto the row as it is now. */
async function saveDraft(context: StageContext, working: Job, answer: ModelAnswer): Promise<void> {
  for (let current = working; ; current = await reloadWorking(context, working)) {
    try {
      await writeDraft(context, current, answer);
      return;
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== "stale_write") throw cause;
    }
  }
}

/** The row, if it still waits for this worker's draft: the lease's token is the fence. */
async function reloadWorking(context: StageContext, working: Job): Promise<Job> {
  const job = await context.jobs.load(working.id);
  // Cancelled, or somebody's draft is there: the stage decides anew.
  if (job?.status !== "processing" || job.drafts !== working.drafts) {
    throw new AppError("stale_write", "The job has moved on");
  }
  if (job.lease?.token !== working.lease?.token) {
    throw new AppError("lease_lost", "Another worker has taken over this job");
  }
  return job;
}

function writeDraft(context: StageContext, job: Job, answer: ModelAnswer): Promise<Job> {
  const change = { drafts: job.drafts + 1, run: answer.run, lease: null };
  const texts = { draft: answer.text };
  // A repaired draft finds the job in the validating stage already, and a stage never goes back.
  if (job.stage === "validating_output") {
    return context.jobs.progress({ before: job, after: withProgress(context, job, change), texts });
  }
  const transition = moveJob(context, job, "job.stage_changed", { ...change, stage: "validating_output" });
  return context.jobs.transition({ ...transition, texts });
}

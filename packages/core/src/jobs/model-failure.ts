import { AppError } from "../errors.ts";
import { offlineModel } from "../models/index.ts";
import type { Attempt } from "./attempt.ts";
import { type ModelFailure, mayRetry, waitSeconds } from "./attempt-rules.ts";
import type { Reply } from "./call-all.ts";
import type { Job } from "./job.ts";
import type { StageContext, WritingContext } from "./ports.ts";
import type { StageOutcome } from "./stage.ts";
import { moveJob } from "./transitions.ts";

/** Why no draft will come of the job's model. */
export type ModelEnd = ModelFailure | "model_output_invalid";

const words: Record<ModelEnd, string> = {
  model_unavailable: "The language model could not be reached",
  model_rejected: "The language model refused the request",
  model_timeout: "The language model did not answer in time",
  model_output_invalid: "The language model's output is invalid",
};

/** After calls that left parts unwritten: goes on with the others, waits for the model, or gives up (D8). */
export async function comeAgain(
  context: WritingContext,
  job: Job,
  facts: { attempts: readonly Attempt[]; replies: readonly Reply[] },
): Promise<StageOutcome> {
  const failures = facts.replies.filter((reply) => reply.kind === "failed");
  const final = failures.find(({ code, attempt }) => !mayRetry(code, facts.attempts, attempt.part));
  if (final) return giveUp(context, job, final.code);
  // Stage 2 counts the calls that are left before it makes more.
  if (failures.length === 0) return "more";

  const waits = failures.map(({ retryAfterSeconds, attempt }) =>
    waitSeconds({
      retryAfterSeconds,
      baseMs: context.jobSettings.retryBaseMs,
      failures: facts.attempts.filter(({ part, outcome }) => part === attempt.part && outcome !== "answered").length,
      random: context.random(),
    }),
  );
  return { wait: Math.max(...waits) };
}

/** The last resort: where the client allows it, the product's own rules write the draft after all. */
export async function giveUp(context: StageContext, job: Job, end: ModelEnd): Promise<StageOutcome> {
  const client = await context.access.findClient(job.clientId);
  if (client?.modelFallback !== "offline") throw new AppError(end, words[end]);

  const move = moveJob(context, job, "job.model_fell_back", {
    model: { provider: "offline", model: offlineModel },
    modelAsked: job.modelAsked ?? job.model,
    modelWarning: `${words[end]}: the tickets were written by the offline rules`,
    // A draft is due again, and no part of it is written.
    repairs: job.drafts,
    written: job.written.map(() => 0),
  });
  await context.jobs.transition(move);
  return "more";
}

/** Where no call is left, the parts that are still missing tell why: an answer that did not help was an invalid one. */
export function lastFailure(attempts: readonly Attempt[], missing: readonly number[]): ModelEnd {
  const last = attempts.findLast(({ part, outcome }) => missing.includes(part) && outcome !== "not_sent");
  switch (last?.outcome) {
    case "answered":
      return "model_output_invalid";
    case "model_timeout":
    case "model_rejected":
      return last.outcome;
    default:
      return "model_unavailable";
  }
}

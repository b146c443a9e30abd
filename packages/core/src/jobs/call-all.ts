import { AppError } from "../errors.ts";
import { callModel, costOf, type ModelReply } from "../models/index.ts";
import type { Attempt } from "./attempt.ts";
import { isModelFailure, type ModelFailure } from "./attempt-rules.ts";
import { sha256 } from "./hash.ts";
import type { Job } from "./job.ts";
import { dropLease } from "./lease.ts";
import type { WritingContext } from "./ports.ts";
import type { Ask } from "./prepare-ask.ts";

/** How a call ended: an answer of whatever use, or the reason why there is none. */
export type Reply =
  | { kind: "answered"; attempt: Attempt; text: string }
  | { kind: "failed"; attempt: Attempt; code: ModelFailure; retryAfterSeconds: number | undefined };

/** Makes the calls at once. Only an error that nobody expects is thrown; then nothing of them is kept. */
export async function callAll(context: WritingContext, working: Job, asks: readonly Ask[]): Promise<Reply[]> {
  const outcomes = await Promise.allSettled(asks.map((ask) => call(context, ask)));
  const broken = outcomes.find((outcome) => outcome.status === "rejected");
  if (broken) {
    await dropLease(context, working);
    throw broken.reason;
  }
  return outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
}

async function call(context: WritingContext, { attempt, call: request }: Ask): Promise<Reply> {
  try {
    const reply = await callModel(context, request);
    return { kind: "answered", attempt: answeredAttempt(context, attempt, reply), text: reply.text };
  } catch (cause) {
    if (!(cause instanceof AppError) || !isModelFailure(cause.code)) throw cause;
    const { code, details } = cause;
    const outcome = details.circuit === "open" ? "not_sent" : code;
    context.log.warn("a model call failed", { jobId: attempt.jobId, attempt: attempt.number, code, outcome });
    return {
      kind: "failed",
      attempt: { ...attempt, outcome, endedAt: context.now().toISOString() },
      code,
      retryAfterSeconds: details.retryAfterSeconds,
    };
  }
}

function answeredAttempt(
  context: WritingContext,
  attempt: Attempt,
  { text, finishReason, usage }: ModelReply,
): Attempt {
  return {
    ...attempt,
    outcome: "answered",
    finishReason,
    ...usage,
    ...costOf(attempt.model, usage),
    outputSha256: sha256(text),
    endedAt: context.now().toISOString(),
  };
}

import { changeActions } from "@tessera/core/generation";
import { type AttemptList, attemptOutcomes } from "@tessera/core/jobs";
import { modelProviders } from "@tessera/core/models";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
import { JobId } from "./job-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const attemptsVersion = "tickets.attempts.v1";
const nullableText = z.union([z.string(), z.null()]);
const nullableCount = z.union([z.int().min(0), z.null()]);

const Texts = {
  prompt: nullableText.optional().openapi({
    description: "Only with `texts=true`: what was asked, as JSON. Null where there was no prompt, or it is not kept.",
  }),
  output: nullableText.optional().openapi({
    description: "Only with `texts=true`: what was answered, as it came. Null where there is none, or it is not kept.",
  }),
};

const JobAttempt = z
  .strictObject({
    number: z.int().min(1),
    round: z.int().min(0).openapi({ description: "0, and one more each time the validator sent a draft back." }),
    part: z.int().min(0).openapi({ description: "The part of a long spec's plan, from 0." }),
    provider: z.enum(modelProviders),
    model: z.string(),
    parameters: z.strictObject({
      temperature: z.union([z.number(), z.null()]),
      max_output_tokens: nullableCount,
    }),
    outcome: z.enum(attemptOutcomes).openapi({
      description:
        "`started`: under way, or its worker died. `not_sent`: the model's circuit was open, so no request was made.",
    }),
    problems: z.array(z.string()).openapi({ description: "Why the answer was sent back; empty where it was not." }),
    finish_reason: nullableText,
    prompt_tokens: nullableCount,
    completion_tokens: nullableCount,
    cost_usd: z
      .union([z.number().min(0), z.null()])
      .openapi({ description: "Null where tokens or price are unknown." }),
    price_version: z.string(),
    prompt_sha256: z.string(),
    output_sha256: nullableText,
    started_at: z.iso.datetime(),
    duration_ms: nullableCount,
    ...Texts,
  })
  .openapi("JobAttempt");

const ResultChange = z
  .strictObject({
    ticket: z.union([z.int().min(1), z.null()]).openapi({ description: "Its position in the answer, from 1." }),
    field: z.string(),
    action: z.enum(changeActions),
    detail: z.string().optional(),
  })
  .openapi("ResultChange");

export const TicketsJobAttempts = z
  .strictObject({
    schema_version: constant(attemptsVersion),
    job_id: JobId,
    replay_of: z.union([JobId, z.null()]).openapi({ description: "The job whose request this one repeats." }),
    asked: z
      .union([z.strictObject({ provider: z.string(), model: z.string() }), z.null()])
      .openapi({ description: "The model that was asked for, where another one took its place." }),
    warning: nullableText.openapi({ description: "Why another model took its place." }),
    attempts: z.array(JobAttempt).openapi({ description: "All of them, failed ones included, oldest first." }),
    changes: z.union([z.array(ResultChange), z.null()]).openapi({
      description:
        "What code changed on the way from the answer to the result. Null where there is no result (any more).",
    }),
  })
  .openapi("TicketsJobAttempts");

export function attemptsToWire({ job, attempts, changes }: AttemptList): z.infer<typeof TicketsJobAttempts> {
  return {
    schema_version: attemptsVersion,
    job_id: job.id,
    replay_of: job.replayOf,
    asked: job.modelAsked,
    warning: job.modelWarning,
    attempts: attempts.map(attemptToWire),
    changes,
  };
}

function attemptToWire({ attempt, texts }: AttemptList["attempts"][number]): z.infer<typeof JobAttempt> {
  const { startedAt, endedAt } = attempt;
  return {
    number: attempt.number,
    round: attempt.round,
    part: attempt.part,
    provider: attempt.model.provider,
    model: attempt.model.model,
    parameters: { temperature: attempt.temperature, max_output_tokens: attempt.maxOutputTokens },
    outcome: attempt.outcome,
    problems: attempt.problems,
    finish_reason: attempt.finishReason,
    prompt_tokens: attempt.promptTokens,
    completion_tokens: attempt.completionTokens,
    cost_usd: attempt.costUsd,
    price_version: attempt.priceVersion,
    prompt_sha256: attempt.promptSha256,
    output_sha256: attempt.outputSha256,
    started_at: startedAt,
    duration_ms: endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)),
    ...texts,
  };
}

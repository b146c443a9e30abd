import * as z from "zod";
import { ModelChoice } from "../models/index.ts";

/** `started` stays where a worker died in between; `not_sent`: the circuit was open, and no request was made. */
export const attemptOutcomes = [
  "started",
  "answered",
  "not_sent",
  "model_unavailable",
  "model_rejected",
  "model_timeout",
] as const;

/** One try at a draft, or at a part of one: who was asked for what, and what came of it. Failed ones included. */
export const Attempt = z.object({
  jobId: z.string(),
  /** From 1. */
  number: z.number().int().min(1),
  /** The draft that it is for: 0, and one more each time the validator sent one back. */
  round: z.number().int().min(0),
  /** The part of the plan, from 0. */
  part: z.number().int().min(0),
  model: ModelChoice,
  temperature: z.number().nullable(),
  maxOutputTokens: z.number().int().nullable(),
  outcome: z.enum(attemptOutcomes),
  /** Why the answer was sent back; empty where it was not. */
  problems: z.array(z.string()),
  finishReason: z.string().nullable(),
  promptTokens: z.number().int().min(0).nullable(),
  completionTokens: z.number().int().min(0).nullable(),
  /** Null where tokens or price are not known; of the price table of `priceVersion`. */
  costUsd: z.number().min(0).nullable(),
  priceVersion: z.string(),
  /** Lower-hex SHA-256 of what was asked and what was answered; the texts themselves go when the job expires. */
  promptSha256: z.string(),
  outputSha256: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  purgeAt: z.string(),
});
export type Attempt = z.infer<typeof Attempt>;

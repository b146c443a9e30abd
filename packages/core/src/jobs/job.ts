import * as z from "zod";
import { AuditHead } from "../audit/index.ts";
import { GenerationOptions, GenerationRun } from "../generation/index.ts";
import { ModelChoice, offlineModel } from "../models/index.ts";

export const jobStatuses = [
  "queued",
  "processing",
  "completed",
  "failed",
  "cancel_requested",
  "cancelled",
  "expired",
] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** In the order in which a job goes through them; a job never goes back. */
export const jobStages = [
  "accepted",
  "queued",
  "preparing_prompt",
  "generating_tickets",
  "validating_output",
  "completed",
  "failed",
] as const;
export type JobStage = (typeof jobStages)[number];

/** Why a job ended without a result, in the words of the closed enum (TF-48, TF-36). */
export const jobErrorCodes = [
  "job_cancelled",
  "ollama_unavailable",
  "model_timeout",
  "model_output_invalid",
  "storage_error",
  "callback_failed",
  "internal_error",
] as const;
export const JobError = z.object({ code: z.enum(jobErrorCodes), message: z.string() });
export type JobError = z.infer<typeof JobError>;

/** Who is at work on the model call. A lease of an earlier execution is void: one name has one live execution. */
export const Lease = z.object({ executionId: z.string(), token: z.string(), until: z.string() });
export type Lease = z.infer<typeof Lease>;

export const Job = z.object({
  id: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  status: z.enum(jobStatuses),
  stage: z.enum(jobStages),
  title: z.string(),
  options: GenerationOptions,
  callbackUrl: z.string().nullable(),
  error: JobError.nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  expiresAt: z.string(),
  /** After this the tombstone is invisible, whether or not the table has dropped it yet (TF-37). */
  purgeAt: z.string(),
  /** When a sweep must look at this job next; null once its texts are deleted and nothing is left to do. */
  dueAt: z.string().nullable(),
  /** Who writes the drafts, chosen when the job was submitted (AU-10), or what it fell back to. */
  model: ModelChoice.default({ provider: "offline", model: offlineModel }),
  /** What was asked for, where `model` had to take its place; null where it is just that. */
  modelAsked: ModelChoice.nullable().default(null),
  /** Why that was so: no key, or a model that failed (AU-11, X-35). */
  modelWarning: z.string().nullable().default(null),
  /** The job whose request this one repeats. */
  replayOf: z.string().nullable().default(null),
  /** Drafts saved so far, and how many of them the validator sent back: a draft is due while drafts <= repairs. */
  drafts: z.number().int().min(0),
  repairs: z.number().int().min(0),
  /** Rows of attempts so far, and how many of them sent a request to a model. */
  attempts: z.number().int().min(0).default(0),
  calls: z.number().int().min(0).default(0),
  /** For each part of the plan, the attempt that wrote it for the draft that is due; 0 while none has. */
  written: z.array(z.number().int().min(0)).default([0]),
  lease: Lease.nullable(),
  /** The run whose draft is stored; null until stage 2 has saved one. */
  run: GenerationRun.nullable(),
  correlationId: z.string(),
  /** The fencing token: every write is conditional on it, so a late worker changes nothing. */
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type Job = z.infer<typeof Job>;

/**
 * Long texts of a job, kept beside its row and deleted when it expires: what came in, the plan of stage 1, the draft of
 * stage 2, the result with its trace, and what each attempt asked and was answered.
 */
export const jobTexts = ["spec", "plan", "draft", "result", "trace"] as const;
export type JobText = (typeof jobTexts)[number] | `${"prompt" | "answer"}-${number}`;

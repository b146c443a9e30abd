import type { Job } from "@tessera/core/jobs";
import type { Context } from "hono";
import { errorBody } from "./errors.ts";
import { toAcceptedWire, toJobWire } from "./job-wire.ts";

/** Nobody need ask for a result more often than this (TF-41). */
const retryAfterSeconds = 2;

/** To whoever asks for what a job has not produced: 202 while it may yet, its status once it never will (TF-41, TF-42). */
export function answerWithout(c: Context, answer: { kind: "not_ready" | "none"; job: Job }, what: string) {
  const { kind, job } = answer;
  if (kind === "none") return c.json(toJobWire(job), 200);
  c.header("Retry-After", String(retryAfterSeconds));
  return c.json(errorBody("invalid_request", `The ${what} is not ready: the job is ${job.status}`), 202);
}

/** To a submit; its body is closed, so what the caller should know about the model stands in a header (AU-11). */
export function answerAccepted(c: Context, job: Job) {
  if (job.modelWarning !== null) c.header("X-LLM-Warning", job.modelWarning);
  return c.json(toAcceptedWire(job), 202);
}

import * as z from "zod";
import { AppError, type ErrorCode, errorCodes } from "../errors.ts";
import { coverageOf } from "../generation/index.ts";
import { readPlan } from "./brief.ts";
import type { JobError } from "./job.ts";
import { judgeDraft } from "./judge-draft.ts";
import type { StageContext } from "./ports.ts";
import { runStage, runTextStage, StageInput, type StageOutput } from "./stage.ts";
import type { JobTrace } from "./trace.ts";
import { endJob } from "./transitions.ts";

/** A failed state as Step Functions hands it on: the error's name, and its cause as text. */
export const FailureInput = StageInput.extend({
  failure: z.object({ Error: z.string(), Cause: z.string().default("") }),
});
export type FailureInput = z.infer<typeof FailureInput>;

/** The end of a good run: result, status, audit entry and callback are one write (A7). */
export function completeJob(context: StageContext, input: StageInput): Promise<StageOutput> {
  return runTextStage(context, input, ["draft", "plan", "spec"], async (job, text) => {
    const plan = readPlan(text("plan"));
    const verdict = judgeDraft(job, text("draft"), plan);
    if (verdict.kind === "invalid" || job.drafts <= job.repairs) {
      throw new AppError("internal_error", `Job ${job.id} has no valid result`);
    }
    const { result, changes, notCovered } = verdict;
    const { requirements } = plan;
    const coverage = coverageOf({ requirements, result, spec: text("spec"), notCovered });
    const trace: JobTrace = { coverage, changes };
    await endJob(context, job, { status: "completed", error: null, result, trace });
    return "stop";
  });
}

/** The end of a run whose stage failed for good (TF-48). */
export function failJob(context: StageContext, input: FailureInput): Promise<StageOutput> {
  return runStage(context, input, async (job) => {
    const code = failureCode(input.failure);
    context.log.error("job failed", { jobId: job.id, code, error: input.failure.Error, cause: input.failure.Cause });
    await endJob(context, job, { status: "failed", error: jobErrorFor(code, job.repairs) });
    return "stop";
  });
}

/**
 * The code of the error that a stage threw: the stage wrapper puts it at the head of the message, and Lambda wraps that
 * into JSON. A timeout has no message of ours.
 */
export function failureCode(failure: FailureInput["failure"]): ErrorCode {
  if (failure.Error === "States.Timeout" || failure.Error === "Sandbox.Timedout") return "model_timeout";
  const code = /(?:"errorMessage":\s*"|^)([a-z_]+):/.exec(failure.Cause)?.[1];
  return code !== undefined && isErrorCode(code) ? code : "internal_error";
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}

/** Fixed words: neither a provider's answer nor the spec's text ever stands in a job's error (L3). */
export function jobErrorFor(code: ErrorCode, repairs = 0): JobError {
  switch (code) {
    case "model_unavailable":
    case "model_rejected":
      return { code: "ollama_unavailable", message: "The language model could not be reached or refused the request" };
    case "model_timeout":
      return { code: "model_timeout", message: "The language model did not answer in time" };
    case "model_output_invalid":
      return {
        code: "model_output_invalid",
        message: `The generated tickets were invalid, also after ${repairs} corrections`,
      };
    case "storage_error":
      return { code: "storage_error", message: "The job's data could not be stored or read" };
    default:
      return { code: "internal_error", message: "The job failed for an internal reason" };
  }
}

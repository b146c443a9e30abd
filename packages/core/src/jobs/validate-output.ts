import { AppError } from "../errors.ts";
import type { Job } from "./job.ts";
import { judgeDraft } from "./judge-draft.ts";
import type { StageContext } from "./ports.ts";
import { repairLimit } from "./rules.ts";
import { runTextStage, type StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
import { withProgress } from "./transitions.ts";

/**
 * Stage 3: finds that the draft makes a result that satisfies the contract, or sends it back with what is wrong (TF-46,
 * TF-47). Throws `model_output_invalid` when the draft is still wrong after the last repair.
 */
export function validateOutput(context: StageContext, input: StageInput): Promise<StageOutput> {
  return runTextStage(context, input, "draft", (job, draft) => validate(context, job, draft));
}

async function validate(context: StageContext, job: Job, draft: string): Promise<StageOutcome> {
  // This draft was sent back before a crash: stage 2 owes a new one.
  if (job.drafts <= job.repairs) return "repair";

  const verdict = judgeDraft(job, draft);
  if (verdict.kind === "valid") return "ready";
  if (job.repairs >= repairLimit) {
    throw new AppError("model_output_invalid", `The model's output is invalid: ${verdict.problems.join("; ")}`);
  }
  const feedback = [...job.feedback, verdict.problems.join("\n")];
  await context.jobs.progress({
    before: job,
    after: withProgress(context, job, { repairs: job.repairs + 1, feedback }),
  });
  return "repair";
}

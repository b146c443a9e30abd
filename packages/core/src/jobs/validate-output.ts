import type { GenerationPlan } from "../generation/index.ts";
import { readPlan } from "./brief.ts";
import type { Job } from "./job.ts";
import { judgeDraft, mayRepair } from "./judge-draft.ts";
import { giveUp } from "./model-failure.ts";
import type { StageContext } from "./ports.ts";
import { runTextStage, type StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
import { moveJob } from "./transitions.ts";

/**
 * Stage 3: finds that the draft makes a result that satisfies the contract, or sends it back with what is wrong (TF-46,
 * TF-47). Throws `model_output_invalid` when the draft is still wrong after the last repair.
 */
export function validateOutput(context: StageContext, input: StageInput): Promise<StageOutput> {
  return runTextStage(context, input, ["draft", "plan"], (job, text) =>
    // This draft was sent back before a crash: stage 2 owes a new one.
    job.drafts <= job.repairs
      ? Promise.resolve("repair")
      : validate(context, job, text("draft"), readPlan(text("plan"))),
  );
}

async function validate(context: StageContext, job: Job, draft: string, plan: GenerationPlan): Promise<StageOutcome> {
  const verdict = judgeDraft(job, draft, plan);
  if (verdict.kind === "valid") return "ready";
  context.log.info("a draft was refused", { jobId: job.id, repairs: job.repairs, problems: verdict.problems });
  return mayRepair(job) ? sendBack(context, job, verdict.problems) : endWithout(context, job);
}

/** The next prompt of each part holds its answer and the messages. */
async function sendBack(context: StageContext, job: Job, problems: string[]): Promise<StageOutcome> {
  const attempts = await context.jobs.attempts(job.id);
  const move = moveJob(
    context,
    job,
    "job.draft_sent_back",
    { repairs: job.repairs + 1, written: job.written.map(() => 0) },
    { problems: problems.length },
  );
  await context.jobs.transition({
    ...move,
    attempts: attempts
      .filter(({ number }) => job.written.includes(number))
      .map((attempt) => ({ ...attempt, problems })),
  });
  return "repair";
}

async function endWithout(context: StageContext, job: Job): Promise<StageOutcome> {
  const outcome = await giveUp(context, job, "model_output_invalid");
  // Back to stage 2, by the way that this state has to it.
  return outcome === "more" ? "repair" : outcome;
}

import { findRequirements, planWhole } from "../generation/index.ts";
import type { Job } from "./job.ts";
import { promptBudget } from "./model-budget.ts";
import type { WritingContext } from "./ports.ts";
import { runTextStage, type StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
import { moveJob } from "./transitions.ts";

/**
 * Stage 1: reads the spec and saves the plan of its generation: which sections and requirements there are, where, with
 * their hashes, and whether one call of the model can write the tickets (X-32, TF-33).
 */
export function preparePrompt(context: WritingContext, input: StageInput): Promise<StageOutput> {
  return runTextStage(context, input, ["spec"], (job, text) => prepare(context, job, text("spec")));
}

async function prepare(context: WritingContext, job: Job, spec: string): Promise<StageOutcome> {
  if (job.stage !== "queued" && job.stage !== "preparing_prompt") return "ready";

  const working =
    job.status === "processing"
      ? job
      : await context.jobs.transition(
          moveJob(context, job, "job.started", { status: "processing", stage: "preparing_prompt" }),
        );
  const document = context.reader.read(spec);
  const requirements = findRequirements(document, spec);
  const { title, model } = working;
  const plan = planWhole({ document, spec, title, requirements, promptBudget: promptBudget(context, model) });
  const written = plan.parts.map(() => 0);
  await context.jobs.transition({
    ...moveJob(context, working, "job.stage_changed", { stage: "generating_tickets", written }),
    texts: { plan: JSON.stringify(plan) },
  });
  return "ready";
}

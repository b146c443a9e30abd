import { outlineOf } from "../generation/index.ts";
import type { Job } from "./job.ts";
import type { StageContext } from "./ports.ts";
import { runTextStage, type StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
import { moveJob } from "./transitions.ts";

/** Stage 1: reads the spec and saves its outline: which sections there are, where, and their hashes (X-32, TF-33). */
export function preparePrompt(context: StageContext, input: StageInput): Promise<StageOutput> {
  return runTextStage(context, input, "spec", (job, spec) => prepare(context, job, spec));
}

async function prepare(context: StageContext, job: Job, spec: string): Promise<StageOutcome> {
  if (job.stage !== "queued" && job.stage !== "preparing_prompt") return "ready";

  const working =
    job.status === "processing"
      ? job
      : await context.jobs.transition(
          moveJob(context, job, "job.started", { status: "processing", stage: "preparing_prompt" }),
        );
  const outline = outlineOf(context.reader.read(spec), spec);
  await context.jobs.transition({
    ...moveJob(context, working, "job.stage_changed", { stage: "generating_tickets" }),
    texts: { outline: JSON.stringify(outline) },
  });
  return "ready";
}

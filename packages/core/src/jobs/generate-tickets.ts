import { planInParts } from "../generation/index.ts";
import { askModel } from "./ask-model.ts";
import { type Brief, readPlan } from "./brief.ts";
import type { Job } from "./job.ts";
import type { WritingContext } from "./ports.ts";
import { furthestStage } from "./rules.ts";
import { runTextStage, type StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
import { withProgress } from "./transitions.ts";
import { writeOffline } from "./write-offline.ts";

/** Stage 2: has a draft written and saves it before returning, so a crash later costs no second call (A6). */
export function generateTickets(context: WritingContext, input: StageInput): Promise<StageOutput> {
  return runTextStage(context, input, ["spec", "plan"], async (job, text) => {
    // Out of turn: without stage 1 this would leave a job that is both queued and being validated (TF-32, B3).
    if (furthestStage(job.stage, "generating_tickets") !== job.stage) return "stop";
    if (job.drafts > job.repairs) return "ready";
    return write(context, input, job, { spec: text("spec"), plan: readPlan(text("plan")) });
  });
}

function write(context: WritingContext, input: StageInput, job: Job, brief: Brief): Promise<StageOutcome> {
  if (job.model.provider === "offline") return writeOffline(context, job, brief);
  return brief.plan.parts.length === 0 ? planParts(context, job, brief) : askModel(context, input, job, brief);
}

/** A long spec is planned by the rules that write offline, and this is the stage that has them. */
async function planParts(context: WritingContext, job: Job, { spec, plan }: Brief): Promise<StageOutcome> {
  const { title, options } = job;
  const planned = planInParts(plan, { document: context.reader.read(spec), spec, title, options });
  await context.jobs.progress({
    before: job,
    after: withProgress(context, job, { written: planned.parts.map(() => 0) }),
    texts: { plan: JSON.stringify(planned) },
  });
  return "more";
}

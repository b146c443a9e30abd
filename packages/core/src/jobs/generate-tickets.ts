import { askModel } from "./ask-model.ts";
import { type Brief, readPlan } from "./brief.ts";
import type { Job } from "./job.ts";
import type { WritingContext } from "./ports.ts";
import { furthestStage } from "./rules.ts";
import { runTextStage, type StageInput, type StageOutcome, type StageOutput } from "./stage.ts";
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
  return job.model.provider === "offline" ? writeOffline(context, job, brief) : askModel(context, input, job, brief);
}

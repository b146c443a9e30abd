import { callLimit, isHopeless } from "./attempt-rules.ts";
import type { Brief } from "./brief.ts";
import { callAll } from "./call-all.ts";
import type { Job } from "./job.ts";
import { takeLease } from "./lease.ts";
import { comeAgain, giveUp, lastFailure } from "./model-failure.ts";
import type { WritingContext } from "./ports.ts";
import { prepareAsk } from "./prepare-ask.ts";
import { readReplies } from "./read-replies.ts";
import { saveWork } from "./save-work.ts";
import { warnOfUnknownCost } from "./spending.ts";
import type { StageInput, StageOutcome } from "./stage.ts";

/** Parts that are written at the same time: more would be done sooner, and meet a vendor's rate limit sooner. */
const partsAtOnce = 3;

/**
 * Has the next parts of the draft written by the job's model. What is asked is saved before, what is answered after it:
 * a crash in between costs the calls that were under way, and no other (A4, A5).
 */
export async function askModel(
  context: WritingContext,
  input: StageInput,
  job: Job,
  brief: Brief,
): Promise<StageOutcome> {
  const attempts = job.attempts === 0 ? [] : await context.jobs.attempts(job.id);
  const callsLeft = callLimit(job.written.length) - job.calls;
  const missing = job.written.flatMap((attempt, part) => (attempt === 0 ? [part] : []));
  const due = missing.slice(0, Math.max(0, Math.min(partsAtOnce, callsLeft)));
  if (due.length === 0 || missing.some((part) => isHopeless(attempts, part))) {
    return giveUp(context, job, lastFailure(attempts, missing));
  }

  const asks = await Promise.all(
    due.map((part, index) => prepareAsk(context, { job, brief, attempts, part, number: job.attempts + index + 1 })),
  );
  const working = await takeLease(context, input, job, asks);
  const replies = await callAll(context, working, asks);
  const work = await readReplies(context, { job: working, brief, attempts, replies });
  warnOfUnknownCost(context, { earlier: attempts, ended: work.attempts });
  const saved = await saveWork(context, working, work);
  if (work.draft !== null) return "ready";
  return comeAgain(context, saved, { attempts: [...attempts, ...work.attempts], replies });
}

import type { Job } from "./job.ts";
import { createPauses, type Patience } from "./patience.ts";
import type { JobsContext } from "./ports.ts";
import { isTerminal, visibleJob } from "./rules.ts";

/** A short spec is done sooner than the pauses of a stream would show. */
const firstPauseMs = 100;

/**
 * The job once it has ended, or as it is when the patience is over (RFC 7240 `wait`). Takes the job itself: whoever
 * waits was handed it by a verb that has authorized.
 */
export async function waitForEnd(context: JobsContext, job: Job, patience: Patience): Promise<Job> {
  const pauses = createPauses(context, patience, firstPauseMs);
  let latest = job;
  while (!isTerminal(latest.status) && (await pauses.next())) {
    const found = await context.jobs.load(job.id);
    latest = (found && visibleJob(found, context.now())) ?? latest;
  }
  return latest;
}

import { type Job, type JobStatus, jobStages, visibleJob } from "@tessera/core/jobs";
import { expect } from "vitest";
import type { World } from "./jobs-world.ts";

/** X-11, copied from the requirements and not from the code. */
const allowedMoves: Record<JobStatus, JobStatus[]> = {
  queued: ["processing", "cancelled", "failed", "expired"],
  processing: ["completed", "failed", "cancel_requested"],
  cancel_requested: ["cancelled", "completed"],
  completed: ["expired"],
  failed: [],
  cancelled: [],
  expired: [],
};
/** Changes that are written down although the job stays where it is. */
const stepsOnTheSpot = ["job.draft_sent_back", "job.model_fell_back"];
export const endedStatuses: JobStatus[] = ["completed", "failed", "cancelled", "expired"];
const work = ["preparing_prompt", "generating_tickets", "validating_output"];
/** TF-32: which stages a status may stand beside. */
const pairs: Partial<Record<JobStatus, string[]>> = {
  queued: ["accepted", "queued"],
  processing: work,
  completed: ["completed"],
  failed: ["failed"],
};

/** What was seen of each job so far, so that every write is judged against the one before it. */
export function createWatcher(world: World) {
  const seen = new Map<string, { job: Job; visible: Job; entries: number }>();

  const judge = (jobId: string): void => {
    const { job, texts, ...saved } = world.memory.saved(jobId);
    const entries = saved.entries.filter(({ action }) => !stepsOnTheSpot.includes(action));
    const visible = visibleJob(job, world.now());
    const before = seen.get(jobId);
    if (!visible) return;
    expect(pairs[visible.status]?.includes(visible.stage) ?? true, `${visible.status} and ${visible.stage}`).toBe(true);
    if (visible.status === "completed") expect(texts.result).toBeDefined();
    if (before) judgeMove(before, { job, visible, entries: entries.length });
    seen.set(jobId, { job, visible, entries: entries.length });
  };
  const faults: unknown[] = [];
  return {
    faults,
    /** Keeps what it finds: thrown into a worker, it could be taken for a failing store. */
    look: () => {
      try {
        world.memory.ids().forEach(judge);
      } catch (fault) {
        faults.push(fault);
      }
    },
  };
}

function judgeMove(
  before: { job: Job; visible: Job; entries: number },
  after: { job: Job; visible: Job; entries: number },
): void {
  const moved = before.job.status !== after.job.status;
  if (moved) expect(allowedMoves[before.job.status]).toContain(after.job.status);
  expect(jobStages.indexOf(after.job.stage)).toBeGreaterThanOrEqual(jobStages.indexOf(before.job.stage));
  expect(after.job.updatedAt >= before.job.updatedAt).toBe(true);
  // One entry for each transition, and none for bookkeeping.
  const transitions = moved || before.job.stage !== after.job.stage ? 1 : 0;
  expect(after.entries - before.entries).toBe(transitions);
  // What callers have been told: an end is an end, but for the expiry of what was completed.
  expect(after.visible.updatedAt >= before.visible.updatedAt).toBe(true);
  if (!endedStatuses.includes(before.visible.status)) return;
  const allowed = before.visible.status === "completed" ? ["completed", "expired"] : [before.visible.status];
  expect(allowed).toContain(after.visible.status);
}

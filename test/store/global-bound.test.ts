import type { Job } from "@tessera/core/jobs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeMove, makeNewJob } from "../support/builders.ts";
import { startWorld, type World } from "./world.ts";

// The global counters are shared by all jobs of a table, so each test has a table of its own.
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.stop());

async function submit(count: number, global: number): Promise<Job[]> {
  const inputs = Array.from({ length: count }, () => makeNewJob({ bounds: { perClient: 100, global } }));
  const outcomes = await Promise.all(inputs.map((input) => world.jobs.accept(input)));
  return outcomes.flatMap((outcome) => (outcome.kind === "created" ? outcome.job : []));
}

async function submitOneByOne(count: number, global: number): Promise<Job[]> {
  const jobs: Job[] = [];
  for (let at = 0; at < count; at += 1) jobs.push(...(await submit(1, global)));
  return jobs;
}

describe("TF-22 the queue of all clients", () => {
  it.each([1, 3, 20])("takes in %i jobs where that is the bound, and not one more", async (bound) => {
    const jobs = await submitOneByOne(bound + 5, bound);

    expect(jobs).toHaveLength(bound);
  });

  it("never takes in more than the bound when many submit at once", async () => {
    const jobs = await submit(60, 20);

    expect(jobs.length).toBeLessThanOrEqual(20);
    expect(jobs.length + (await submitOneByOne(20, 20)).length).toBe(20);
  });

  it("has room again for exactly the jobs that have left", async () => {
    const jobs = await submitOneByOne(20, 20);

    await Promise.all(jobs.slice(0, 9).map((job) => world.jobs.transition(makeMove(job, { status: "processing" }))));

    expect(await submitOneByOne(15, 20)).toHaveLength(9);
  });

  it("tells which queue is full", async () => {
    await submitOneByOne(3, 3);

    const outcome = await world.jobs.accept(makeNewJob({ bounds: { perClient: 100, global: 3 } }));

    expect(outcome).toEqual({ kind: "queue_full", scope: "global" });
  });

  it("lets a job move on whose place was never counted, and counts nothing below zero", async () => {
    const [counted, ...others] = await submitOneByOne(4, 100);
    if (!counted) throw new Error("expected a job");
    const queued = { ...counted, version: 1 };
    const asQueued = async (job: Job): Promise<Job> => {
      const processing = await world.jobs.transition(makeMove(job, { status: "processing" }));
      // A row that says `queued` though its place is free already: as after a restore from a backup.
      return world.jobs.progress({
        before: processing,
        after: { ...processing, status: "queued", version: processing.version + 1 },
      });
    };

    let job = queued;
    for (let round = 0; round < 6; round += 1) job = await asQueued(job);
    const moved = await world.jobs.transition(makeMove(job, { status: "cancelled" }));

    expect(moved.status).toBe("cancelled");
    // Its own place and those of the others were freed, and no counter went below: 100 fit again, not 101.
    expect(others).toHaveLength(3);
    const again = [...(await submit(80, 100)), ...(await submitOneByOne(25, 100))];
    expect(again).toHaveLength(100);
  });
});

import { cancelJob, type Job, waitForEnd } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import {
  createWorld,
  jobAfter,
  runStages,
  type StageName,
  submit,
  times,
  type World,
} from "../../support/jobs-world.ts";
import { patience } from "../../support/patience.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];

function countingLooks(world: World) {
  const context = world.context();
  let looks = 0;
  const load: typeof context.jobs.load = (jobId) => {
    looks += 1;
    return context.jobs.load(jobId);
  };
  return { context: { ...context, jobs: { ...context.jobs, load } }, looks: () => looks };
}

describe("RFC 7240 waiting for a job's end", () => {
  it("answers a job that has ended without a look", async () => {
    const world = createWorld();
    const job = await jobAfter(world, allStages);
    const { context, looks } = countingLooks(world);

    expect(await waitForEnd(context, job, patience(world, [], 20_000).waiting)).toEqual(job);
    expect(looks()).toBe(0);
  });

  it("answers as soon as the job has ended, long before the time is up", async () => {
    const world = createWorld();
    const job = await submit(world);
    const { waiting, pauses } = patience(
      world,
      [() => runStages(world, job.id, allStages.slice(0, 2)), () => runStages(world, job.id, allStages.slice(2))],
      20_000,
    );

    const ended = await waitForEnd(world.context(), job, waiting);

    expect(ended.status).toBe("completed");
    expect(pauses).toEqual([100, 150]);
  });

  it.each<[string, (world: World, job: Job) => Promise<unknown> | unknown, string]>([
    ["cancelled", (world, job) => cancelJob(world.context(), { jobId: job.id }), "cancelled"],
    ["expired, though no sweep has run", (world) => world.advance(times.retentionMs), "expired"],
  ])("sees a job that is %s in between", async (_what, happen, status) => {
    const world = createWorld();
    const job = await submit(world);
    const { waiting } = patience(world, [async () => happen(world, job)], times.retentionMs * 2);

    expect((await waitForEnd(world.context(), job, waiting)).status).toBe(status);
  });

  it("answers the job as it is when the time is up, after pauses that grow to a second and never past the end", async () => {
    const world = createWorld();
    const job = await submit(world);
    const { waiting, pauses } = patience(world, [() => runStages(world, job.id, ["preparePrompt"])], 5_000);

    const latest = await waitForEnd(world.context(), job, waiting);

    expect(latest).toMatchObject({ status: "processing", stage: "generating_tickets" });
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(5_000);
    expect(Math.max(...pauses)).toBe(1_000);
    expect(pauses.length).toBeLessThan(12);
  });

  it("does not look at all without a time to wait", async () => {
    const world = createWorld();
    const job = await submit(world);
    const { context, looks } = countingLooks(world);
    const { waiting, pauses } = patience(world, [], 0);

    expect(await waitForEnd(context, job, waiting)).toEqual(job);
    expect([looks(), pauses]).toEqual([0, []]);
  });

  it("stops looking when the caller has gone", async () => {
    const world = createWorld();
    const job = await submit(world);
    const { context, looks } = countingLooks(world);
    const { waiting, gone } = patience(world, [async () => {}, async () => gone.abort()], 20_000);

    await waitForEnd(context, job, waiting);

    expect(looks()).toBe(1);
  });

  it("does not even pause for a caller that has gone already", async () => {
    const world = createWorld();
    const job = await submit(world);
    const { waiting, pauses, gone } = patience(world, [], 20_000);
    gone.abort();

    await waitForEnd(world.context(), job, waiting);

    expect(pauses).toEqual([]);
  });

  it("keeps what it knows of a job that is gone from the table", async () => {
    const world = createWorld();
    const job = await submit(world);
    const context = world.context();

    const latest = await waitForEnd(
      { ...context, jobs: { ...context.jobs, load: async () => undefined } },
      job,
      patience(world, [], 300).waiting,
    );

    expect(latest).toEqual(job);
  });
});

import { cancelJob, type JobStatus, recoverJobs, sweepJobs } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { createWorld, jobAfter, runStages, type StageName, submit, times } from "../../support/jobs-world.ts";
import { mortal } from "../../support/memory-jobs.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];

describe("TF-38 stuck jobs", () => {
  it("hints again at a queued job whose hint was lost", async () => {
    const world = createWorld();
    const { id, updatedAt } = await submit(world);
    world.advance(times.requeueAfterMs);

    expect(await sweepJobs(world.system())).toMatchObject({ checked: 1, changed: 1, expired: 0, requeued: 1 });

    expect(world.ledger.hints).toEqual([id, id]);
    // Not a sign of life, or a job that never starts would never be found out.
    expect(world.memory.saved(id).job.updatedAt).toBe(updatedAt);
  });

  it("hints at it once for each interval, not with every sweep", async () => {
    const world = createWorld();
    await submit(world);
    world.advance(times.requeueAfterMs);
    await sweepJobs(world.system());

    expect(await sweepJobs(world.system())).toMatchObject({ checked: 0 });
    world.advance(times.requeueAfterMs);
    expect(await sweepJobs(world.system())).toMatchObject({ requeued: 1 });
  });

  it("goes on with the other jobs when the queue takes no hint", async () => {
    const world = createWorld();
    await submit(world);
    await submit(world, { idempotencyKey: "second" });
    world.advance(times.requeueAfterMs);
    const queue = { send: () => Promise.reject(new Error("down")) };

    expect(await sweepJobs({ ...world.system(), queue })).toMatchObject({ checked: 2, requeued: 2 });
  });

  it.each<[string, StageName[], number, JobStatus, string | undefined]>([
    ["queued for just an hour", [], times.queuedLimitMs, "queued", undefined],
    ["queued for more than an hour", [], times.queuedLimitMs + 1, "failed", "internal_error"],
    ["at work without a sign for 15 minutes", ["preparePrompt"], times.processingLimitMs, "processing", undefined],
    ["generating for longer", ["preparePrompt"], times.processingLimitMs + 1, "failed", "model_timeout"],
    [
      "validating for longer",
      ["preparePrompt", "generateTickets"],
      times.processingLimitMs + 1,
      "failed",
      "internal_error",
    ],
  ])("leaves or fails a job that is %s", async (_what, names, afterMs, status, code) => {
    const world = createWorld();
    const { id } = await jobAfter(world, names);
    world.advance(afterMs);

    await sweepJobs(world.system());

    const { job, callback } = world.memory.saved(id);
    expect(job.status).toBe(status);
    expect(job.error?.code).toBe(code);
    expect(callback?.event).toBe(status === "failed" ? "job.failed" : undefined);
  });
});

describe("TF-37 G7 the end of a job's life", () => {
  it("expires a completed job, deletes its texts, and is done with it", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    world.advance(times.retentionMs);

    expect(await sweepJobs(world.system())).toMatchObject({ checked: 1, changed: 1, expired: 1, requeued: 0 });

    const { job, texts, callback } = world.memory.saved(id);
    expect(job).toMatchObject({ status: "expired", stage: "completed", dueAt: null });
    expect(texts).toEqual({});
    expect(callback?.event).toBe("job.completed");
    expect(await sweepJobs(world.system())).toMatchObject({ checked: 0 });
  });

  it("leaves it alone a moment before", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    world.advance(times.retentionMs - 1);

    expect(await sweepJobs(world.system())).toMatchObject({ checked: 0 });
    expect(world.memory.saved(id).job.status).toBe("completed");
  });

  it.each(["failed", "cancelled"])("deletes the texts of a %s job too, and keeps its status", async (status) => {
    const world = createWorld();
    const { id } = await submit(world);
    if (status === "cancelled") await cancelJob(world.context(), { jobId: id });
    else world.advance(times.queuedLimitMs + 1);
    await sweepJobs(world.system());
    world.advance(times.retentionMs);

    await sweepJobs(world.system());

    const { job, texts } = world.memory.saved(id);
    expect(job).toMatchObject({ status, dueAt: null });
    expect(texts).toEqual({});
  });

  it.each([1, 2, 3])("finishes what a sweep that died at write %i left behind", async (atWrite) => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    world.advance(times.retentionMs);
    await sweepJobs(mortal(world.system(), { atWrite, when: "before" }));

    await sweepJobs(world.system());

    const { job, texts, entries } = world.memory.saved(id);
    expect(job).toMatchObject({ status: "expired", dueAt: null });
    expect(texts).toEqual({});
    expect(entries.filter((entry) => entry.action === "job.expired")).toHaveLength(1);
  });

  it("goes on behind a row that cannot be read, which stays due", async () => {
    const world = createWorld();
    const broken = await jobAfter(world, allStages);
    const whole = await jobAfter(world, allStages, { idempotencyKey: "another" });
    world.advance(times.retentionMs);
    const context = world.system();
    const load = async (jobId: string) => {
      if (jobId === broken.id) throw new Error("the row holds no job");
      return context.jobs.load(jobId);
    };

    const summary = await sweepJobs({ ...context, jobs: { ...context.jobs, load } });

    expect(summary).toMatchObject({ checked: 2, expired: 1 });
    expect(world.memory.saved(whole.id).job.status).toBe("expired");
    expect(await sweepJobs(context)).toMatchObject({ checked: 1, expired: 1 });
  });

  it("ends a job that is still at work when it expires", async () => {
    const world = createWorld();
    const { id, expiresAt } = await jobAfter(world, []);
    world.setNow(new Date(Date.parse(expiresAt) - 1).toISOString());
    await runStages(world, id, ["preparePrompt"]);
    world.setNow(expiresAt);

    await sweepJobs(world.system());

    expect(world.memory.saved(id).job.status).toBe("failed");
  });
});

describe("B8 sweeps that come twice, late, or with a wrong clock", () => {
  it("have the effects of one when two run at once", async () => {
    const world = createWorld();
    const queued = await submit(world);
    const completed = await jobAfter(world, allStages, { idempotencyKey: "second" });
    world.advance(times.retentionMs);

    await Promise.all([sweepJobs(world.system()), sweepJobs(world.system()), sweepJobs(world.system())]);

    for (const { id } of [queued, completed]) {
      const { job, entries } = world.memory.saved(id);
      expect(job.status).toBe("expired");
      expect(entries.filter((entry) => entry.action === "job.expired")).toHaveLength(1);
    }
  });

  it("expire by what is stored, however late they come", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    world.advance(times.retentionMs + times.tombstoneMs);

    await sweepJobs(world.system());

    expect(world.memory.saved(id).job.status).toBe("expired");
  });

  it("do nothing when the clock went back, and never move updated_at back (I5)", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, ["preparePrompt"]);
    const before = world.memory.saved(id).job;
    world.advance(-600_000);

    expect(await sweepJobs(world.system())).toMatchObject({ checked: 0 });
    await runStages(world, id, ["generateTickets", "validateOutput", "completeJob"]);

    const { job, entries } = world.memory.saved(id);
    expect(job.updatedAt >= before.updatedAt).toBe(true);
    expect(entries.map((entry) => entry.sequence)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("A17 recovery", () => {
  it("hints at every job that has not ended, and at no other", async () => {
    const world = createWorld();
    const done = await jobAfter(world, allStages);
    const queued = await submit(world, { idempotencyKey: "second" });
    const working = await jobAfter(world, ["preparePrompt"], { idempotencyKey: "third" });
    world.ledger.hints.length = 0;

    expect(await recoverJobs(world.system())).toBe(2);
    expect(world.ledger.hints.sort()).toEqual([queued.id, working.id].sort());
    expect(world.ledger.hints).not.toContain(done.id);
  });
});

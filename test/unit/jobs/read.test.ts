import { cancelJob, getJob, getResult, type Job, listJobs, sweepJobs } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import {
  createWorld,
  jobAfter,
  makePrincipal,
  runStages,
  type StageName,
  submit,
  times,
  type World,
} from "../../support/jobs-world.ts";

const allStages: StageName[] = ["preparePrompt", "generateTickets", "validateOutput", "completeJob"];

function read(world: World, jobId: string, principal = makePrincipal()) {
  return getJob(world.context(principal), { jobId });
}

describe("TF-37 I2 expiry", () => {
  const lives: [string, StageName[]][] = [
    ["queued", []],
    ["completed", allStages],
  ];
  const moments: [number, (status: string) => string][] = [
    [-1_000, (status) => status],
    [0, () => "expired"],
    [1_000, () => "expired"],
  ];
  const rows = lives.flatMap(([status, names]) =>
    moments.flatMap(([offsetMs, expected]) =>
      [false, true].map((swept) => ({ status, names, offsetMs, swept, expected: expected(status) })),
    ),
  );

  it.each(rows)(
    "$status at $offsetMs ms is $expected (swept: $swept)",
    async ({ names, offsetMs, swept, expected }) => {
      const world = createWorld();
      const { id, expiresAt } = await jobAfter(world, names);
      world.setNow(new Date(Date.parse(expiresAt) + offsetMs).toISOString());
      if (swept && offsetMs >= 0) await sweepJobs(world.system());

      expect((await read(world, id)).status).toBe(expected);
      expect((await listJobs(world.context(), { limit: 10 })).items.map((job) => job.status)).toEqual([expected]);
    },
  );

  it.each(["swept", "not swept"])("deletes spec, draft and result, and hides them before that (%s)", async (how) => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    world.advance(times.retentionMs);
    if (how === "swept") await sweepJobs(world.system());

    expect(await getResult(world.context(), { jobId: id })).toMatchObject({ kind: "none", job: { status: "expired" } });
    if (how === "swept") expect(world.memory.saved(id).texts).toEqual({});
  });

  it.each([
    [-1, true],
    [0, false],
    [1, false],
  ])("keeps a tombstone until %i ms from its end: visible %s", async (offsetMs, visible) => {
    const world = createWorld();
    const { id, purgeAt } = await jobAfter(world, allStages);
    world.setNow(new Date(Date.parse(purgeAt) + offsetMs).toISOString());

    const answer = await read(world, id).then(
      (job) => job.status,
      (error: { code: string }) => error.code,
    );

    expect(answer).toBe(visible ? "expired" : "job_not_found");
    expect((await listJobs(world.context(), { limit: 10 })).items).toHaveLength(visible ? 1 : 0);
  });

  it("never shows an earlier updated_at than before, also for a job that ended after its expiry", async () => {
    const world = createWorld();
    const { id, expiresAt } = await jobAfter(world, ["preparePrompt", "generateTickets", "validateOutput"]);
    world.setNow(new Date(Date.parse(expiresAt) + 5_000).toISOString());
    const before = await read(world, id);

    await runStages(world, id, ["completeJob"]);

    const after = await read(world, id);
    expect(after.status).toBe("expired");
    expect(after.updatedAt >= before.updatedAt).toBe(true);
    expect(after.updatedAt).toBe(world.memory.saved(id).job.updatedAt);
  });
});

describe("TF-40 TF-41 TF-42 the result", () => {
  it("is there once the job is completed", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);

    const answer = await getResult(world.context(), { jobId: id });

    expect(answer).toMatchObject({ kind: "ready", result: { jobId: id, generation: { model: "test-model" } } });
  });

  it.each<[string, StageName[]]>([
    ["queued", []],
    ["generating", ["preparePrompt"]],
    ["validating", ["preparePrompt", "generateTickets"]],
    ["validated", ["preparePrompt", "generateTickets", "validateOutput"]],
  ])("is not ready while the job is %s (A7)", async (_when, names) => {
    const world = createWorld();
    const { id } = await jobAfter(world, names);

    expect((await getResult(world.context(), { jobId: id })).kind).toBe("not_ready");
  });

  it.each<[string, (world: World) => Promise<Job>]>([
    ["failed", async (world) => failed(world)],
    ["cancelled", async (world) => cancelJob(world.context(), { jobId: (await submit(world)).id })],
  ])("is none for a %s job", async (status, end) => {
    const world = createWorld();
    const { id } = await end(world);

    expect(await getResult(world.context(), { jobId: id })).toMatchObject({ kind: "none", job: { status } });
  });

  it("is none when the sweep is faster than the reader", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    const context = world.context();
    const readText: typeof context.jobs.readText = async (...reference) => {
      world.advance(times.retentionMs);
      await sweepJobs(world.system());
      return context.jobs.readText(...reference);
    };

    const answer = await getResult({ ...context, jobs: { ...context.jobs, readText } }, { jobId: id });

    expect(answer).toMatchObject({ kind: "none", job: { status: "expired" } });
  });

  it("is a storage error when a completed job has lost it", async () => {
    const world = createWorld();
    const { id } = await jobAfter(world, allStages);
    await world.memory.deleteTexts(id);

    await expect(getResult(world.context(), { jobId: id })).rejects.toMatchObject({ code: "storage_error" });
  });
});

async function failed(world: World): Promise<Job> {
  const { id } = await submit(world);
  world.advance(times.queuedLimitMs + 1);
  await sweepJobs(world.system());
  return world.memory.saved(id).job;
}

describe("TF-31 TF-34 whose jobs", () => {
  // Equal answers: a difference would tell that the job exists.
  it("answers not found for another client's job, exactly as for no job", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const other = makePrincipal({ id: "client-2" });

    const foreign = await read(world, id, other).catch(String);
    const missing = await read(world, "0198b0f0-0000-7000-8000-00000000dead", other).catch(String);
    const foreignResult = await getResult(world.context(other), { jobId: id }).catch(String);

    expect(foreign).toBe("AppError: Job not found");
    expect([missing, foreignResult]).toEqual([foreign, foreign]);
  });

  it("lists the client's own jobs only, newest first, page by page", async () => {
    const world = createWorld();
    const ids: string[] = [];
    for (const idempotencyKey of ["a", "b", "c"]) {
      ids.unshift((await submit(world, { idempotencyKey })).id);
      world.advance(1);
    }
    await submit(world, {}, makePrincipal({ id: "client-2" }));

    const first = await listJobs(world.context(), { limit: 2 });
    const second = await listJobs(world.context(), { limit: 2, cursor: first.cursor });

    expect([...first.items, ...second.items].map((job) => job.id)).toEqual(ids);
    expect(second.cursor).toBeUndefined();
  });

  it("refuses a key without the scope", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    const principal = makePrincipal({ scopes: ["tickets:submit", "tickets:cancel"] });

    await expect(read(world, id, principal)).rejects.toMatchObject({ code: "forbidden" });
    await expect(getResult(world.context(principal), { jobId: id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(listJobs(world.context(principal), { limit: 1 })).rejects.toMatchObject({ code: "forbidden" });
  });
});

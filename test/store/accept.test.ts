import { randomUUID } from "node:crypto";
import type { AcceptOutcome, NewJob } from "@tessera/core/jobs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeMove, makeNewJob, makeOwner, sha256, start } from "../support/builders.ts";
import { collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const jobIdOf = (outcome: AcceptOutcome) => ("job" in outcome ? outcome.job.id : undefined);
const count = (outcomes: AcceptOutcome[], kind: AcceptOutcome["kind"]) =>
  outcomes.filter((outcome) => outcome.kind === kind).length;
const acceptAll = (inputs: NewJob[]) => Promise.all(inputs.map((input) => world.jobs.accept(input)));

async function jobIdsOf(owner: ReturnType<typeof makeOwner>): Promise<string[]> {
  const page = await world.jobs.list(owner, { limit: 500, now: start });
  return page.items.map(({ id }) => id);
}

describe("TF-1 accepting a job", () => {
  it("saves the job, its spec and its audit entry together", async () => {
    const input = makeNewJob();

    const outcome = await world.jobs.accept(input);

    const saved = await world.jobs.load(input.job.id);
    expect(outcome).toEqual({ kind: "created", job: saved });
    expect(saved).toEqual({ ...input.job, audit: { sequence: 1, hash: expect.any(String) } });
    expect(await world.jobs.readText(input.job.id, "spec")).toBe(input.spec);
    expect(await collect(world.audit.entries({ type: "job", id: input.job.id }))).toMatchObject([input.audit]);
  });

  it("hides the job from every other client", async () => {
    const owner = makeOwner();
    const { job } = makeNewJob();
    const mine = makeNewJob({ job: owner });
    await acceptAll([mine, makeNewJob({ job })]);

    const found = await world.jobs.find({ clientId: owner.clientId, jobId: mine.job.id });
    const foreign = await world.jobs.find({ clientId: makeOwner().clientId, jobId: mine.job.id });

    expect(found?.id).toBe(mine.job.id);
    expect(foreign).toBeUndefined();
  });
});

describe("TF-9 TF-10 H1 H2 H3 idempotency", () => {
  it.each([20, 50])("makes one job of %i parallel submits with one key", async (parallel) => {
    const owner = makeOwner();
    const key = randomUUID();
    const inputs = Array.from({ length: parallel }, () => makeNewJob({ job: owner, key }));

    const outcomes = await acceptAll(inputs);

    expect(count(outcomes, "created")).toBe(1);
    expect(count(outcomes, "duplicate")).toBe(parallel - 1);
    expect(new Set(outcomes.map(jobIdOf)).size).toBe(1);
    expect(await jobIdsOf(owner)).toHaveLength(1);
  });

  it("lets exactly one of two contents win and tells the others whose it was", async () => {
    const owner = makeOwner();
    const key = randomUUID();
    const inputs = Array.from({ length: 50 }, (_, at) =>
      makeNewJob({ job: owner, key, spec: at % 2 === 0 ? "one" : "other" }),
    );

    const outcomes = await acceptAll(inputs);

    const winner = inputs.find((_, at) => outcomes[at]?.kind === "created");
    const told = outcomes.flatMap((outcome) => (outcome.kind === "duplicate" ? outcome.requestHash : []));
    expect(new Set(told)).toEqual(new Set([sha256(winner?.spec ?? "")]));
    expect(await world.jobs.readText(winner?.job.id ?? "", "spec")).toBe(winner?.spec);
  });

  it("answers a repeated submit with the job as it is now", async () => {
    const owner = makeOwner();
    const key = randomUUID();
    const first = await world.jobs.accept(makeNewJob({ job: owner, key }));
    if (first.kind !== "created") throw new Error("expected a new job");
    const moved = await world.jobs.transition(makeMove(first.job, { status: "processing", stage: "preparing_prompt" }));

    const outcome = await world.jobs.accept(makeNewJob({ job: owner, key }));

    expect(outcome).toMatchObject({ kind: "duplicate", job: moved });
  });

  it("makes another client's job of the same key", async () => {
    const key = randomUUID();

    const outcomes = await acceptAll([makeNewJob({ key }), makeNewJob({ key })]);

    expect(count(outcomes, "created")).toBe(2);
  });

  it("B9 forgets the key once the job's record has passed its time, also while the table still holds both", async () => {
    const owner = makeOwner();
    const key = randomUUID();
    const first = makeNewJob({ job: owner, key });
    await world.jobs.accept(first);
    const afterPurge = { ...owner, createdAt: first.job.purgeAt };
    const beforePurge = { ...owner, createdAt: later(-1_000, first.job.purgeAt).toISOString() };

    const tooEarly = await world.jobs.accept(makeNewJob({ job: beforePurge, key }));
    const inTime = await world.jobs.accept(makeNewJob({ job: afterPurge, key }));

    expect(tooEarly.kind).toBe("duplicate");
    expect(inTime.kind).toBe("created");
  });

  it("answers a repeated submit also while the queue is full", async () => {
    const owner = makeOwner();
    const key = randomUUID();
    const bounds = { perClient: 1, global: 10_000 };
    await world.jobs.accept(makeNewJob({ job: owner, key, bounds }));

    const repeated = await world.jobs.accept(makeNewJob({ job: owner, key, bounds }));
    const another = await world.jobs.accept(makeNewJob({ job: owner, bounds }));

    expect(repeated.kind).toBe("duplicate");
    expect(another).toEqual({ kind: "queue_full", scope: "client" });
  });
});

describe("TF-22 one client's queue", () => {
  it("never takes in more than the bound, however many submit at once, and frees a place for each job that leaves", async () => {
    const owner = makeOwner();
    const bounds = { perClient: 7, global: 10_000 };
    const inputs = () => Array.from({ length: 30 }, () => makeNewJob({ job: owner, bounds }));

    const outcomes = await acceptAll(inputs());
    const queued = outcomes.flatMap((outcome) => (outcome.kind === "created" ? outcome.job : []));
    await Promise.all(queued.slice(0, 3).map((job) => world.jobs.transition(makeMove(job, { status: "cancelled" }))));
    const again = await acceptAll(inputs());

    expect(queued).toHaveLength(7);
    expect(outcomes).toContainEqual({ kind: "queue_full", scope: "client" });
    expect(count(again, "created")).toBe(3);
    expect(await jobIdsOf(owner)).toHaveLength(10);
  });
});

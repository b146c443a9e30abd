import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeCallback, makeMove } from "../support/builders.ts";
import { acceptedJob, collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

async function rawJob(jobId: string) {
  const Key = { pk: { S: `JOB#${jobId}` }, sk: { S: "JOB" } };
  const { Item } = await world.dynamo.client.send(new GetItemCommand({ TableName: world.dynamo.tableName, Key }));
  return Item;
}

const processing = { status: "processing", stage: "preparing_prompt" } as const;
const stale = { code: "stale_write", retryable: true };

describe("B5 H6 versions fence late writers off", () => {
  it("lets one of many writers win, and the others write nothing", async () => {
    const job = await acceptedJob(world);
    const moves = Array.from({ length: 20 }, (_, at) => makeMove(job, { ...processing, title: `writer ${at}` }));

    const outcomes = await Promise.allSettled(moves.map((move) => world.jobs.transition(move)));

    const won = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? outcome.value : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? outcome.reason : []));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array.from({ length: 19 }, () => expect.objectContaining(stale)));
    expect(await world.jobs.load(job.id)).toEqual(won[0]);
    expect(await collect(world.audit.entries({ type: "job", id: job.id }))).toHaveLength(2);
  });

  it("refuses a worker's bookkeeping after the job has moved on, texts included", async () => {
    const job = await acceptedJob(world);
    await world.jobs.transition(makeMove(job, { status: "cancelled" }));
    const { before, after } = makeMove(job, { drafts: 1 });

    const late = world.jobs.progress({ before, after, texts: { draft: "late" } });

    await expect(late).rejects.toMatchObject(stale);
    expect(await world.jobs.readText(job.id, "draft")).toBeUndefined();
  });

  it("writes no audit entry for bookkeeping", async () => {
    const job = await acceptedJob(world);
    const { before, after } = makeMove(job, { drafts: 1 });

    const saved = await world.jobs.progress({ before, after });

    expect(saved).toEqual(await world.jobs.load(job.id));
    expect(await collect(world.audit.entries({ type: "job", id: job.id }))).toHaveLength(1);
  });
});

describe("A7 X-31 a move is written whole or not at all", () => {
  it("saves row, audit entry, result and callback together", async () => {
    const job = await world.jobs.transition(makeMove(await acceptedJob(world), processing));
    const callback = makeCallback(job);
    const move = makeMove(job, { status: "completed", stage: "completed" }, { texts: { result: "{}" }, callback });

    const saved = await world.jobs.transition(move);

    expect(await world.jobs.load(job.id)).toEqual(saved);
    expect(await world.jobs.readText(job.id, "result")).toBe("{}");
    expect(await world.callbacks.find(job.id)).toEqual(callback);
    expect(await world.audit.verify({ type: "job", id: job.id })).toEqual({ entries: 3, fault: null });
  });

  it("writes nothing at all where one part is refused", async () => {
    const job = await world.jobs.transition(makeMove(await acceptedJob(world), processing));
    const callback = makeCallback(job);
    await world.callbacks.save(callback);
    const move = makeMove(job, { status: "completed", stage: "completed" }, { texts: { result: "{}" }, callback });

    const refused = world.jobs.transition(move);

    await expect(refused).rejects.toMatchObject(stale);
    expect(await world.jobs.load(job.id)).toEqual(job);
    expect(await world.jobs.readText(job.id, "result")).toBeUndefined();
    expect(await collect(world.audit.entries({ type: "job", id: job.id }))).toHaveLength(2);
  });
});

describe("X-41 what is due", () => {
  const dueIds = async (now: Date, ids: string[]) =>
    (await collect(world.jobs.due(now))).map(({ ref }) => ref).filter((id) => ids.includes(id));

  it("finds jobs from the instant at which they are due, oldest first", async () => {
    const at = (seconds: number) => later(seconds * 1_000).toISOString();
    const first = await acceptedJob(world, { job: { dueAt: at(10) } });
    const third = await acceptedJob(world, { job: { dueAt: at(30) } });
    const second = await acceptedJob(world, { job: { dueAt: at(20) } });
    const ids = [first.id, second.id, third.id];

    const found = await Promise.all([9, 10, 20, 40].map((seconds) => dueIds(later(seconds * 1_000), ids)));

    expect(found).toEqual([[], [first.id], [first.id, second.id], ids]);
  });

  it("keeps a job that has ended until it expires, and forgets it once nothing is left to do", async () => {
    const running = await world.jobs.transition(makeMove(await acceptedJob(world), processing));
    const ended = await world.jobs.transition(makeMove(running, { status: "completed", stage: "completed" }));
    const expiresAt = new Date(ended.expiresAt);

    const found = [await dueIds(later(-1, expiresAt), [ended.id]), await dueIds(expiresAt, [ended.id])];
    const expired = await world.jobs.transition(makeMove(ended, { status: "expired" }));
    const done = { ...expired, dueAt: null, version: expired.version + 1 };
    await world.jobs.progress({ before: expired, after: done });

    expect(found).toEqual([[], [ended.id]]);
    expect(await dueIds(later(1, ended.purgeAt), [ended.id])).toEqual([]);
    expect(await rawJob(ended.id)).not.toHaveProperty("gsi2pk");
  });

  it("lists every job that has not ended as live, whenever it is due", async () => {
    const queued = await acceptedJob(world);
    const running = await world.jobs.transition(makeMove(await acceptedJob(world), processing));
    const ended = await world.jobs.transition(makeMove(await acceptedJob(world), { status: "cancelled" }));

    const live = await collect(world.jobs.live());

    expect(live).toEqual(expect.arrayContaining([queued.id, running.id]));
    expect(live).not.toContain(ended.id);
  });
});

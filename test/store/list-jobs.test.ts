import type { Owner } from "@tessera/core/access";
import type { Job, JobQuery, JobStatus } from "@tessera/core/jobs";
import { createStore, type Store } from "@tessera/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeMove, makeNewJob, makeOwner, start } from "../support/builders.ts";
import { signingKey, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const minutes = (count: number) => count * 60_000;

/** The client's job that was made so many minutes after the start. */
async function acceptedAt(owner: Owner, minute: number): Promise<Job> {
  const outcome = await world.jobs.accept(
    makeNewJob({ job: { ...owner, createdAt: later(minutes(minute)).toISOString() } }),
  );
  if (outcome.kind !== "created") throw new Error("expected a new job");
  return outcome.job;
}

async function acceptMany(owner: Owner, count: number): Promise<Job[]> {
  return Promise.all(Array.from({ length: count }, (_, minute) => acceptedAt(owner, minute)));
}

const run = (job: Job) => world.jobs.transition(makeMove(job, { status: "processing", stage: "preparing_prompt" }));
const complete = async (job: Job) =>
  world.jobs.transition(makeMove(await run(job), { status: "completed", stage: "completed" }));

const newestFirst = (jobs: Job[]) => jobs.map(({ id }) => id).reverse();

async function pagesOf(owner: Owner, query: Partial<JobQuery>): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await world.jobs.list(owner, { limit: 10, now: start, ...query, cursor });
    pages.push(page.items.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

describe("TF-34 one client's jobs", () => {
  it("come newest first, in full pages, each once, and only its own", async () => {
    const owner = makeOwner();
    const jobs = await acceptMany(owner, 25);
    await acceptMany(makeOwner(), 3);

    const pages = await pagesOf(owner, {});

    expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
    expect(pages.flat()).toEqual(newestFirst(jobs));
  });

  it("have no further page where the last one is just full", async () => {
    const owner = makeOwner();
    await acceptMany(owner, 10);

    expect((await pagesOf(owner, {})).map((page) => page.length)).toEqual([10]);
    expect(await pagesOf(makeOwner(), {})).toEqual([[]]);
  });

  it("are each shown once while others are added and moved in between", async () => {
    const owner = makeOwner();
    const jobs = await acceptMany(owner, 25);
    const seen: string[] = [];
    let cursor: string | undefined;
    let minute = 100;

    do {
      const page = await world.jobs.list(owner, { limit: 7, now: start, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
      await acceptedAt(owner, minute);
      minute += 1;
      const oldest = jobs[minute - 101];
      if (oldest) await run(oldest);
    } while (cursor !== undefined);

    expect(seen).toEqual(newestFirst(jobs));
  });

  it("B9 are gone from their purge time on, while the table still holds them", async () => {
    const owner = makeOwner();
    const jobs = await acceptMany(owner, 5);
    const purgedTwo = new Date(jobs[1]?.purgeAt ?? "");

    const pages = await pagesOf(owner, { now: purgedTwo, limit: 2 });

    expect(pages).toEqual([newestFirst(jobs).slice(0, 2), newestFirst(jobs).slice(2, 3)]);
  });
});

describe("B10 rows that an index names and a list may not show", () => {
  it("do not make a page short that is not the last", async () => {
    const owner = makeOwner();
    const jobs = await acceptMany(owner, 4);
    const purgeAt = later(minutes(60)).toISOString();
    // Newer than the others, and gone before them.
    for (let minute = 10; minute < 13; minute += 1) {
      const createdAt = later(minutes(minute)).toISOString();
      await world.jobs.accept(makeNewJob({ job: { ...owner, createdAt, purgeAt } }));
    }

    const pages = await pagesOf(owner, { limit: 2, now: new Date(purgeAt) });

    expect(pages).toEqual([newestFirst(jobs).slice(0, 2), newestFirst(jobs).slice(2)]);
  });
});

describe("TF-34 TF-37 jobs of one status", () => {
  it("are found in full pages among many others", async () => {
    const owner = makeOwner();
    const jobs = await acceptMany(owner, 24);
    const running = await Promise.all(jobs.filter((_, at) => at % 2 === 0).map(run));

    const pages = await pagesOf(owner, { status: "processing", limit: 5 });

    expect(pages.map((page) => page.length)).toEqual([5, 5, 2]);
    expect(pages.flat()).toEqual(newestFirst(running));
    expect((await pagesOf(owner, { status: "queued" })).flat()).toHaveLength(12);
  });

  it("leave the list of the status that they had", async () => {
    const owner = makeOwner();
    const job = await acceptedAt(owner, 0);

    await complete(job);

    const found = await Promise.all(
      (["queued", "processing", "completed"] as const).map((status) => pagesOf(owner, { status })),
    );
    expect(found).toEqual([[[]], [[]], [[job.id]]]);
  });

  it("count as expired from the instant of their expiry on, whether a sweep has run or not", async () => {
    const owner = makeOwner();
    const jobs = await acceptMany(owner, 8);
    const [swept, unswept, queued, ...fresh] = jobs;
    if (!swept || !unswept || !queued) throw new Error("expected jobs");
    await world.jobs.transition(makeMove(await complete(swept), { status: "expired" }));
    await complete(unswept);
    await Promise.all(fresh.map(complete));
    // The third is still queued at the very instant at which it expires.
    const now = new Date(queued.expiresAt);
    const listed = async (status: JobStatus) => (await pagesOf(owner, { status, now, limit: 2 })).flat();

    expect(await listed("expired")).toEqual([queued.id, unswept.id, swept.id]);
    expect(await listed("completed")).toEqual(newestFirst(fresh));
    expect(await listed("queued")).toEqual([]);
    expect((await pagesOf(owner, { now })).flat()).toEqual(newestFirst(jobs));
  });

  it("are each shown once while a sweep moves them to expired between two pages", async () => {
    const owner = makeOwner();
    const jobs = await Promise.all((await acceptMany(owner, 9)).map(complete));
    const now = later(minutes(60), jobs[0]?.expiresAt ?? "");
    const seen: string[] = [];
    let cursor: string | undefined;

    do {
      const page = await world.jobs.list(owner, { status: "expired", limit: 2, now, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
      const next = jobs.pop();
      if (next) await world.jobs.transition(makeMove(next, { status: "expired" }));
    } while (cursor !== undefined);

    expect(seen).toHaveLength(9);
    expect(new Set(seen).size).toBe(9);
  });

  it("cost what they return, not what exists", async () => {
    const owner = makeOwner();
    const jobs = await acceptMany(owner, 60);
    await Promise.all(jobs.slice(0, 2).map(run));

    const cost = await costOf((store) => store.jobs.list(owner, { status: "processing", limit: 50, now: start }));

    expect(cost.requests).toBe(2);
    expect(cost.readUnits).toBeLessThan(5);
  });

  it("cost nothing for completed jobs that have expired and wait for their sweep", async () => {
    const owner = makeOwner();
    const [last, ...unswept] = (await Promise.all((await acceptMany(owner, 20)).map(complete))).reverse();
    const now = new Date(unswept[0]?.expiresAt ?? "");
    const query = { status: "completed", limit: 1, now } as const;

    const cost = await costOf(async (store) => {
      expect((await store.jobs.list(owner, query)).items.map(({ id }) => id)).toEqual([last?.id]);
    });

    expect(cost.requests).toBe(2);
  });
});

/** What the table charged for a piece of work. */
async function costOf(work: (store: Store) => Promise<unknown>) {
  const cost = { requests: 0, readUnits: 0 };
  const add = (sample: { requests: number; readUnits: number }): void => {
    cost.requests += sample.requests;
    cost.readUnits += sample.readUnits;
  };
  await work(createStore({ ...world.dynamo, signingKey, meter: { add } }));
  return cost;
}

describe("J3 cursors", () => {
  const refused = { code: "invalid_request", details: { field: "cursor" } };

  async function cursorOf(owner: Owner, status?: JobStatus): Promise<string> {
    const page = await world.jobs.list(owner, { status, limit: 1, now: start });
    return page.cursor ?? "";
  }

  it("are refused from another client, for another filter, or by a store with another key", async () => {
    const owner = makeOwner();
    await acceptMany(owner, 2);
    const cursor = await cursorOf(owner);
    const query = { limit: 1, now: start, cursor };
    const otherKey = createStore({ ...world.dynamo, signingKey: new Uint8Array(32) });

    const cursorOfQueued = await cursorOf(owner, "queued");
    const attempts = [
      () => world.jobs.list(makeOwner(), query),
      () => world.jobs.list(owner, { ...query, status: "queued" }),
      () => world.jobs.list(owner, { ...query, cursor: cursorOfQueued }),
      () => otherKey.jobs.list(owner, query),
    ];

    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(refused);
  });

  it("are refused when anything of them was changed", async () => {
    const owner = makeOwner();
    await acceptMany(owner, 2);
    const cursor = await cursorOf(owner);
    const edited = [...cursor].map(
      (sign, at) => `${cursor.slice(0, at)}${sign === "A" ? "B" : "A"}${cursor.slice(at + 1)}`,
    );

    const cursors = ["", "x", "%", cursor.slice(0, -1), `${cursor}A`, `${cursor}%`, `${cursor}AAAA`, ...edited];

    for (const wrong of cursors) {
      await expect(world.jobs.list(owner, { limit: 1, now: start, cursor: wrong })).rejects.toMatchObject(refused);
    }
    expect((await world.jobs.list(owner, { limit: 1, now: start, cursor })).items).toHaveLength(1);
  });
});

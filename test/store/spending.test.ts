import { randomUUID } from "node:crypto";
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Job } from "@tessera/core/jobs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeAttempt, makeMove, makeNewJob, makeOwner } from "../support/builders.ts";
import { acceptedJob, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const day = "2026-03-01";

/** What stands in the table for one tenant's day. */
async function itemsOf(tenantId: string) {
  const { Items = [] } = await world.dynamo.client.send(
    new QueryCommand({
      TableName: world.dynamo.tableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: `SPEND#${tenantId}#${day}` } },
    }),
  );
  return Items;
}

async function microUsdOf(tenantId: string): Promise<number> {
  return (await itemsOf(tenantId)).reduce((sum, item) => sum + Number(item.microUsd?.N), 0);
}

/** A job whose worker waits for a model's answer. */
async function askingJob(overrides: Partial<Job> = {}): Promise<Job> {
  const job = await acceptedJob(world, { job: overrides });
  return world.jobs.progress({ ...makeMove(job, { attempts: 1 }), attempts: [makeAttempt(job)] });
}

describe("D13 spending", () => {
  it("is added up over parallel workers of one tenant, in whole micro-dollars, and expires", async () => {
    const owner = makeOwner();
    const jobs = await Promise.all(Array.from({ length: 12 }, () => acceptedJob(world, { job: owner })));
    const spent = { tenantId: owner.tenantId, day, usd: 0.1 };

    await Promise.all(
      jobs.map((job, at) =>
        at % 2 === 0
          ? world.jobs.progress({ ...makeMove(job, { drafts: 1 }), spent })
          : world.jobs.transition({ ...makeMove(job, { stage: "validating_output" }), spent }),
      ),
    );

    expect(await microUsdOf(owner.tenantId)).toBe(1_200_000);
    const ttls = (await itemsOf(owner.tenantId)).map((item) => Number(item.ttl?.N));
    expect(Math.min(...ttls)).toBeGreaterThan(later(24 * 3_600_000, day).getTime() / 1_000);
  });

  it("is not counted where the work that it paid for is refused", async () => {
    const job = await acceptedJob(world);
    await world.jobs.transition(makeMove(job, { status: "cancelled" }));
    const spent = { tenantId: job.tenantId, day, usd: 0.1 };

    const late = await Promise.allSettled([
      world.jobs.progress({ ...makeMove(job, { drafts: 1 }), spent }),
      world.jobs.transition({ ...makeMove(job, { status: "processing" }), spent }),
    ]);

    expect(late.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await itemsOf(job.tenantId)).toEqual([]);
  });

  it("costs no item where nothing was spent", async () => {
    const job = await acceptedJob(world);

    await world.jobs.progress(makeMove(job, { drafts: 1 }));

    expect(await itemsOf(job.tenantId)).toEqual([]);
  });
});

describe("D13 M8 a spent budget", () => {
  it("refuses new jobs of its tenant and day from the last micro-dollar on, and no others", async () => {
    const owner = makeOwner();
    const job = await acceptedJob(world, { job: owner });
    const spent = { tenantId: owner.tenantId, day, usd: 0.3 };
    await world.jobs.progress({ ...makeMove(job, { drafts: 1 }), spent });
    const accept = (budget: Partial<typeof spent>) =>
      world.jobs.accept(makeNewJob({ job: owner, budget: { ...spent, ...budget } }));

    const outcomes = await Promise.all([
      accept({}),
      accept({ usd: 0.300_001 }),
      accept({ day: "2026-03-02" }),
      accept({ tenantId: makeOwner().tenantId }),
    ]);

    expect(outcomes.map(({ kind }) => kind)).toEqual(["budget_spent", "created", "created", "created"]);
  });

  it("answers a repeated submit, until its key is forgotten (TF-10, B9)", async () => {
    const owner = makeOwner();
    const key = randomUUID();
    const first = makeNewJob({ job: owner, key });
    await world.jobs.accept(first);
    const budget = { tenantId: owner.tenantId, day, usd: 0.1 };
    await world.jobs.progress({ ...makeMove(await acceptedJob(world, { job: owner }), { drafts: 1 }), spent: budget });

    const repeated = await world.jobs.accept(makeNewJob({ job: owner, key, budget }));
    const forgotten = await world.jobs.accept(
      makeNewJob({ job: { ...owner, createdAt: first.job.purgeAt }, key, budget }),
    );

    expect(repeated).toMatchObject({ kind: "duplicate", job: { id: first.job.id } });
    expect(forgotten).toEqual({ kind: "budget_spent" });
  });
});

describe("D13 attempts of a job that has moved on", () => {
  it("are recorded once, with what they cost, and touch nothing else", async () => {
    const asking = await askingJob();
    const cancelled = await world.jobs.transition(makeMove(asking, { status: "cancelled" }));
    const answered = makeAttempt(asking, { outcome: "answered", promptTokens: 10, costUsd: 0.1 });
    const spent = { tenantId: asking.tenantId, day, usd: 0.1 };

    await world.jobs.recordAttempts([answered], spent);
    await world.jobs.recordAttempts([{ ...answered, outcome: "model_timeout" }], spent);

    expect(await world.jobs.attempts(asking.id)).toEqual([answered]);
    expect(await microUsdOf(asking.tenantId)).toBe(100_000);
    expect(await world.jobs.load(asking.id)).toEqual(cancelled);
  });

  it("are not made up where none was begun", async () => {
    const job = await acceptedJob(world);
    const spent = { tenantId: job.tenantId, day, usd: 0.1 };

    await world.jobs.recordAttempts([makeAttempt(job, { outcome: "answered" })], spent);
    await world.jobs.recordAttempts([]);

    expect(await world.jobs.attempts(job.id)).toEqual([]);
    expect(await itemsOf(job.tenantId)).toEqual([]);
  });
});

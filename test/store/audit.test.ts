import { DeleteItemCommand, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Job } from "@tessera/core/jobs";
import { entryFromImage } from "@tessera/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApiKey, makeAudit, makeClient, makeMove, makeNewJob, makeTenant, makeUser } from "../support/builders.ts";
import { collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** A job with five entries in its chain. */
async function auditedJob(overrides: Partial<Job> = {}): Promise<Job> {
  const outcome = await world.jobs.accept(makeNewJob({ job: overrides }));
  if (outcome.kind !== "created") throw new Error("expected a new job");
  let job = outcome.job;
  for (let entry = 2; entry <= 5; entry += 1) {
    job = await world.jobs.transition(makeMove(job, { title: `title ${entry}` }));
  }
  return job;
}

const subjectOf = (job: Job) => ({ type: "job", id: job.id });
const keyOf = (job: Job, sequence: number) => ({
  pk: { S: `AUDIT#job#${job.id}` },
  sk: { S: String(sequence).padStart(10, "0") },
});
const TableName = () => world.dynamo.tableName;

async function rawEntry(job: Job, sequence: number) {
  const { Item } = await world.dynamo.client.send(
    new GetItemCommand({ TableName: TableName(), Key: keyOf(job, sequence) }),
  );
  if (!Item) throw new Error("expected an entry");
  return Item;
}

const write = (Item: Awaited<ReturnType<typeof rawEntry>>) =>
  world.dynamo.client.send(new PutItemCommand({ TableName: TableName(), Item }));
const remove = (job: Job, sequence: number) =>
  world.dynamo.client.send(new DeleteItemCommand({ TableName: TableName(), Key: keyOf(job, sequence) }));

describe("X-31 N1 the audit trail", () => {
  it("holds every entry in order, with no gaps, and is whole", async () => {
    const job = await auditedJob();

    const entries = await collect(world.audit.entries(subjectOf(job)));

    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(await world.audit.verify(subjectOf(job))).toEqual({ entries: 5, fault: null });
  });

  it("stays one chain under a hundred writers at once", async () => {
    const outcome = await world.jobs.accept(makeNewJob());
    if (outcome.kind !== "created") throw new Error("expected a new job");
    const move = async (title: string): Promise<void> => {
      const current = await world.jobs.load(outcome.job.id);
      if (current) await world.jobs.transition(makeMove(current, { title }));
    };

    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, (_, at) => move(`writer ${at}`)));

    const written = outcomes.filter(({ status }) => status === "fulfilled").length;
    expect(await world.audit.verify(subjectOf(outcome.job))).toEqual({ entries: written + 1, fault: null });
  });

  it("keeps details of any shape as they were written, so their hash still fits", async () => {
    const details = {
      text: "ß🧾",
      nested: { list: [1, 2.5, null, { deep: true }], empty: {}, blank: "" },
      missing: undefined,
    };
    const input = makeNewJob();
    const audit = makeAudit(input.job, { details, oldValue: null, newValue: ["a"] });

    await world.jobs.accept({ ...input, audit });

    expect(await world.audit.verify(subjectOf(input.job))).toEqual({ entries: 1, fault: null });
  });

  const crimes: [string, (job: Job) => Promise<unknown>, string][] = [
    [
      "an entry that was edited",
      async (job) => write({ ...(await rawEntry(job, 3)), actor: { S: "client:someone-else" } }),
      "entry 3 was changed after it was written",
    ],
    ["an entry that was deleted", (job) => remove(job, 3), "entry 4 follows entry 2"],
    ["the first entry deleted", (job) => remove(job, 1), "entry 2 follows entry 0"],
    ["the tail cut off", (job) => remove(job, 5), "the chain ends at entry 4, its subject says 5"],
    [
      "an entry that was added at the end",
      async (job) => write({ ...(await rawEntry(job, 5)), ...keyOf(job, 6), sequence: { N: "6" } }),
      "entry 6 does not continue entry 5",
    ],
    [
      "two entries that were swapped",
      async (job) => {
        const [second, third] = [await rawEntry(job, 2), await rawEntry(job, 3)];
        await write({ ...third, ...keyOf(job, 2) });
        await write({ ...second, ...keyOf(job, 3) });
      },
      "entry 3 follows entry 1",
    ],
  ];
  it.each(crimes)("shows %s", async (_what, commit, fault) => {
    const job = await auditedJob();

    await commit(job);

    expect((await world.audit.verify(subjectOf(job))).fault).toContain(fault);
  });

  it("shows a head that was set back together with its tail", async () => {
    const job = await auditedJob();
    const fourth = await rawEntry(job, 4);

    await world.dynamo.client.send(
      new UpdateItemCommand({
        TableName: TableName(),
        Key: { pk: { S: `JOB#${job.id}` }, sk: { S: "JOB" } },
        UpdateExpression: "SET audit.#sequence = :four, audit.#hash = :hash",
        ExpressionAttributeNames: { "#sequence": "sequence", "#hash": "hash" },
        ExpressionAttributeValues: { ":four": { N: "4" }, ":hash": fourth.hash ?? { S: "" } },
      }),
    );

    expect((await world.audit.verify(subjectOf(job))).fault).toContain("its subject says 4");
  });

  it("checks the entries of a purged row against each other", async () => {
    const job = await auditedJob();

    await world.dynamo.client.send(
      new DeleteItemCommand({ TableName: TableName(), Key: { pk: { S: `JOB#${job.id}` }, sk: { S: "JOB" } } }),
    );

    expect(await world.audit.verify(subjectOf(job))).toEqual({ entries: 5, fault: null });
    await remove(job, 2);
    expect((await world.audit.verify(subjectOf(job))).fault).toContain("entry 3 follows entry 1");
  });

  it("names every subject once, and all of them are whole", async () => {
    const tenant = makeTenant();
    const client = makeClient({ tenantId: tenant.id });
    const user = makeUser({ tenantId: tenant.id });
    const key = makeApiKey({ tenantId: tenant.id, subject: { kind: "user", id: user.id } });
    const draft = (subjectType: string, { id }: { id: string }) =>
      makeAudit({ id, tenantId: tenant.id }, { subjectType });
    await world.access.createTenant(tenant, draft("tenant", tenant));
    await world.access.createClient(client, draft("client", client));
    await world.access.createUser(user, draft("user", user));
    await world.access.createKey(key, draft("api_key", key));
    const job = await auditedJob({ tenantId: tenant.id, clientId: client.id });

    const subjects = await collect(world.audit.subjects());

    const named = subjects.map(({ type, id }) => `${type} ${id}`).sort();
    expect(named).toEqual(
      [`tenant ${tenant.id}`, `client ${client.id}`, `user ${user.id}`, `api_key ${key.id}`, `job ${job.id}`].sort(),
    );
    for (const subject of subjects) expect(await world.audit.verify(subject)).toMatchObject({ fault: null });
  });
});

describe("entryFromImage", () => {
  it("reads the audit entry out of a stream image, and nothing out of other items", async () => {
    const job = await auditedJob();
    const [first] = await collect(world.audit.entries(subjectOf(job)));

    const entry = entryFromImage(await rawEntry(job, 1));

    expect(entry).toEqual(first);
    expect(entryFromImage({ pk: { S: "JOB#1" }, entity: { S: "job" } })).toBeUndefined();
    expect(entryFromImage(undefined)).toBeUndefined();
  });
});

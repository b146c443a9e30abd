import { createServer, type Server } from "node:net";
import { AppError } from "@tessera/core/errors";
import { createStore, type Store } from "@tessera/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCallback, makeMove, makeNewJob, makeOwner, start } from "../support/builders.ts";
import { testClient } from "../support/dynamo.ts";
import { cancelTransactions, loseAnswers, repeatWithoutToken, standBetween } from "./faults.ts";
import { acceptedJob, collect, signingKey, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe("C2 C3 an answer that gets lost on the way", () => {
  const lossy: [string, () => Store][] = [
    [
      "is repeated with the same token",
      () => world.another((client) => loseAnswers(client, { command: "TransactWriteItemsCommand", times: 1 })),
    ],
    ["is repeated after its token was forgotten", () => world.another(repeatWithoutToken)],
  ];

  it.each(lossy)("still answers `created` when the submit %s", async (_how, open) => {
    const input = makeNewJob();

    const outcome = await open().jobs.accept(input);

    expect(outcome).toMatchObject({ kind: "created", job: { id: input.job.id } });
    expect(await world.audit.verify({ type: "job", id: input.job.id })).toEqual({ entries: 1, fault: null });
  });

  it.each(lossy)("still answers the saved row when the move %s", async (_how, open) => {
    const job = await acceptedJob(world);

    const saved = await open().jobs.transition(makeMove(job, { status: "processing" }));

    expect(saved).toEqual(await world.jobs.load(job.id));
    expect(await world.audit.verify({ type: "job", id: job.id })).toEqual({ entries: 2, fault: null });
  });

  it("takes its own single write for what it is, and another's for a lost race", async () => {
    const callback = makeCallback(await acceptedJob(world));
    const store = world.another((client) => loseAnswers(client, { command: "PutItemCommand", times: 1 }));

    await store.callbacks.save(callback);
    const again = store.callbacks.save(callback);

    await expect(again).rejects.toMatchObject({ code: "stale_write" });
    expect(await world.callbacks.find(callback.jobId)).toEqual(callback);
  });

  it("counts a job once, however often its submit was sent", async () => {
    const owner = makeOwner();
    const bounds = { perClient: 2, global: 10_000 };
    await world.another(repeatWithoutToken).jobs.accept(makeNewJob({ job: owner, bounds }));

    const outcomes = [
      await world.jobs.accept(makeNewJob({ job: owner, bounds })),
      await world.jobs.accept(makeNewJob({ job: owner, bounds })),
    ];

    expect(outcomes.map(({ kind }) => kind)).toEqual(["created", "queue_full"]);
  });
});

describe("C3 C7 transactions that run into others", () => {
  it.each(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])(
    "are tried again after %s, with the same token",
    async (code) => {
      const job = await acceptedJob(world);
      let tokens: unknown[] = [];
      const store = world.another((client) => {
        ({ tokens } = cancelTransactions(client, { codes: ["None", code], times: 3 }));
      });

      const saved = await store.jobs.transition(makeMove(job, { status: "processing" }));

      expect(saved).toEqual(await world.jobs.load(job.id));
      expect(tokens).toHaveLength(4);
      expect(new Set(tokens).size).toBe(1);
    },
  );

  it("are given up after four attempts, as something that may be repeated later", async () => {
    const job = await acceptedJob(world);
    let tokens: unknown[] = [];
    const store = world.another((client) => {
      ({ tokens } = cancelTransactions(client, { codes: ["TransactionConflict"] }));
    });

    const move = store.jobs.transition(makeMove(job, { status: "processing" }));

    await expect(move).rejects.toMatchObject({
      code: "storage_error",
      retryable: true,
      cause: { name: "TransactionCanceledException" },
    });
    expect(tokens).toHaveLength(4);
    expect(await world.jobs.load(job.id)).toEqual(job);
  });

  it("are not tried again where a condition has failed as well", async () => {
    const job = await acceptedJob(world);
    let tokens: unknown[] = [];
    const store = world.another((client) => {
      ({ tokens } = cancelTransactions(client, { codes: ["ConditionalCheckFailed", "TransactionConflict"] }));
    });

    const move = store.jobs.transition(makeMove(job, { stage: "queued" }));

    await expect(move).rejects.toMatchObject({ code: "stale_write" });
    expect(tokens).toHaveLength(1);
  });
});

describe("C4 a table that does not answer", () => {
  const stores: [string, (port: number) => string][] = [
    ["refuses connections", () => "http://127.0.0.1:1"],
    ["accepts connections and says nothing", (port) => `http://127.0.0.1:${port}`],
  ];
  let silent: Server;
  let port = 0;
  beforeAll(async () => {
    silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", () => resolve()));
    const address = silent.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });
  afterAll(() => {
    silent.close();
  });

  it.each(stores)("is a storage error within three seconds when it %s", async (_how, endpointOf) => {
    const client = testClient(endpointOf(port));
    const store = createStore({ client, tableName: "tessera", signingKey });
    const began = performance.now();

    const outcomes = await Promise.allSettled([
      store.jobs.load("any"),
      store.jobs.accept(makeNewJob()),
      store.limiter.take({ keyId: "any", name: "reads", limit: 60 }, start),
    ]);

    client.destroy();
    const reasons = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason : outcome));
    for (const reason of reasons) {
      expect(reason).toBeInstanceOf(AppError);
      expect(reason).toMatchObject({ code: "storage_error", retryable: true, cause: expect.any(Error) });
    }
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe("C6 answers that hold only a part", () => {
  it("reads on after an empty page that is not the last", async () => {
    const job = await acceptedJob(world);
    const marker = { pk: { S: "go on" } };
    const store = world.another((client) =>
      standBetween(client, "QueryCommand", async (input, send) => {
        if (input.ExclusiveStartKey === undefined) return { Items: [], LastEvaluatedKey: marker };
        return send({ ...input, ExclusiveStartKey: undefined });
      }),
    );

    const text = await store.jobs.readText(job.id, "spec");

    expect(text).toBe(await world.jobs.readText(job.id, "spec"));
    expect(text).toBeDefined();
  });

  it("asks again for rows that a batch has left out", async () => {
    const owner = makeOwner();
    for (let at = 0; at < 8; at += 1) await world.jobs.accept(makeNewJob({ job: owner }));
    const store = world.another((client) =>
      standBetween(client, "BatchGetItemCommand", async (input, send) => {
        const { head, tail } = halve(input.RequestItems, world.dynamo.tableName, "Keys");
        return { ...(await send({ ...input, RequestItems: head })), UnprocessedKeys: tail };
      }),
    );

    const page = await store.jobs.list(owner, { limit: 10, now: start });

    expect(page).toEqual(await world.jobs.list(owner, { limit: 10, now: start }));
    expect(page.items).toHaveLength(8);
  });

  it("deletes again what a batch has left out", async () => {
    const job = await acceptedJob(world);
    const { before, after } = makeMove(job, { drafts: 1 });
    await world.jobs.progress({ before, after, texts: { plan: "a", draft: "b", result: "c" } });
    const store = world.another((client) =>
      standBetween(client, "BatchWriteItemCommand", async (input, send) => {
        const requests = Object.values(Object(input.RequestItems)).flat();
        const half = Math.ceil(requests.length / 2);
        const { tableName } = world.dynamo;
        await send({ ...input, RequestItems: { [tableName]: requests.slice(0, half) } });
        return requests.length > half ? { UnprocessedItems: { [tableName]: requests.slice(half) } } : {};
      }),
    );

    await store.jobs.deleteTexts(job.id);

    const texts = await Promise.all(
      (["spec", "plan", "draft", "result"] as const).map((name) => world.jobs.readText(job.id, name)),
    );
    expect(texts).toEqual([undefined, undefined, undefined, undefined]);
    expect(await collect(world.audit.entries({ type: "job", id: job.id }))).toHaveLength(1);
  });

  it("gives up on a batch of which nothing is ever done", async () => {
    const owner = makeOwner();
    // Two, since one alone is read by GetItem.
    await world.jobs.accept(makeNewJob({ job: owner }));
    await world.jobs.accept(makeNewJob({ job: owner }));
    const store = world.another((client) =>
      standBetween(client, "BatchGetItemCommand", async (input) => ({ UnprocessedKeys: input.RequestItems })),
    );

    const page = store.jobs.list(owner, { limit: 10, now: start });

    await expect(page).rejects.toMatchObject({ code: "storage_error" });
  });
});

/** The first half of a batch get to send, and the rest as what was not processed. */
function halve(items: unknown, tableName: string, name: string) {
  const ofTable = Object(items)[tableName];
  const all: unknown[] = ofTable[name];
  const half = Math.ceil(all.length / 2);
  const part = (values: unknown[]) => (values.length > 0 ? { [tableName]: { ...ofTable, [name]: values } } : {});
  return { head: part(all.slice(0, half)), tail: part(all.slice(half)) };
}

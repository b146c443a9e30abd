import { type AcceptInput, acceptJob } from "@tessera/core/jobs";
import { describe, expect, it } from "vitest";
import { makeOptions } from "../../support/drafts.ts";
import {
  createWorld,
  jobAfter,
  makePrincipal,
  makeSubmit,
  runStages,
  submit,
  times,
} from "../../support/jobs-world.ts";
import { mortal } from "../../support/memory-jobs.ts";

describe("TF-1 taking a job in", () => {
  it("saves the job, its spec and one audit entry, and hints at it, before any work is done", async () => {
    const world = createWorld();

    const job = await submit(world);

    const saved = world.memory.saved(job.id);
    expect(saved.job).toEqual(job);
    expect(job).toMatchObject({ status: "queued", stage: "queued", error: null, clientId: "client-1" });
    expect(saved.texts.spec).toBe(makeSubmit().spec);
    expect(saved.entries.map((entry) => [entry.action, entry.actor, entry.correlationId])).toEqual([
      ["job.accepted", "client:client-1", "correlation-1"],
    ]);
    expect(world.ledger.hints).toEqual([job.id]);
    expect(world.ledger.modelCalls).toEqual([]);
  });

  it("says when the job expires and when its record goes (TF-37)", async () => {
    const world = createWorld();

    const job = await submit(world);

    expect(Date.parse(job.expiresAt) - Date.parse(job.createdAt)).toBe(times.retentionMs);
    expect(Date.parse(job.purgeAt) - Date.parse(job.expiresAt)).toBe(times.tombstoneMs);
  });

  it("refuses a key without the scope, and saves nothing", async () => {
    const world = createWorld();
    const principal = makePrincipal({ scopes: ["tickets:read", "tickets:cancel"] });

    await expect(submit(world, {}, principal)).rejects.toMatchObject({ code: "forbidden" });
    expect(world.memory.ids()).toEqual([]);
  });

  it("answers even when the hint is lost: the sweep sends another (C5)", async () => {
    const world = createWorld();
    const queue = { send: () => Promise.reject(new Error("queue is down")) };

    const job = await acceptJob({ ...world.context(), queue }, makeSubmit());

    expect(world.memory.saved(job.id).job.status).toBe("queued");
    expect(world.ledger.logs).toEqual(["job hint was not sent"]);
  });
});

describe("TF-9 TF-10 idempotency", () => {
  it("answers 20 equal submits with one job", async () => {
    const world = createWorld();

    const jobs = await Promise.all(Array.from({ length: 20 }, () => submit(world)));

    expect(new Set(jobs.map((job) => job.id)).size).toBe(1);
    expect(world.memory.ids()).toHaveLength(1);
    expect(world.ledger.hints).toHaveLength(1);
  });

  it("answers a repeat with the job as it is now", async () => {
    const world = createWorld();
    const job = await jobAfter(world, ["preparePrompt"]);

    expect(await submit(world)).toMatchObject({ id: job.id, status: "processing" });
  });

  it("answers a repeat after expiry with the expired job, swept or not", async () => {
    const world = createWorld();
    await submit(world);
    world.advance(times.retentionMs);

    expect(await submit(world)).toMatchObject({ status: "expired" });
  });

  it("does not care for the order of the request's keys", async () => {
    const world = createWorld();
    const job = await submit(world);
    const { ticketCount, maxTicketCount, ...rest } = makeOptions();

    expect((await submit(world, { options: { ...rest, maxTicketCount, ticketCount } })).id).toBe(job.id);
  });

  it.each<[string, Partial<AcceptInput>]>([
    ["title", { title: "Other" }],
    ["spec", { spec: "Other" }],
    ["options", { options: makeOptions({ includeEpics: false }) }],
    ["callback", { callbackUrl: null }],
  ])("refuses the key for another %s and leaves the first job alone", async (_what, change) => {
    const world = createWorld();
    const job = await submit(world);
    const before = world.memory.saved(job.id);

    await expect(submit(world, change)).rejects.toMatchObject({
      code: "invalid_request",
      details: { field: "idempotency_key" },
    });
    expect(world.memory.saved(job.id)).toEqual(before);
  });

  it("gives another client a job of its own for the same key", async () => {
    const world = createWorld();
    const job = await submit(world);

    const other = await submit(world, {}, makePrincipal({ id: "client-2" }));

    expect(other.id).not.toBe(job.id);
  });

  it("answers the same job after a crash between the write and the hint (A1)", async () => {
    const world = createWorld();
    const dying = mortal(world.context(), { atWrite: 1, when: "after" });
    await expect(acceptJob(dying, makeSubmit())).rejects.toThrow("killed");
    const [savedId] = world.memory.ids();

    expect((await submit(world)).id).toBe(savedId);
  });
});

describe("TF-22 the queue's bounds", () => {
  const bounded = (world: ReturnType<typeof createWorld>, bounds: { perClient: number; global: number }) => {
    const context = world.context();
    return { ...context, jobSettings: { ...context.jobSettings, bounds } };
  };

  it.each([
    ["client", { perClient: 1, global: 9 }],
    ["product", { perClient: 9, global: 1 }],
  ])("answers queue_full when too much waits for the %s, with a time to come back", async (_who, bounds) => {
    const world = createWorld();
    await submit(world);

    const second = acceptJob(bounded(world, bounds), makeSubmit({ idempotencyKey: "second" }));

    await expect(second).rejects.toMatchObject({ code: "queue_full", details: { retryAfterSeconds: 5 } });
    expect(world.memory.ids()).toHaveLength(1);
  });

  it("counts what waits, not what is at work (D-4)", async () => {
    const world = createWorld();
    const { id } = await submit(world);
    await runStages(world, id, ["preparePrompt"]);

    const second = await acceptJob(
      bounded(world, { perClient: 1, global: 1 }),
      makeSubmit({ idempotencyKey: "second" }),
    );

    expect(second.status).toBe("queued");
  });
});

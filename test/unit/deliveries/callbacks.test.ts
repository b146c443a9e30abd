import {
  type CallbackDelivery,
  deliver,
  retryDelaysSeconds,
  sweepDeliveries,
  type WebhookOutcome,
} from "@tessera/core/deliveries";
import { AppError } from "@tessera/core/errors";
import { describe, expect, it } from "vitest";
import { makeDelivery, makeEndedJob, makeSecret, makeWorld } from "./delivery-world.ts";

const refused: WebhookOutcome = { kind: "failed", reason: "refused", status: 500 };

describe("TF-61 delivering a callback", () => {
  it("posts the job as it is, signed with the client's secret, and is done", async () => {
    const world = makeWorld();

    expect(await world.deliver()).toBe("delivered");
    expect(world.sent).toEqual([
      {
        url: "https://receiver.example/jobs",
        id: "msg_job-1",
        event: "job.completed",
        timestamp: Date.parse("2026-03-01T12:00:00Z") / 1_000,
        body: '{"job_id":"job-1","status":"completed"}',
        secrets: ["whsec_one"],
      },
    ]);
    expect(world.deliveries.get("job-1")).toMatchObject({
      status: "delivered",
      dueAt: null,
      attempts: [{ outcome: "delivered", status: 200 }],
    });
    expect(world.jobs.get("job-1")).toEqual(makeEndedJob());
  });

  it("does nothing for a hint that is late, repeated, early, or about nothing", async () => {
    const world = makeWorld();
    await world.deliver();
    const early = makeWorld({ delivery: makeDelivery({ dueAt: "2026-03-01T12:00:00.001Z" }) });

    expect(await world.deliver()).toBe("nothing");
    expect(await early.deliver()).toBe("nothing");
    expect(await deliver(world.context, { jobId: "unknown" })).toBe("nothing");
    expect([world.sent.length, early.sent.length]).toEqual([1, 0]);
  });

  it("is made once when twenty workers get the hint at once (B1)", async () => {
    const world = makeWorld();

    const results = await Promise.all(Array.from({ length: 20 }, () => world.deliver()));

    expect(results.filter((result) => result !== "nothing")).toEqual(["delivered"]);
    expect(world.sent).toHaveLength(1);
  });

  it("is signed with both secrets while a rotation lasts, and with the new one alone after it (E1)", async () => {
    const world = makeWorld();
    const client = world.clients.get("c-1");
    if (!client) throw new Error("the world has a client");
    world.clients.set("c-1", {
      ...client,
      webhookSecrets: [makeSecret("new"), makeSecret("old", "2026-03-01T12:00:03.000Z")],
    });
    world.receiverAnswers(refused);

    await world.deliver();
    world.advanceToDue();
    await world.deliver();

    expect(world.sent.map(({ secrets }) => secrets)).toEqual([["whsec_new", "whsec_old"], ["whsec_new"]]);
  });
});

describe("E2 a receiver that fails", () => {
  it("twice gets three posts with one id and fresh timestamps, and hints ask for them in time", async () => {
    const world = makeWorld();
    world.receiverAnswers(refused, refused);

    const results = [await world.deliver()];
    for (const _retry of [1, 2]) {
      world.advanceToDue();
      results.push(await world.deliver());
    }

    expect(results).toEqual(["retry", "retry", "delivered"]);
    expect(new Set(world.sent.map(({ id }) => id))).toEqual(new Set(["msg_job-1"]));
    const [first = 0, ...later] = world.sent.map(({ timestamp }) => timestamp);
    expect(later.map((timestamp) => timestamp - first)).toEqual([5, 305]);
    expect(world.hints).toEqual([
      { jobId: "job-1", delaySeconds: 5 },
      { jobId: "job-1", delaySeconds: 300 },
    ]);
    expect(world.jobs.get("job-1")?.error).toBeNull();
  });

  it("eight times is given up: the job stays completed and says callback_failed, in one write with its history", async () => {
    const world = makeWorld();
    world.receiverAnswers(...retryDelaysSeconds.map(() => refused));

    const waited: number[] = [];
    for (let result = await world.deliver(); result === "retry"; result = await world.deliver()) {
      waited.push(world.advanceToDue());
    }

    expect(waited).toEqual(retryDelaysSeconds.slice(1));
    expect(world.sent).toHaveLength(8);
    expect(world.deliveries.get("job-1")).toMatchObject({ status: "failed", dueAt: null });
    expect(world.jobs.get("job-1")).toMatchObject({
      status: "completed",
      stage: "completed",
      error: { code: "callback_failed" },
    });
    expect(world.entries).toEqual([
      expect.objectContaining({
        action: "job.callback_failed",
        subjectId: "job-1",
        correlationId: "corr-1",
        details: { attempts: 8, lastOutcome: "refused" },
      }),
    ]);
  });

  it("for good leaves the error of a job that failed by itself", async () => {
    const error = { code: "model_timeout", message: "The language model did not answer in time" } as const;
    const world = makeWorld({ job: makeEndedJob({ status: "failed", stage: "failed", error }) });
    world.receiverAnswers({ kind: "gone", status: 410 });

    expect(await world.deliver()).toBe("failed");
    expect(world.jobs.get("job-1")).toMatchObject({ status: "failed", error });
    expect(world.entries).toHaveLength(1);
  });

  it("with 410 is never called again (E4)", async () => {
    const world = makeWorld();
    world.receiverAnswers({ kind: "gone", status: 410 });

    expect(await world.deliver()).toBe("failed");
    world.advanceSeconds(100_000);
    expect(await world.deliver()).toBe("nothing");
    expect(world.sent).toHaveLength(1);
    expect(world.jobs.get("job-1")?.error?.code).toBe("callback_failed");
  });

  it("with Retry-After is called again when it asked for it (E4)", async () => {
    const world = makeWorld();
    world.receiverAnswers({ ...refused, retryAfterSeconds: 90 });

    await world.deliver();

    expect(world.hints).toEqual([{ jobId: "job-1", delaySeconds: 90 }]);
    expect(world.advanceToDue()).toBe(90);
  });
});

describe("A10 a worker that is killed in the middle of an attempt", () => {
  it("leaves a claim that runs out: the same id is sent again with a new timestamp", async () => {
    const world = makeWorld();
    world.receiverAnswers(new Error("killed"));
    await expect(world.deliver()).rejects.toThrow("killed");

    const atOnce = await world.deliver();
    world.advanceSeconds(60);
    const later = await world.deliver();

    expect([atOnce, later]).toEqual(["nothing", "delivered"]);
    expect(world.sent.map(({ id }) => id)).toEqual(["msg_job-1", "msg_job-1"]);
    expect(world.sent[1]?.timestamp).toBe((world.sent[0]?.timestamp ?? 0) + 60);
  });

  it("does not undo what another has recorded since when it comes back after all", async () => {
    const world = makeWorld();
    const send = world.context.webhooks.send;
    let slow = true;
    world.context.webhooks.send = async (request) => {
      if (!slow) return send(request);
      slow = false;
      world.advanceSeconds(60);
      await world.deliver();
      return refused;
    };

    expect(await world.deliver()).toBe("nothing");
    expect(world.deliveries.get("job-1")?.status).toBe("delivered");
  });
});

describe("E7 a job that has changed before its callback", () => {
  it("shows as it is now: expired", async () => {
    const world = makeWorld({ delivery: makeDelivery({ dueAt: "2026-03-08T12:00:00.000Z" }) });
    world.advanceToDue();

    expect(await world.deliver()).toBe("delivered");
    expect(world.sent[0]?.body).toBe('{"job_id":"job-1","status":"expired"}');
  });

  it.each([
    ["its job is gone", (world: ReturnType<typeof makeWorld>) => world.jobs.clear()],
    ["its job may not be seen any more", (world: ReturnType<typeof makeWorld>) => world.advanceSeconds(38 * 86_400)],
    ["its client is gone", (world: ReturnType<typeof makeWorld>) => world.clients.clear()],
  ])("ends without a post when %s", async (_name, change) => {
    const world = makeWorld();

    change(world);

    expect(await world.deliver()).toBe("failed");
    expect(world.sent).toEqual([]);
    expect(world.deliveries.get("job-1")).toMatchObject({ status: "failed", dueAt: null, attempts: [] });
  });

  it("is not posted unsigned: an attempt whose secrets cannot be opened counts as failed", async () => {
    const world = makeWorld();
    world.context.sealer.unseal = () => Promise.reject(new AppError("storage_error", "sealed with another key"));

    expect(await world.deliver()).toBe("retry");
    expect(world.sent).toEqual([]);
    expect(world.deliveries.get("job-1")?.attempts).toMatchObject([{ outcome: "unsigned", status: null }]);
  });

  it("is given up on the row as it is, when the job was written in between", async () => {
    const world = makeWorld();
    world.receiverAnswers({ kind: "gone", status: 410 });
    const load = world.context.jobs.load;
    let loads = 0;
    world.context.jobs.load = async (jobId) => {
      loads += 1;
      const job = await load(jobId);
      // The second read is the one that the last write builds on.
      if (loads === 2 && job) world.jobs.set(jobId, { ...job, status: "expired", version: job.version + 1 });
      return job;
    };

    expect(await world.deliver()).toBe("failed");
    expect(world.jobs.get("job-1")).toMatchObject({
      status: "expired",
      version: 9,
      error: { code: "callback_failed" },
    });
  });
});

describe("A9, X-41 the sweep", () => {
  function withDeliveries(count: number) {
    const world = makeWorld();
    const rows = Array.from({ length: count }, (_row, index) =>
      makeDelivery({ jobId: `job-${index + 1}`, id: `msg_${index + 1}` }),
    );
    for (const row of rows) {
      world.deliveries.set(row.jobId, row);
      world.jobs.set(row.jobId, makeEndedJob({ id: row.jobId }));
    }
    return world;
  }
  const statuses = (world: { deliveries: Map<string, CallbackDelivery> }) =>
    [...world.deliveries.values()].map(({ status }) => status);

  it("sends what is due without any hint, each once, and nothing the second time", async () => {
    const world = withDeliveries(25);

    expect(await sweepDeliveries(world.context)).toMatchObject({ checked: 25, changed: 25 });
    expect(await sweepDeliveries(world.context)).toMatchObject({ checked: 0, changed: 0 });
    expect(new Set(world.sent.map(({ id }) => id)).size).toBe(25);
    expect(world.sent).toHaveLength(25);
  });

  it("sends each once when two run at once", async () => {
    const world = withDeliveries(25);

    const [one, two] = await Promise.all([sweepDeliveries(world.context), sweepDeliveries(world.context)]);

    expect(one.changed + two.changed).toBe(25);
    expect(world.sent).toHaveLength(25);
  });

  it("goes on past a row that cannot be handled", async () => {
    const world = withDeliveries(3);
    const load = world.context.jobs.load;
    world.context.jobs.load = (jobId) => (jobId === "job-2" ? Promise.reject(new Error("broken row")) : load(jobId));

    expect(await sweepDeliveries(world.context)).toMatchObject({ checked: 3, changed: 2 });
    expect(statuses(world)).toEqual(["delivered", "pending", "delivered"]);
  });

  it("is not held up by receivers that hang: others are served beside them", async () => {
    const world = withDeliveries(12);
    const release = Promise.withResolvers<void>();
    const send = world.context.webhooks.send;
    let hanging = 0;
    world.context.webhooks.send = async (request) => {
      if (request.id === "msg_1" || request.id === "msg_2") {
        hanging += 1;
        await release.promise;
      }
      // The last one can only be sent while the first two still hang.
      if (request.id === "msg_12") release.resolve();
      return send(request);
    };

    expect(await sweepDeliveries(world.context)).toMatchObject({ checked: 12, changed: 12 });
    expect(hanging).toBe(2);
  });
});

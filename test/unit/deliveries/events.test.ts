import {
  DeliveryMessage,
  deliver,
  hintDelivery,
  newEventDelivery,
  retryDelaysSeconds,
  sweepDeliveries,
  type WebhookOutcome,
} from "@tessera/core/deliveries";
import { describe, expect, it } from "vitest";
import { makeDelivery, makeEvent, makeSecret, makeWorld } from "./delivery-world.ts";

const refused: WebhookOutcome = { kind: "failed", reason: "refused", status: 500 };

describe("PX-66 a new delivery of an event", () => {
  const input = {
    tenantId: "t-1",
    url: "https://receiver.example/hook",
    event: "ticket.created",
    body: '{"ticketNumber":1}',
    subject: { kind: "trigger", id: "trigger-1" },
  };

  it("is due at once, and kept for a month", () => {
    const { context } = makeWorld();

    expect(newEventDelivery(context, input)).toEqual({
      ...input,
      id: "msg_id-1",
      status: "pending",
      attempts: [],
      dueAt: "2026-03-01T12:00:00.000Z",
      createdAt: "2026-03-01T12:00:00.000Z",
      purgeAt: "2026-03-31T12:00:00.000Z",
      correlationId: "corr-worker",
      version: 1,
      audit: { sequence: 0, hash: "" },
    });
  });

  it("carries a body of 64 KB and no more, counted in bytes", () => {
    const { context } = makeWorld();
    const quoted = (text: string) => ({ ...input, body: JSON.stringify(text) });

    expect(newEventDelivery(context, quoted("x".repeat(65_534))).body).toHaveLength(65_536);
    expect(() => newEventDelivery(context, quoted("x".repeat(65_535)))).toThrow("limited to 65536 bytes");
    expect(() => newEventDelivery(context, quoted("é".repeat(32_768)))).toThrow("limited to 65536 bytes");
  });
});

describe("PX-45, PX-66 delivering an event", () => {
  it("posts the stored body, signed with the tenant's secret, and is done", async () => {
    const world = makeWorld({ events: [makeEvent()] });

    expect(await world.deliver()).toBe("delivered");
    expect(world.sent).toEqual([
      {
        url: "https://receiver.example/hook",
        id: "msg_1",
        event: "ticket.created",
        timestamp: Date.parse("2026-03-01T12:00:00Z") / 1_000,
        body: '{"ticketNumber":1}',
        secrets: ["whsec_one"],
      },
    ]);
    expect(world.events.get("msg_1")).toMatchObject({ status: "delivered", dueAt: null, version: 3 });
    expect(world.entries).toEqual([]);
  });

  it("does nothing for a hint that is repeated, early, or about nothing", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    await world.deliver();
    const early = makeWorld({ events: [makeEvent({ dueAt: "2026-03-01T12:00:00.001Z" })] });

    expect(await world.deliver()).toBe("nothing");
    expect(await early.deliver()).toBe("nothing");
    expect(await deliver(world.context, { deliveryId: "unknown" })).toBe("nothing");
    expect([world.sent.length, early.sent.length]).toEqual([1, 0]);
  });

  it("is made once when twenty workers get the hint at once (B1)", async () => {
    const world = makeWorld({ events: [makeEvent()] });

    const results = await Promise.all(Array.from({ length: 20 }, () => world.deliver()));

    expect(results.filter((result) => result !== "nothing")).toEqual(["delivered"]);
    expect(world.sent).toHaveLength(1);
  });

  it("that is refused is tried again by the schedule of callbacks, under one id (E2)", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    world.receiverAnswers(refused, { ...refused, retryAfterSeconds: 400 });

    const results = [await world.deliver()];
    for (const _retry of [1, 2]) {
      world.advanceToDue();
      results.push(await world.deliver());
    }

    expect(results).toEqual(["retry", "retry", "delivered"]);
    expect(world.hints).toEqual([
      { deliveryId: "msg_1", delaySeconds: 5 },
      { deliveryId: "msg_1", delaySeconds: 400 },
    ]);
    expect(new Set(world.sent.map(({ id }) => id))).toEqual(new Set(["msg_1"]));
    const [first = 0, ...later] = world.sent.map(({ timestamp }) => timestamp);
    expect(later.map((timestamp) => timestamp - first)).toEqual([5, 405]);
  });

  it("is sent again with the same id after a worker was killed in the middle of an attempt (A10)", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    world.receiverAnswers(new Error("killed"));
    await expect(world.deliver()).rejects.toThrow("killed");

    const atOnce = await world.deliver();
    world.advanceSeconds(60);
    const later = await world.deliver();

    expect([atOnce, later]).toEqual(["nothing", "delivered"]);
    expect(world.sent.map(({ id }) => id)).toEqual(["msg_1", "msg_1"]);
  });
});

describe("X-31 a delivery that is given up", () => {
  it("after eight attempts says so in its history and in the log, and never shows its url or body", async () => {
    const world = makeWorld({ events: [makeEvent({ url: "https://receiver.example/canary", body: '"canary"' })] });
    world.receiverAnswers(...retryDelaysSeconds.map(() => refused));

    const waited: number[] = [];
    for (let result = await world.deliver(); result === "retry"; result = await world.deliver()) {
      waited.push(world.advanceToDue());
    }

    const facts = { subject: { kind: "trigger", id: "trigger-1" }, attempts: 8, lastOutcome: "refused" };
    expect(waited).toEqual(retryDelaysSeconds.slice(1));
    expect(world.sent).toHaveLength(8);
    expect(world.events.get("msg_1")).toMatchObject({ status: "failed", dueAt: null });
    expect(world.entries).toEqual([
      expect.objectContaining({
        tenantId: "t-1",
        subjectType: "delivery",
        subjectId: "msg_1",
        action: "delivery.failed",
        correlationId: "corr-event",
        details: { event: "ticket.created", ...facts },
      }),
    ]);
    expect(world.errors).toEqual([["delivery was given up", { deliveryId: "msg_1", tenantId: "t-1", ...facts }]]);
    expect(JSON.stringify([world.entries, world.errors])).not.toContain("canary");
  });

  it("with 410 is never called again (E4)", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    world.receiverAnswers({ kind: "gone", status: 410 });

    expect(await world.deliver()).toBe("failed");
    world.advanceSeconds(100_000);
    expect(await world.deliver()).toBe("nothing");
    expect(world.sent).toHaveLength(1);
    expect(world.entries).toMatchObject([{ details: { attempts: 1, lastOutcome: "gone" } }]);
  });

  it("because its tenant is gone is not posted", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    world.tenants.clear();

    expect(await world.deliver()).toBe("failed");
    expect(world.sent).toEqual([]);
    expect(world.entries).toMatchObject([{ details: { attempts: 0, lastOutcome: null } }]);
  });

  it("is written by one of two workers: who comes back late writes nothing", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    const send = world.context.webhooks.send;
    let slow = true;
    world.context.webhooks.send = async (request) => {
      if (!slow) return send(request);
      slow = false;
      world.advanceSeconds(60);
      await world.deliver();
      return { kind: "gone", status: 410 };
    };

    expect(await world.deliver()).toBe("nothing");
    expect(world.events.get("msg_1")?.status).toBe("delivered");
    expect([world.entries, world.errors]).toEqual([[], []]);
  });
});

describe("E1 a tenant's signing secret", () => {
  it("is made when the first delivery is sent, signs it, and stays", async () => {
    const world = makeWorld({ events: [makeEvent(), makeEvent({ id: "msg_2" })], tenant: { webhookSecrets: [] } });

    await sweepDeliveries(world.context);

    const [made, ...others] = world.tenants.get("t-1")?.webhookSecrets ?? [];
    const secret = made?.sealed.slice("sealed:".length);
    expect(others).toEqual([]);
    expect(secret).toMatch(/^whsec_/);
    expect(world.sent.map(({ secrets }) => secrets)).toEqual([[secret], [secret]]);
    expect(world.entries).toMatchObject([{ action: "tenant.webhook_secret_rotated", subjectId: "t-1" }]);
    expect(JSON.stringify(world.entries)).not.toContain(secret);
  });

  it("that was rotated signs beside the new one while the rotation lasts", async () => {
    const webhookSecrets = [makeSecret("new"), makeSecret("old", "2026-03-01T12:00:03.000Z")];
    const world = makeWorld({ events: [makeEvent()], tenant: { webhookSecrets } });
    world.receiverAnswers(refused);

    await world.deliver();
    world.advanceToDue();
    await world.deliver();

    expect(world.sent.map(({ secrets }) => secrets)).toEqual([["whsec_new", "whsec_old"], ["whsec_new"]]);
  });

  it("that cannot be opened is no reason to post unsigned: the attempt counts as failed", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    world.context.sealer.unseal = () => Promise.reject(new Error("sealed with another key"));

    expect(await world.deliver()).toBe("retry");
    expect(world.sent).toEqual([]);
    expect(world.events.get("msg_1")?.attempts).toMatchObject([{ outcome: "unsigned", status: null }]);
  });
});

describe("A9, X-41 hints and the sweep", () => {
  it("send callbacks and events alike", async () => {
    const world = makeWorld({ events: [makeEvent(), makeEvent({ id: "msg_2" })] });
    world.deliveries.set("job-1", makeDelivery());

    expect(await sweepDeliveries(world.context)).toMatchObject({ checked: 3, changed: 3 });
    expect(await sweepDeliveries(world.context)).toMatchObject({ checked: 0, changed: 0 });
    expect(world.sent.map(({ id }) => id)).toEqual(["msg_job-1", "msg_1", "msg_2"]);
  });

  it.each([{ jobId: "job-1" }, { deliveryId: "msg_1" }])("read the message %o as it was sent", (message) => {
    expect(DeliveryMessage.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it.each([{}, { jobId: "" }, { deliveryId: 1 }, "job-1"])("refuse the message %o", (message) => {
    expect(DeliveryMessage.safeParse(message).success).toBe(false);
  });

  it("may get lost without harm: the row is due (C5)", async () => {
    const world = makeWorld({ events: [makeEvent()] });
    world.context.callbackQueue.send = () => Promise.reject(new Error("no queue"));

    await hintDelivery(world.context, { deliveryId: "msg_1" });

    expect(await sweepDeliveries(world.context)).toMatchObject({ checked: 1, changed: 1 });
  });
});

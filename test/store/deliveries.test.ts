import { DeleteItemCommand, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DeliveryMessage } from "@tessera/core/deliveries";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeAudit, makeCallback, makeEventDelivery, makeTenant, start } from "../support/builders.ts";
import { acceptedJob, collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const stale = { code: "stale_write" };

/** What is due of these; tests share a table. */
async function dueOf(messages: DeliveryMessage[], now: Date): Promise<DeliveryMessage[]> {
  const wanted = messages.map((message) => JSON.stringify(message));
  const due = (await collect(world.deliveries.due(now))).map(({ ref }) => ref);
  return due.filter((message) => wanted.includes(JSON.stringify(message)));
}

describe("TF-61 callbacks", () => {
  it("lets one of two workers claim a delivery, also when both write the same", async () => {
    const callback = makeCallback(await acceptedJob(world));
    await world.callbacks.save(callback);
    const claim = { ...callback, dueAt: later(60_000).toISOString(), version: 2 };

    const outcomes = await Promise.allSettled([world.callbacks.save(claim), world.callbacks.save(claim)]);

    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("PX-66 deliveries of events", () => {
  it("are read back as they were saved, their body included, and unknown ones are not there", async () => {
    const delivery = makeEventDelivery({ body: JSON.stringify("é".repeat(30_000)) });

    await world.deliveries.save(delivery);

    expect(await world.deliveries.find(delivery.id)).toEqual(delivery);
    expect(await world.deliveries.find("msg_unknown")).toBeUndefined();
  });

  it("are made once, and claimed by one of many workers", async () => {
    const delivery = makeEventDelivery();
    await world.deliveries.save(delivery);
    const claim = { ...delivery, dueAt: later(60_000).toISOString(), version: 2 };

    const again = world.deliveries.save(delivery);
    await expect(again).rejects.toMatchObject(stale);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => world.deliveries.save(claim)));

    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("are given up together with their history, or not at all (X-31)", async () => {
    const tenant = makeTenant();
    await world.access.createTenant(
      tenant,
      makeAudit({ id: tenant.id, tenantId: tenant.id }, { subjectType: "tenant" }),
    );
    const delivery = makeEventDelivery({ tenantId: tenant.id });
    await world.deliveries.save(delivery);
    await world.deliveries.save(makeEventDelivery({ tenantId: tenant.id }));
    const failed = { ...delivery, status: "failed", dueAt: null, version: 2 } as const;
    const audit = makeAudit(delivery, { subjectType: "delivery", action: "delivery.failed" });
    const subject = { type: "delivery", id: delivery.id };

    const early = world.deliveries.saveFailed({ ...failed, version: 3 }, audit);
    await expect(early).rejects.toMatchObject(stale);
    const before = await collect(world.audit.entries(subject));
    await world.deliveries.saveFailed(failed, audit);

    expect(before).toEqual([]);
    expect(await collect(world.audit.entries(subject))).toMatchObject([{ action: "delivery.failed", sequence: 1 }]);
    expect(await world.audit.verify(subject)).toEqual({ entries: 1, fault: null });
    expect(await world.deliveries.find(delivery.id)).toMatchObject({ status: "failed", audit: { sequence: 1 } });
    expect((await collect(world.audit.subjects())).filter(({ type }) => type === "delivery")).toEqual([subject]);
  });

  it("show that the entry of their end was taken away (N1)", async () => {
    const delivery = makeEventDelivery();
    await world.deliveries.save(delivery);
    const audit = makeAudit(delivery, { subjectType: "delivery", action: "delivery.failed" });
    await world.deliveries.saveFailed({ ...delivery, status: "failed", dueAt: null, version: 2 }, audit);
    const Key = { pk: { S: `AUDIT#delivery#${delivery.id}` }, sk: { S: "0000000001" } };

    await world.dynamo.client.send(new DeleteItemCommand({ TableName: world.dynamo.tableName, Key }));

    const { fault } = await world.audit.verify({ type: "delivery", id: delivery.id });
    expect(fault).toBe("the chain ends at entry 0, its subject says 1");
  });
});

describe("X-41 what is due", () => {
  it("is found from its instant on, oldest first, whether a callback or an event's delivery", async () => {
    const job = await acceptedJob(world);
    const at = (seconds: number) => later(seconds * 1_000).toISOString();
    const first = makeEventDelivery({ dueAt: at(10) });
    const third = makeEventDelivery({ dueAt: at(30) });
    await world.deliveries.save(third);
    await world.callbacks.save(makeCallback(job, { dueAt: at(20) }));
    await world.deliveries.save(first);
    const messages = [{ deliveryId: first.id }, { jobId: job.id }, { deliveryId: third.id }];

    const found = await Promise.all([9, 10, 20, 40].map((seconds) => dueOf(messages, later(seconds * 1_000))));

    expect(found).toEqual([[], messages.slice(0, 1), messages.slice(0, 2), messages]);
  });

  it.each(["delivered", "failed"] as const)("is nothing that is %s", async (status) => {
    const job = await acceptedJob(world);
    const callback = makeCallback(job);
    const delivery = makeEventDelivery();
    const messages = [{ jobId: job.id }, { deliveryId: delivery.id }];
    await world.callbacks.save(callback);
    await world.deliveries.save(delivery);

    const before = await dueOf(messages, start);
    await world.callbacks.save({ ...callback, status, dueAt: null, version: 2 });
    await world.deliveries.save({ ...delivery, status, dueAt: null, version: 2 });

    const Key = { pk: { S: `DELIVERY#${delivery.id}` }, sk: { S: "DELIVERY" } };
    const { Item } = await world.dynamo.client.send(new GetItemCommand({ TableName: world.dynamo.tableName, Key }));

    expect(before).toEqual(expect.arrayContaining(messages));
    expect(await dueOf(messages, later(60_000))).toEqual([]);
    expect(Item).not.toHaveProperty("gsi2pk");
  });
});

describe("N5 rows of the release before", () => {
  const write = (item: Record<string, unknown>) =>
    world.dynamo.client.send(new PutItemCommand({ TableName: world.dynamo.tableName, Item: marshall(item) }));

  it("are callbacks that are found due, read and saved as they are", async () => {
    const row = {
      id: "msg_0198b0f0-0000-7000-8000-00000000a001",
      jobId: "0198b0f0-0000-7000-8000-00000000a001",
      tenantId: "t-old",
      clientId: "c-old",
      url: "https://receiver.example/jobs",
      event: "job.completed",
      status: "pending",
      attempts: [{ at: "2026-02-01T12:00:00.000Z", outcome: "refused", status: 500 }],
      dueAt: "2026-02-01T12:00:05.000Z",
      createdAt: "2026-02-01T12:00:00.000Z",
      purgeAt: "2026-03-10T12:00:00.000Z",
      version: 3,
    } as const;
    await write({
      ...row,
      pk: `JOB#${row.jobId}`,
      sk: "CALLBACK",
      gsi2pk: "DUE#CALLBACK#3",
      gsi2sk: `${row.dueAt}#${row.jobId}`,
      ttl: 1_773_144_000,
      entity: "callback",
      writeToken: "0b5f4e5e-0000-4000-8000-000000000001",
    });
    const message = { jobId: row.jobId };

    const found = [await world.callbacks.find(row.jobId), ...(await dueOf([message], start))];
    await world.callbacks.save({ ...row, attempts: [...row.attempts], dueAt: null, status: "delivered", version: 4 });

    expect(found).toEqual([row, message]);
    expect(await dueOf([message], start)).toEqual([]);
  });

  it("are tenants without a secret", async () => {
    const { webhookSecrets: _none, ...row } = makeTenant();
    await write({ ...row, pk: `TENANT#${row.id}`, sk: "TENANT", entity: "tenant" });

    expect(await world.access.findTenant(row.id)).toEqual({ ...row, webhookSecrets: [] });
  });
});

describe("PX-66, E1 a tenant's secrets", () => {
  it("are saved over the tenant's version before, with their entry", async () => {
    const tenant = makeTenant();
    const subject = { type: "tenant", id: tenant.id };
    const audit = () => makeAudit({ id: tenant.id, tenantId: tenant.id }, { subjectType: "tenant" });
    await world.access.createTenant(tenant, audit());
    const created = await world.access.findTenant(tenant.id);
    if (!created) throw new Error("expected the tenant");
    const secret = { id: "s-1", sealed: "sealed", createdAt: start.toISOString(), expiresAt: null };
    const changed = { ...created, webhookSecrets: [secret], version: 2 };

    await world.access.saveTenant(changed, audit());
    const again = world.access.saveTenant(changed, audit());

    await expect(again).rejects.toMatchObject(stale);
    expect(await world.access.findTenant(tenant.id)).toMatchObject({ webhookSecrets: [secret], version: 2 });
    expect(await world.audit.verify(subject)).toEqual({ entries: 2, fault: null });
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Product, startProduct } from "../support/product.ts";
import { type Receiver, startReceiver, verifyDelivery } from "../support/receiver.ts";
import { type TicketsClient, ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

let receiver: Receiver;
let product: Product;
let client: TicketsClient;
let secret: string;

beforeAll(async () => {
  receiver = await startReceiver();
  product = await startProduct({ env: { EGRESS_ALLOW_HOSTS: "127.0.0.1", TESSERA_TEST_CLOCK: "1" } });
  const admin = ticketsClient(product);
  const tenant = await admin.call<{ tenant_id: string }>("POST", "/admin/tenants", { name: "Acme" });
  const made = await admin.call<{ client_id: string }>("POST", `/admin/tenants/${tenant.body.tenant_id}/clients`, {
    name: "Acme importer",
  });
  const clientId = made.body.client_id;
  const key = await admin.call<{ key: string }>("POST", "/admin/keys", {
    subject: clientId,
    scopes: ["tickets:submit", "tickets:read", "tickets:cancel", "admin"],
  });
  const rotated = await admin.call<{ secret: string }>("POST", `/admin/clients/${clientId}/webhook-secret`);
  secret = rotated.body.secret;
  client = ticketsClient(product, key.body.key);
});
afterEach(() => {
  receiver.deliveries.length = 0;
  receiver.answerWith();
});
afterAll(async () => {
  await product?.dispose();
  await receiver?.stop();
});

describe("TF-61, E1 a callback", () => {
  it("tells the receiver once, signed with the client's secret, what the status route tells", async () => {
    const jobId = await client.submit({ callback_url: `${receiver.url}/jobs/{job_id}/callback` });
    const job = await client.untilEnded(jobId);
    await waitFor(() => receiver.deliveries.length === 1, { what: "the callback" });
    await client.sweep("callbacks");

    expect(receiver.deliveries).toHaveLength(1);
    const [delivery] = receiver.deliveries;
    if (!delivery) throw new Error("nothing was delivered");
    verifyDelivery(delivery, secret);
    expect(JSON.parse(delivery.body)).toEqual(job);
    expect(delivery.event).toBe("job.completed");
  });
});

describe("TF-61, E2 a receiver that fails", () => {
  it("posts three times with one id and fresh timestamps, and the job stays completed", async () => {
    receiver.answerWith(500, 500, 200);

    const jobId = await client.submit({ callback_url: `${receiver.url}/callback` });
    await client.untilEnded(jobId);
    for (let sent = 1; sent < 3; sent += 1) {
      await waitFor(() => receiver.deliveries.length === sent, { what: `attempt ${sent}` });
      // The next attempt is due at once, by the product's clock.
      await waitFor(
        async () => {
          await client.advanceClock(400_000);
          await client.sweep("callbacks");
          return receiver.deliveries.length > sent;
        },
        { what: `attempt ${sent + 1}`, everyMs: 100 },
      );
    }

    expect(receiver.deliveries).toHaveLength(3);
    expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(1);
    const timestamps = receiver.deliveries.map(({ timestamp }) => timestamp);
    expect(new Set(timestamps).size).toBe(3);
    expect((await client.status(jobId)).error).toBeNull();
  });

  it("gives up after the last attempt: callback_failed stands in error, the result stays readable", async () => {
    receiver.answerWith(...Array.from({ length: 20 }, () => 500));

    const jobId = await client.submit({ callback_url: `${receiver.url}/callback` });
    await client.untilEnded(jobId);
    // Not while the first attempt is on its way: by the clock of the next line its claim would have run out.
    await waitFor(() => receiver.deliveries.length === 1, { what: "the first attempt" });
    await waitFor(
      async () => {
        await client.advanceClock(41_000_000);
        await client.sweep("callbacks");
        return (await client.status(jobId)).error !== null;
      },
      { what: "the end of the retries", everyMs: 100, timeoutMs: 20_000 },
    );

    expect(await client.status(jobId)).toMatchObject({ status: "completed", error: { code: "callback_failed" } });
    expect(receiver.deliveries).toHaveLength(8);
    expect((await client.result(jobId)).body).toMatchObject({ schema_version: "tickets.result.v1" });
  });

  it("stops at once when the receiver answers 410 (E4)", async () => {
    receiver.answerWith(410);

    const jobId = await client.submit({ callback_url: `${receiver.url}/callback` });
    await client.untilEnded(jobId);
    await waitFor(async () => (await client.status(jobId)).error !== null, { what: "the end of the callback" });

    expect(receiver.deliveries).toHaveLength(1);
    expect((await client.status(jobId)).error).toMatchObject({ code: "callback_failed" });
  });
});

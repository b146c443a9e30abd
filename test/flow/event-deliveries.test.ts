import { newEventDelivery } from "@tessera/core/deliveries";
import { createStore, type Store } from "@tessera/store";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startDynamo, type TestDynamo } from "../support/dynamo.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type Receiver, startReceiver, verifyDelivery } from "../support/receiver.ts";
import { ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

let receiver: Receiver;
let dynamo: TestDynamo;
let product: Product;
let store: Store;

beforeAll(async () => {
  receiver = await startReceiver();
  dynamo = await startDynamo();
  store = createStore({ client: dynamo.client, tableName: dynamo.tableName, signingKey: new Uint8Array(32) });
  product = await startProduct({
    env: {
      EGRESS_ALLOW_HOSTS: "127.0.0.1",
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      TESSERA_TABLE: dynamo.tableName,
      // Only the sweep that the test asks for: the second attempt must come by its hint.
      TESSERA_SWEEP_SECONDS: "3600",
    },
  });
});
afterAll(async () => {
  await product?.dispose();
  await dynamo?.stop();
  await receiver?.stop();
});

it("PX-66, E1, E2 sends what was saved for an event by the sweep, and again by the hint, signed by its tenant", async () => {
  const client = ticketsClient(product);
  const delivery = newEventDelivery(
    { now: () => new Date(), newId: () => uuidv7(), correlationId: "flow" },
    {
      tenantId: "default",
      url: `${receiver.url}/hook`,
      event: "ticket.created",
      body: '{"type":"ticket.created"}',
      subject: { kind: "trigger", id: "trigger-1" },
    },
  );
  receiver.answerWith(500);

  await store.deliveries.save(delivery);
  await client.sweep("callbacks");
  const { status, body } = await client.call<{ secret: string }>("POST", "/admin/tenants/default/webhook-secret");
  await waitFor(() => receiver.deliveries.length === 2, { what: "the second attempt", timeoutMs: 20_000 });

  const [first, second] = receiver.deliveries;
  if (!first || !second) throw new Error("expected two attempts");
  expect([first.id, second.id]).toEqual([delivery.id, delivery.id]);
  expect(second.body).toBe('{"type":"ticket.created"}');
  // The first is signed by the secret that was made for it, the second by that and the one from the rotation.
  expect(first.headers["webhook-signature"]).toMatch(/^v1,\S+$/);
  expect(second.headers["webhook-signature"]).toMatch(/^v1,\S+ v1,\S+$/);
  expect(status).toBe(201);
  verifyDelivery(second, body.secret);
  await waitFor(async () => (await store.deliveries.find(delivery.id))?.status === "delivered", { what: "the end" });
});

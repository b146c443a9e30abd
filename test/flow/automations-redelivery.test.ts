import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Local, startLocal } from "@tessera/local";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait.ts";

// The product in this process, so that its bus and its queues can be met directly.
const dataDir = mkdtempSync(join(tmpdir(), "tessera-automations-"));
const key = "tsk_test_0123456789abcdefghijklmnopqrstuvwxyz";
let local: Local;
let receiver: Receiver;
let bus: EventBridgeClient;
let sqs: SQSClient;

beforeAll(async () => {
  receiver = await startReceiver();
  local = await startLocal({
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      TESSERA_DATA_DIR: dataDir,
      TESSERA_BOOTSTRAP_KEY: key,
      TESSERA_LOG_LEVEL: "SILENT",
      EGRESS_ALLOW_HOSTS: "127.0.0.1",
    },
  });
  bus = new EventBridgeClient({});
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  bus?.destroy();
  sqs?.destroy();
  await local?.stop();
  await receiver?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: bodies of any shape, looked at by assertions.
async function call(method: string, path: string, body?: object): Promise<any> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = await fetch(`${local.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  return response.json();
}

/** Messages that wait for the automations or are with them. */
async function waiting(): Promise<number> {
  const QueueUrl = process.env.TESSERA_AGENTS_QUEUE_URL?.replace("-agents", "-automations");
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

it("PX-66, X-34 an event that the bus delivers again acts once", async () => {
  const actions = [{ type: "create_issue" }, { type: "webhook", url: `${receiver.url}/in` }];
  await call("POST", "/api/v1/triggers", { name: "Issue", event: "ticket.created", actions });
  const { id } = await call("POST", "/api/v1/tickets", { subject: "Once" });
  await waitFor(() => receiver.deliveries.length > 0, { what: "the first run", timeoutMs: 30_000 });
  const { trigger: _trigger, ...event } = JSON.parse(receiver.deliveries[0]?.body ?? "");

  const again = {
    EventBusName: process.env.TESSERA_EVENT_BUS,
    Source: "tessera",
    DetailType: event.type,
    Detail: JSON.stringify(event),
  };
  await bus.send(new PutEventsCommand({ Entries: Array(6).fill(again) }));
  await waitFor(async () => (await waiting()) === 0, { what: "an empty queue", timeoutMs: 30_000 });

  const { issues } = await call("GET", "/api/v1/issues");
  expect(issues.map(({ metadata }: { metadata: object }) => metadata)).toMatchObject([{ ticketId: id }]);
  expect(await call("GET", `/api/v1/tickets/${id}`)).toMatchObject({ version: 2, messageCount: 1 });
  expect(receiver.deliveries).toHaveLength(1);
});

import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { AuditEntry } from "@tessera/core/audit";
import { eventData, eventOf, eventTypes } from "@tessera/core/events";
import { type Local, startLocal } from "@tessera/local";
import { createAuditReader } from "@tessera/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type BusListener, listenToBus } from "../support/bus-listener.ts";
import { type FakePagerduty, startFakePagerduty } from "../support/platforms/index.ts";
import { waitFor } from "../support/wait.ts";

// The product in this process, so that its bus and its queues can be met directly.
const dataDir = mkdtempSync(join(tmpdir(), "tessera-incident-intake-"));
let local: Local;
let pagerduty: FakePagerduty;
let bus: EventBridgeClient;
let sqs: SQSClient;
let heard: BusListener;

beforeAll(async () => {
  pagerduty = await startFakePagerduty();
  heard = listenToBus();
  local = await startLocal({
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      TESSERA_DATA_DIR: dataDir,
      TESSERA_LOG_LEVEL: "SILENT",
      EGRESS_ALLOW_HOSTS: "127.0.0.1",
    },
  });
  bus = new EventBridgeClient({});
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
});
afterAll(async () => {
  heard?.stop();
  bus?.destroy();
  sqs?.destroy();
  await local?.stop();
  await pagerduty?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface IncidentRow {
  id: string;
  service: string;
  platforms: string[];
  anomalyCount: number;
}

/** Without a key: a laptop lets everybody in who reaches it (X-24, C-23). */
async function call<Body>(method: string, path: string, body?: object): Promise<Body> {
  const response = await fetch(`${local.url}${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

const anomalyOf = (service: string, fields: object = {}) => ({
  event_id: randomUUID(),
  "@timestamp": new Date().toISOString(),
  anomaly_type: "error_rate",
  anomaly_score: 4.2,
  severity: "critical",
  service,
  tenant_id: "default",
  ...fields,
});

async function put(...anomalies: object[]): Promise<void> {
  const Entries = anomalies.map((anomaly) => ({
    EventBusName: "tessera",
    Source: "detector",
    DetailType: "incidents.anomaly_detected",
    Detail: JSON.stringify(anomaly),
  }));
  const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
  expect(FailedEntryCount).toBe(0);
}

/** The types of the events about an incident, in the order of the bus. */
function published(id: string): string[] {
  const about = z.object({ subject: z.object({ id: z.literal(id) }) });
  return heard.events.filter(({ detail }) => about.safeParse(detail).success).map(({ type }) => type);
}

const incidentsOf = (service: string) => call<IncidentRow[]>("GET", `/api/incidents?service=${service}`);
const deadLetterUrl = () => process.env.TESSERA_ANOMALIES_DLQ_URL ?? "";

describe("X-40, LC-20 anomalies over the local bus and queue", () => {
  it("become one incident with their count, and its platform is told by the worker", async () => {
    await call("PATCH", "/api/v1/config/platforms", { pagerduty: { enabled: true, ...pagerduty.config } });

    await put(anomalyOf("payment-api"), anomalyOf("payment-api"));
    const counted = async () => (await incidentsOf("payment-api"))[0]?.anomalyCount === 2;
    await waitFor(counted, { what: "the incident" });
    await waitFor(() => pagerduty.alerts.size > 0, { what: "the page" });

    const [incident, ...others] = await incidentsOf("payment-api");
    expect(others).toEqual([]);
    expect(incident?.platforms).toEqual(["pagerduty"]);
    expect([...pagerduty.alerts]).toEqual([[incident?.id, "trigger"]]);
  });

  it("are counted once, however often the same message is delivered (B1)", async () => {
    const QueueUrl = deadLetterUrl().replace("-dead-letters", "");
    const MessageBody = JSON.stringify(anomalyOf("twice-api"));
    const another = JSON.stringify(anomalyOf("twice-api"));
    const sendAll = (...bodies: string[]) =>
      Promise.all(bodies.map((body) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }))));

    await sendAll(...Array.from({ length: 20 }, () => MessageBody));
    await waitFor(async () => (await incidentsOf("twice-api")).length > 0, { what: "the incident" });
    await sendAll(MessageBody, another);
    const isDone = async () => (await incidentsOf("twice-api"))[0]?.anomalyCount === 2 && (await isEmpty(QueueUrl));
    await waitFor(isDone, { what: "the anomaly that is another" });

    expect(await incidentsOf("twice-api")).toMatchObject([{ anomalyCount: 2 }]);
    const [incident = { id: "" }] = await incidentsOf("twice-api");
    const told = (action: string) => published(incident.id).filter((type) => type === `incident.${action}`).length;
    await waitFor(() => told("created") + told("grouped") >= 2, { what: "the events" });
    expect([told("created"), told("grouped")]).toEqual([1, 1]);
  });

  async function isEmpty(QueueUrl: string): Promise<boolean> {
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }));
    return names.every((name) => Attributes?.[name] === "0");
  }

  it("are taken straight from the queue as well, and put aside with their reason where they never can be", async () => {
    const QueueUrl = deadLetterUrl().replace("-dead-letters", "");
    const bad = anomalyOf("cart-api", { severity: "urgent" });
    const badOnBus = anomalyOf("cart-api", { severity: "worse" });
    const MessageBody = JSON.stringify([bad, anomalyOf("cart-api")]);

    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await put(badOnBus);
    await waitFor(async () => (await incidentsOf("cart-api")).length > 0, { what: "the incident" });
    const letters: Message[] = [];
    await waitFor(
      async () => {
        const receive = new ReceiveMessageCommand({ QueueUrl: deadLetterUrl(), MessageAttributeNames: ["All"] });
        letters.push(...((await sqs.send(receive)).Messages ?? []));
        return letters.length > 1;
      },
      { what: "the dead letters" },
    );

    const bodies = letters.map(({ Body }) => JSON.parse(Body ?? ""));
    expect(bodies).toHaveLength(2);
    expect(bodies).toContainEqual(bad);
    expect(bodies).toContainEqual(expect.objectContaining({ detail: badOnBus }));
    for (const { MessageAttributes } of letters) expect(MessageAttributes?.reason?.StringValue).toContain("severity");
    expect(await incidentsOf("cart-api")).toHaveLength(1);
  });
});

describe("X-34, LC-23 the events of an incident's life", () => {
  const mark = "words-of-a-log";

  /** All that can happen to one, and to the one after it, which flaps. */
  async function liveThrough(service: string): Promise<AuditEntry[]> {
    const report = () =>
      call("POST", "/api/v1/anomalies", anomalyOf(service, { error_message: mark, description: mark }));
    const move = (id: string, name: string, body?: object) => call("POST", `/api/v1/incidents/${id}/${name}`, body);
    await call("PATCH", "/api/v1/config/platforms", { pagerduty: { enabled: true, ...pagerduty.config } });
    await report();
    await report();
    const [incident = { id: "" }] = await incidentsOf(service);
    await waitFor(() => pagerduty.alerts.has(incident.id), { what: "the page" });
    await move(incident.id, "notes", { text: mark });
    pagerduty.failNext({ status: 400, body: mark });
    await move(incident.id, "acknowledge");
    const isGivenUp = async () =>
      (await trailOf(incident.id)).some(({ action }) => action === "incident.forward_failed");
    await waitFor(isGivenUp, { what: "the platform to be given up" });
    await move(incident.id, "escalate", { platforms: ["pagerduty", "opsgenie"] });
    await move(incident.id, "resolve");
    await move(incident.id, "reopen");
    await move(incident.id, "resolve");
    await call("PATCH", "/api/v1/config/noise", { flapping: { enabled: true, maxIncidents: 1, window: "1h" } });
    await report();
    const [flapping = { id: "" }] = await incidentsOf(service);
    return [...(await trailOf(incident.id)), ...(await trailOf(flapping.id))];
  }

  async function trailOf(id: string): Promise<AuditEntry[]> {
    const { runtime } = await import("../../functions/lib/runtime.ts");
    const reader = createAuditReader(runtime.store.open);
    const subjects = ["incident", "incident_anomalies"].map((type) => ({ type, id, tenantId: "default" }));
    const entries: AuditEntry[] = [];
    for (const subject of subjects) for await (const entry of reader.entries(subject)) entries.push(entry);
    return entries;
  }

  it("are of every kind and on the bus, are about an incident, say what their schemas say, and hold no text of logs or people", async () => {
    const entries = await liveThrough("ledger-api");

    const events = entries.flatMap((entry) => eventOf(entry) ?? []);
    const expected = eventTypes.filter((type) => type.startsWith("incident."));
    const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    expect([...new Set(events.map(({ type }) => type))].toSorted()).toEqual(expected.toSorted());
    expect(events.filter(({ subject }) => subject.kind !== "incident" || !subject.id.startsWith("inc-"))).toEqual([]);
    for (const { type, data } of events) {
      expect(asJson(eventData[type].parse(data)), type).toEqual(asJson(data));
    }
    expect(events.filter((event) => JSON.stringify(event).includes(mark))).toEqual([]);
    expect(entries.map(({ action }) => action)).toContain("incident.noted");
    for (const [id, ofOne] of Map.groupBy(events, ({ subject }) => subject.id)) {
      await waitFor(() => published(id).length >= ofOne.length, { what: `the events of ${id} on the bus` });
      expect(published(id).toSorted()).toEqual(ofOne.map(({ type }) => type).toSorted());
    }
    expect(events.filter(({ data }) => data.suppressedBy === "flapping")).toHaveLength(1);
  });
});

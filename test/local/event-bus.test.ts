import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, it } from "vitest";
import { type EventEnvelope, type EventRule, startEventBus } from "../../packages/local/src/event-bus.ts";
import { queueRules } from "../../packages/local/src/queue-rules.ts";
import { startQueueServer } from "../../packages/local/src/queues.ts";

const closes: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

async function startBus(rules: EventRule[]) {
  const warnings: string[] = [];
  const bus = await startEventBus({ rules, log: { info: () => {}, warn: (message) => void warnings.push(message) } });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new EventBridgeClient({ endpoint: bus.endpoint, region: "us-east-1", credentials });
  closes.push(() => client.destroy(), bus.stop);
  return {
    warnings,
    put: (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries })),
  };
}

function collecting(pattern: EventRule["pattern"]) {
  const events: EventEnvelope[] = [];
  const rule: EventRule = { name: "collect", pattern, target: async (envelope) => void events.push(envelope) };
  return { events, rule };
}

const completed = { Source: "tessera", DetailType: "job.completed", Detail: '{"jobId":"j"}', EventBusName: "tessera" };

describe("EventBridge on loopback, through the real client", () => {
  it("hands a matching event to its target as an envelope", async () => {
    const { events, rule } = collecting({ source: ["tessera"], detail: { jobId: ["j"] } });
    const bus = await startBus([rule]);

    const answer = await bus.put({ ...completed, Time: new Date("2026-01-02T03:04:05Z"), Resources: ["arn:x"] });

    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: events[0]?.id }] });
    expect(events).toEqual([
      {
        version: "0",
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        "detail-type": "job.completed",
        source: "tessera",
        account: "000000000000",
        time: "2026-01-02T03:04:05Z",
        region: "us-east-1",
        resources: ["arn:x"],
        detail: { jobId: "j" },
      },
    ]);
  });

  it("leaves out rules that do not match", async () => {
    const { events, rule } = collecting({ "detail-type": [{ prefix: "ticket." }] });
    const bus = await startBus([rule]);

    await bus.put(completed);

    expect(events).toEqual([]);
  });

  it("refuses single entries and takes the rest", async () => {
    const { events, rule } = collecting({});
    const bus = await startBus([rule]);

    const answer = await bus.put({ ...completed, Detail: "not json" }, completed, { ...completed, Source: "" });

    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.Entries).toMatchObject([
      { ErrorCode: "MalformedDetail" },
      { EventId: events[0]?.id },
      { ErrorCode: "InvalidArgument" },
    ]);
    expect(events).toHaveLength(1);
  });

  it("refuses more than ten entries", async () => {
    const bus = await startBus([]);

    await expect(bus.put(...Array(11).fill(completed))).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("does not let a failing target fail the sender or the other targets", async () => {
    const { events, rule } = collecting({});
    const failing: EventRule = { name: "broken", pattern: {}, target: () => Promise.reject(new Error("away")) };
    const bus = await startBus([failing, rule]);

    const answer = await bus.put(completed);

    expect(answer.FailedEntryCount).toBe(0);
    expect(events).toHaveLength(1);
    expect(bus.warnings).toEqual(["an event did not reach its target"]);
  });

  it("X-40, PX-66 each event goes into the queue of its kind as a full envelope, and all others into none", async () => {
    const visibilitySeconds = { intake: 30, anomalies: 30, automations: 30 };
    const { client, queues, stop } = await startQueueServer({ visibilitySeconds, maxReceiveCount: 5 });
    closes.push(stop);
    const bus = await startBus(queueRules(client, queues));
    const typesIn = async ({ url }: { url: string }) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      return Messages.map(({ Body }) => JSON.parse(Body ?? ""));
    };

    await bus.put(
      completed,
      { ...completed, Source: "shop", DetailType: "tickets.generation_requested" },
      { ...completed, Source: "detector", DetailType: "incidents.anomaly_detected" },
      { ...completed, DetailType: "ticket.created" },
      { ...completed, Source: "shop", DetailType: "ticket.created" },
      { ...completed, DetailType: "incident.created" },
    );

    const envelope = { version: "0", detail: { jobId: "j" } };
    expect(await typesIn(queues.intake)).toEqual([
      expect.objectContaining({ ...envelope, source: "shop", "detail-type": "tickets.generation_requested" }),
    ]);
    expect(await typesIn(queues.anomalies)).toEqual([
      expect.objectContaining({ ...envelope, source: "detector", "detail-type": "incidents.anomaly_detected" }),
    ]);
    expect(await typesIn(queues.automations)).toEqual([
      expect.objectContaining({ ...envelope, source: "tessera", "detail-type": "ticket.created" }),
    ]);
  });
});

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
import { type Local, startLocal } from "@tessera/local";
import { createAuditReader } from "@tessera/store";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeOllama, startFakeOllama } from "../support/fake-ollama.ts";
import { type JobView, submitRequest, type TicketsClient, ticketsClient } from "../support/tickets-client.ts";
import { waitFor } from "../support/wait.ts";

// The product in this process, so that its queues, bus and handlers can be met directly.
const dataDir = mkdtempSync(join(tmpdir(), "tessera-at-least-once-"));
const key = "tsk_test_0123456789abcdefghijklmnopqrstuvwxyz";
let model: FakeOllama;
let local: Local;
let client: TicketsClient;
let sqs: SQSClient;
let startHandler: (event: SQSEvent) => Promise<SQSBatchResponse>;

beforeAll(async () => {
  model = await startFakeOllama();
  local = await startLocal({
    env: {
      PATH: process.env.PATH,
      PORT: "0",
      TESSERA_DATA_DIR: dataDir,
      TESSERA_BOOTSTRAP_KEY: key,
      TESSERA_LOG_LEVEL: "SILENT",
      TESSERA_QUEUE_VISIBILITY_SECONDS: "1",
      TESSERA_TEST_CLOCK: "1",
      TICKETS_READS_PER_MINUTE: "1000000",
      TICKETS_SUBMITS_PER_MINUTE: "1000000",
      LLM_PROVIDER: "ollama",
      OLLAMA_BASE_URL: model.url,
    },
  });
  client = ticketsClient({ url: local.url, key });
  sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  startHandler = (await import("../../functions/jobs/start.ts")).handler;
});
afterAll(async () => {
  sqs?.destroy();
  await local?.stop();
  await model?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const hint = (body: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: process.env.TESSERA_JOBS_QUEUE_URL, MessageBody: body }));

async function depth(queueUrl: string | undefined): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }));
  return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}

const jobsDeadLetters = () => `${process.env.TESSERA_JOBS_QUEUE_URL}-dead-letters`;

describe("B1, X-32 the same message many times", () => {
  it("twenty hints at once and twenty after the end make one model call and one result", async () => {
    const before = model.requests.length;
    const jobId = await client.submit();

    await Promise.all(Array.from({ length: 20 }, () => hint(JSON.stringify({ jobId }))));
    await client.untilEnded(jobId);
    const result = await client.result(jobId);
    await Promise.all(Array.from({ length: 20 }, () => hint(JSON.stringify({ jobId }))));
    await waitFor(async () => (await depth(process.env.TESSERA_JOBS_QUEUE_URL)) === 0, { what: "an empty queue" });

    expect(model.requests.length - before).toBe(1);
    expect((await client.result(jobId)).body).toEqual(result.body);
    expect(await historyOf(jobId)).toEqual([
      "job.accepted",
      "job.started",
      "job.stage_changed",
      "job.stage_changed",
      "job.completed",
    ]);
  });
});

async function historyOf(jobId: string): Promise<string[]> {
  const { runtime } = await import("../../functions/lib/runtime.ts");
  const actions: string[] = [];
  for await (const entry of createAuditReader(runtime.store.open).entries({ type: "job", id: jobId }))
    actions.push(entry.action);
  return actions;
}

describe("B3 messages about jobs that are not there", () => {
  it("are done with, without a failure", async () => {
    await hint(JSON.stringify({ jobId: "0198c0de-0000-7000-8000-000000000000" }));
    await waitFor(async () => (await depth(process.env.TESSERA_JOBS_QUEUE_URL)) === 0, { what: "an empty queue" });

    expect(await depth(jobsDeadLetters())).toBe(0);
  });
});

describe("B2, B4 a message that cannot be read", () => {
  it("is reported by its own id, and ends in the dead-letter queue after five receives", async () => {
    const answer = await startHandler({
      Records: [recordOf("m-1", "{"), recordOf("m-2", JSON.stringify({ jobId: "x" }))],
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m-1" }] });

    await hint("not json");
    await waitFor(async () => (await depth(jobsDeadLetters())) === 1, { what: "the dead letter", timeoutMs: 20_000 });

    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: jobsDeadLetters(), MessageSystemAttributeNames: ["All"] }),
    );
    expect(Messages[0]?.Body).toBe("not json");
  });
});

function recordOf(messageId: string, body: string): SQSEvent["Records"][number] {
  return {
    messageId,
    receiptHandle: messageId,
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "1780000000000",
      SenderId: "000000000000",
      ApproximateFirstReceiveTimestamp: "1780000000001",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:tessera-jobs",
    awsRegion: "us-east-1",
  };
}

describe("B8 sweeps that run at once", () => {
  it("expire each job once, and what is expired is gone (TF-37)", async () => {
    const jobIds = await Promise.all(Array.from({ length: 5 }, () => client.submit()));
    await Promise.all(jobIds.map((jobId) => client.untilEnded(jobId)));
    await client.advanceClock(8 * 86_400_000);

    const summaries = await Promise.all(Array.from({ length: 4 }, () => client.sweep("expire-jobs")));
    const again = await client.sweep("expire-jobs");

    expect(summaries.every(({ status }) => status === 200)).toBe(true);
    expect(again.body).toMatchObject({ checked: 0, expired: 0 });
    for (const jobId of jobIds) {
      expect((await historyOf(jobId)).filter((action) => action === "job.expired")).toHaveLength(1);
      expect((await client.result(jobId)).body).toMatchObject({ status: "expired", stage: "completed" });
    }
  });
});

describe("X-40 a generation request that comes in as an event", () => {
  const put = async (detail: unknown) => {
    const bus = new EventBridgeClient({});
    await bus.send(
      new PutEventsCommand({
        Entries: [{ Source: "acme.specs", DetailType: "tickets.generation_requested", Detail: JSON.stringify(detail) }],
      }),
    );
    bus.destroy();
  };

  const jobIds = async () => {
    const { body } = await client.call<{ jobs: JobView[] }>("GET", "/tickets/v1/jobs?limit=500");
    return body.jobs.map(({ job_id }) => job_id);
  };

  it("becomes a job of the client that it names", async () => {
    const before = await jobIds();
    const request = submitRequest({ title: "From the bus" });

    await put({ client_id: "bootstrap", request });
    await waitFor(async () => (await jobIds()).length > before.length, { what: "the job of the event" });
    const made = (await jobIds()).filter((jobId) => !before.includes(jobId));

    // The client's own submit with this key answers the job that the event made.
    expect(made).toEqual([await client.submit(request)]);
    expect((await client.untilEnded(made[0] ?? "")).status).toBe("completed");
  });

  it("goes to the dead-letter queue with its reason when it is invalid, and the valid ones succeed", async () => {
    const before = await jobIds();
    const valid = submitRequest();

    await put({ client_id: "bootstrap", request: { ...submitRequest(), spec: "" } });
    await put({ client_id: "nobody", request: submitRequest() });
    await put({ client_id: "bootstrap", request: valid });
    await waitFor(async () => (await depth(process.env.TESSERA_INTAKE_DLQ_URL)) === 2, { what: "two dead letters" });
    const letters: Message[] = [];
    while (letters.length < 2) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: process.env.TESSERA_INTAKE_DLQ_URL, MessageAttributeNames: ["All"] }),
      );
      letters.push(...Messages);
    }
    const reasons = letters.map(({ MessageAttributes }) => MessageAttributes?.reason?.StringValue ?? "");

    expect(reasons.some((reason) => reason.includes("spec"))).toBe(true);
    expect(reasons.some((reason) => reason.includes("not_found"))).toBe(true);
    await waitFor(async () => (await jobIds()).length > before.length, { what: "the job of the valid event" });
    const made = (await jobIds()).filter((jobId) => !before.includes(jobId));
    expect(made).toEqual([await client.submit(valid)]);
  });
});

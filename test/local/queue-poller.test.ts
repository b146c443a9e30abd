import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { QueueEvent, QueueRecord } from "../../packages/local/src/queue-event.ts";
import { type Poller, startQueuePoller } from "../../packages/local/src/queue-poller.ts";
import { type QueueServer, startQueueServer } from "../../packages/local/src/queues.ts";
import { waitFor } from "../support/wait.ts";

const quiet = { info: () => {}, warn: () => {} };
let server: QueueServer<"jobs">;
let pollers: Poller[];

beforeEach(async () => {
  pollers = [];
  server = await startQueueServer({ visibilitySeconds: { jobs: 1 }, maxReceiveCount: 5 });
});
afterEach(async () => {
  await Promise.all(pollers.map((poller) => poller.stop(0)));
  await server.stop();
});

function poll(handler: (event: QueueEvent) => Promise<unknown>, concurrency = 1): Poller {
  const poller = startQueuePoller({
    client: server.client,
    queue: server.queues.jobs,
    handler,
    concurrency,
    log: quiet,
  });
  pollers.push(poller);
  return poller;
}

async function send(...bodies: string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({
    Id: String(index),
    MessageBody,
    MessageAttributes: { reason: { DataType: "String", StringValue: "test" } },
  }));
  await server.client.send(new SendMessageBatchCommand({ QueueUrl: server.queues.jobs.url, Entries }));
}

async function depth(url = server.queues.jobs.url): Promise<{ ready: number; hidden: number }> {
  const { Attributes } = await server.client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
  );
  return {
    ready: Number(Attributes?.ApproximateNumberOfMessages),
    hidden: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}

const empty = async () => {
  const { ready, hidden } = await depth();
  return ready + hidden === 0;
};

describe("Lambda's event source mapping, on loopback", () => {
  it("hands over the records in Lambda's shape and deletes what succeeded", async () => {
    const seen: QueueRecord[] = [];
    await send("one");

    poll(async ({ Records }) => void seen.push(...Records));
    await waitFor(empty, { what: "the queue to be empty" });

    expect(seen).toEqual([
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: "one",
        attributes: {
          ApproximateReceiveCount: "1",
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: expect.any(String),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: { reason: { dataType: "String", stringValue: "test" } },
        md5OfBody: "f97c5d29941bfb1b2fdab0874906ab82",
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:tessera-jobs",
        awsRegion: "us-east-1",
      },
    ]);
  });

  it("B2 redelivers exactly the messages that the answer names", async () => {
    const batches: string[][] = [];
    await send("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    poll(async ({ Records }) => {
      batches.push(Records.map(({ body }) => body));
      if (batches.length > 1) return { batchItemFailures: [] };
      const failing = Records.filter(({ body }) => ["2", "5", "9"].includes(body));
      return { batchItemFailures: failing.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    await waitFor(async () => batches.length > 1 && (await empty()), { what: "the failed messages to come back" });

    expect(batches[0]).toHaveLength(10);
    expect(batches.slice(1).flat().toSorted()).toEqual(["2", "5", "9"]);
  });

  it("B2 takes a thrown handler as a failure of the whole batch", async () => {
    const counts: string[] = [];
    await send("a", "b");

    poll(async ({ Records }) => {
      counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
      if (counts.includes("1") && counts.length <= 2) throw new Error("down");
    });
    await waitFor(async () => counts.length >= 4 && (await empty()), { what: "both messages to come back" });

    expect(counts).toEqual(["1", "1", "2", "2"]);
  });

  it("B4 moves a message to the dead-letter queue after exactly five receives", async () => {
    const counts: string[] = [];
    await send("poison");

    poll(async ({ Records }) => {
      counts.push(...Records.map(({ attributes }) => attributes.ApproximateReceiveCount));
      throw new Error("never");
    });
    const deadLetters = server.queues.jobs.deadLetterUrl;
    await waitFor(async () => (await depth(deadLetters)).ready === 1, { what: "the dead letter", timeoutMs: 20_000 });
    const { Messages } = await server.client.send(new ReceiveMessageCommand({ QueueUrl: deadLetters }));

    expect(counts).toEqual(["1", "2", "3", "4", "5"]);
    expect(Messages).toMatchObject([{ Body: "poison" }]);
    expect(await empty()).toBe(true);
  });

  it("is not held up by a batch that takes long", async () => {
    const done: string[] = [];
    let release = () => {};
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });

    poll(async ({ Records }) => {
      if (Records.some(({ body }) => body === "slow")) await slow;
      done.push(...Records.map(({ body }) => body));
    }, 2);
    await send("slow");
    await waitFor(async () => (await depth()).hidden === 1, { what: "the slow batch to start" });
    await send("fast");
    await waitFor(() => done.includes("fast"), { what: "the fast batch" });

    expect(done).toEqual(["fast"]);
    release();
  });
});

describe("A18 a stop", () => {
  it("lets the batch under way finish and deletes its messages", async () => {
    const started: string[] = [];
    let release = () => {};
    const poller = poll(async ({ Records }) => {
      started.push(...Records.map(({ body }) => body));
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await send("last");
    await waitFor(() => started.length === 1, { what: "the batch to start" });

    const stopped = poller.stop(5_000);
    release();
    await stopped;

    expect(await empty()).toBe(true);
  });

  it("puts back what is not done in time", async () => {
    const started: string[] = [];
    let release = () => {};
    const poller = poll(async ({ Records }) => {
      started.push(...Records.map(({ body }) => body));
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
    await send("unfinished");
    await waitFor(() => started.length === 1, { what: "the batch to start" });

    await poller.stop(1);
    const returned = await depth();
    release();

    expect(returned).toEqual({ ready: 1, hidden: 0 });
  });
});

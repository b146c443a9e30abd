import { setTimeout as sleep } from "node:timers/promises";
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { invoke, type LambdaHandler } from "./lambda.ts";
import type { LocalLog } from "./log.ts";
import { failedMessageIds, type QueueEvent, queueEvent } from "./queue-event.ts";

export interface Poller {
  /** Takes no more messages, waits this long for those under way, and puts back what is not done then (A18). */
  stop(graceMs: number): Promise<void>;
}

interface QueuePollerOptions {
  client: SQSClient;
  queue: { url: string; arn: string };
  handler: LambdaHandler<QueueEvent>;
  /** Batches that may be worked on at once: a slow one does not hold up the next. */
  concurrency: number;
  log: LocalLog;
}

const batchSize = 10;
const longPollSeconds = 20;
const retryMs = 250;

/** Calls a function for the messages of a queue, as Lambda's event source mapping does. */
export function startQueuePoller(options: QueuePollerOptions): Poller {
  const { client, queue, log } = options;
  const receiving = new AbortController();
  const underWay = new Map<string, Message>();

  const receive = async (): Promise<Message[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl: queue.url,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: longPollSeconds,
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    });
    const { Messages } = await client.send(command, { abortSignal: receiving.signal });
    return Messages ?? [];
  };

  const handle = async (messages: Message[]): Promise<void> => {
    for (const message of messages) underWay.set(message.ReceiptHandle ?? "", message);
    const failed = await failuresOf(options, messages);
    for (const { ReceiptHandle } of messages) underWay.delete(ReceiptHandle ?? "");
    const done = messages.filter(({ MessageId }) => !failed.includes(MessageId ?? ""));
    if (done.length > 0) await client.send(deleteBatch(queue.url, done));
  };

  const poll = async (): Promise<void> => {
    while (!receiving.signal.aborted) {
      try {
        const messages = await receive();
        if (messages.length > 0) await handle(messages);
      } catch (cause) {
        if (receiving.signal.aborted) return;
        log.warn("queue could not be read", { queue: queue.arn, cause: String(cause) });
        await sleep(retryMs);
      }
    }
  };

  const polls = Promise.all(Array.from({ length: options.concurrency }, poll));
  return {
    async stop(graceMs) {
      receiving.abort();
      await Promise.race([polls, sleep(graceMs, undefined, { ref: false })]);
      const unfinished = [...underWay.values()];
      underWay.clear();
      await putBack(client, queue.url, unfinished);
    },
  };
}

/** A handler that throws has failed for the whole batch. */
async function failuresOf(
  { handler, queue, log }: QueuePollerOptions,
  messages: Message[],
): Promise<readonly string[]> {
  const messageIds = messages.map(({ MessageId }) => MessageId ?? "");
  try {
    return failedMessageIds(await invoke(handler, queueEvent(queue.arn, messages)), messageIds);
  } catch (cause) {
    log.warn("a batch failed", { queue: queue.arn, cause: String(cause) });
    return messageIds;
  }
}

function deleteBatch(queueUrl: string, messages: Message[]): DeleteMessageBatchCommand {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  return new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries });
}

async function putBack(client: SQSClient, queueUrl: string, messages: Message[]): Promise<void> {
  for (let first = 0; first < messages.length; first += batchSize) {
    const Entries = messages
      .slice(first, first + batchSize)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { Log } from "@tessera/core/context";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { maxReceiveCount } from "./limits.ts";

interface QueueOptions<Context, Message> {
  schema: z.ZodType<Message>;
  work(context: Context, message: Message): Promise<unknown>;
  contextOf(): Context;
  /** Runs when the last allowed try has failed, before the message goes to the dead-letter queue (B4). */
  onLastFailure?(context: Context, message: Message): Promise<unknown>;
}

/**
 * A batch of messages, each on its own: the answer names exactly the ones that failed, and the queue deletes the rest
 * (B2). A body that cannot be read is a failure as well, so it ends in the dead-letter queue and not in nothing.
 */
export function queue<Context extends { log: Log }, Message>(
  options: QueueOptions<Context, Message>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return (event) =>
    processPartialResponse(event, (record: SQSRecord) => handle(options, record), new BatchProcessor(EventType.SQS), {
      throwOnFullBatchFailure: false,
    });
}

async function handle<Context extends { log: Log }, Message>(
  options: QueueOptions<Context, Message>,
  record: SQSRecord,
): Promise<void> {
  const context = options.contextOf();
  const receiveCount = Number(record.attributes.ApproximateReceiveCount);
  try {
    const message = options.schema.parse(JSON.parse(record.body));
    await work(options, context, message, receiveCount);
  } catch (cause) {
    context.log.error("message failed", { messageId: record.messageId, receiveCount, cause: String(cause) });
    throw cause;
  }
}

async function work<Context, Message>(
  options: QueueOptions<Context, Message>,
  context: Context,
  message: Message,
  receiveCount: number,
): Promise<void> {
  try {
    await options.work(context, message);
  } catch (cause) {
    if (receiveCount >= maxReceiveCount) await options.onLastFailure?.(context, message);
    throw cause;
  }
}

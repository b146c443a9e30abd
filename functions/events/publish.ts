import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { eventOf } from "@tessera/core/events";
import { createEventPublisher } from "@tessera/providers/aws";
import { entryFromImage } from "@tessera/store";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { runtime } from "../lib/runtime.ts";

const client = new EventBridgeClient({});
// It builds a censored copy of every input and output for a logger that we do not have.
client.middlewareStack.remove("loggerMiddleware");
const publishEvents = createEventPublisher({ client, busName: runtime.config.TESSERA_EVENT_BUS });

/**
 * Publishes the events of committed changes, in the order of the stream. A batch that fails is repeated from its
 * first failed record on; what was published before keeps its `eventId`, so consumers see it once.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const events = event.Records.flatMap((record) => {
    const entry = record.eventName === "INSERT" ? entryFromImage(record.dynamodb?.NewImage) : undefined;
    const published = entry && eventOf(entry);
    return published ? [{ sequenceNumber: record.dynamodb?.SequenceNumber ?? "", event: published }] : [];
  });
  const failed = await publishEvents(events.map(({ event }) => event));
  const firstFailed = events.find(({ event }) => failed.includes(event.eventId));
  return { batchItemFailures: firstFailed ? [{ itemIdentifier: firstFailed.sequenceNumber }] : [] };
}

import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { eventSource, type ProductEvent } from "@tessera/core/events";

/** PutEvents takes no more than ten entries and 256 KB at once; some of that is the envelope. */
const batchEntries = 10;
const batchBytes = 240_000;

/**
 * Puts events on the bus in their order and answers the ids of those that did not get there. Throws where a
 * whole call fails; what has been published by then keeps its `eventId` when it is published again.
 */
export function createEventPublisher(options: { client: EventBridgeClient; busName: string }) {
  return async (events: readonly ProductEvent[]): Promise<string[]> => {
    const failed: string[] = [];
    for (const batch of batchesOf(events)) {
      const entries = batch.map((event) => entryOf(event, options.busName));
      const answer = await options.client.send(new PutEventsCommand({ Entries: entries }));
      // Answers stand in the order of the entries; one without an id was refused.
      failed.push(...batch.flatMap((event, index) => (answer.Entries?.[index]?.EventId ? [] : [event.eventId])));
    }
    return failed;
  };
}

function* batchesOf(events: readonly ProductEvent[]): Generator<ProductEvent[]> {
  let batch: ProductEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(JSON.stringify(event));
    if (batch.length === batchEntries || (batch.length > 0 && bytes + size > batchBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function entryOf(event: ProductEvent, busName: string): PutEventsRequestEntry {
  return {
    EventBusName: busName,
    Source: eventSource,
    DetailType: event.type,
    Time: new Date(event.at),
    Detail: JSON.stringify(event),
  };
}

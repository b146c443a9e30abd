import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { ProductEvent } from "@tessera/core/events";

/** PutEvents takes no more entries at once. */
const batchSize = 10;

/** The product's name, as consumers match it (REQUIREMENTS 0.7). */
const source = "tessera";

/**
 * Puts events on the bus in their order and answers the ids of those that did not get there. Throws what
 * EventBridge throws for a whole call, with the same meaning for all that it held.
 */
export function createEventPublisher(options: { client: EventBridgeClient; busName: string }) {
  return async (events: readonly ProductEvent[]): Promise<string[]> => {
    const failed: string[] = [];
    for (let start = 0; start < events.length; start += batchSize) {
      const batch = events.slice(start, start + batchSize);
      const entries = batch.map((event) => entryOf(event, options.busName));
      const answer = await options.client.send(new PutEventsCommand({ Entries: entries }));
      // Answers stand in the order of the entries; one without an id was refused.
      failed.push(...batch.flatMap((event, index) => (answer.Entries?.[index]?.EventId ? [] : [event.eventId])));
    }
    return failed;
  };
}

function entryOf(event: ProductEvent, busName: string): PutEventsRequestEntry {
  return {
    EventBusName: busName,
    Source: source,
    DetailType: event.type,
    Time: new Date(event.at),
    Detail: JSON.stringify(event),
  };
}

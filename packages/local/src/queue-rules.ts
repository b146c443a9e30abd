import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { eventRoutes } from "@tessera/core/events";
import type { EventRule } from "./event-bus.ts";

type Routed = keyof typeof eventRoutes;

/** The rules that put events into queues, as those of the cloud do (stacks/workers.ts). */
export function queueRules(client: SQSClient, queues: Record<Routed, { url: string }>): EventRule[] {
  return Object.entries(eventRoutes).map(([name, pattern]) => ({
    name,
    pattern,
    // The keys of the routes are its names.
    target: intoQueue(client, queues[name as Routed].url),
  }));
}

function intoQueue(client: SQSClient, queueUrl: string): EventRule["target"] {
  return async (envelope) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(envelope) }));
  };
}

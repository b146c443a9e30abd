import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { automationEventPattern, inboundEventPattern } from "@tessera/core/events";
import type { EventRule } from "./event-bus.ts";

/** Requests that come in as events go through a queue, so that none is lost when its function fails. */
export function intakeRule(client: SQSClient, queueUrl: string): EventRule {
  return { name: "intake", pattern: inboundEventPattern, target: intoQueue(client, queueUrl) };
}

/** The product's own events of tickets, for triggers and agents (PX-66). */
export function automationRule(client: SQSClient, queueUrl: string): EventRule {
  return { name: "automations", pattern: automationEventPattern, target: intoQueue(client, queueUrl) };
}

function intoQueue(client: SQSClient, queueUrl: string): EventRule["target"] {
  return async (envelope) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(envelope) }));
  };
}

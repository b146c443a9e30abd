import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { inboundEventPattern } from "@tessera/core/events";
import type { EventRule } from "./event-bus.ts";

/** Requests that come in as events go through a queue, so that none is lost when its function fails. */
export function intakeRule(client: SQSClient, queueUrl: string): EventRule {
  return {
    name: "intake",
    pattern: inboundEventPattern,
    async target(envelope) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(envelope) }));
    },
  };
}

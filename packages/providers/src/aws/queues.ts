import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { AgentQueue } from "@tessera/core/agents";
import type { DeliveryQueue } from "@tessera/core/deliveries";
import type { JobQueue } from "@tessera/core/jobs";

interface QueueOptions {
  client: SQSClient;
  queueUrl: string;
}

/** SQS delays a message by no more than this; what is due later is sent by the sweep. */
const delayLimitSeconds = 900;

/** Hints at jobs. */
export function createJobQueue({ client, queueUrl }: QueueOptions): JobQueue {
  return {
    async send(message) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
    },
  };
}

/** Hints at deliveries. A longer delay is cut: a hint that comes early finds nothing due (TF-61). */
export function createDeliveryQueue({ client, queueUrl }: QueueOptions): DeliveryQueue {
  return {
    async send(message, delaySeconds) {
      const delay = Math.min(Math.max(Math.ceil(delaySeconds), 0), delayLimitSeconds);
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message), DelaySeconds: delay }),
      );
    },
  };
}

/** Calls of agents, for workers that the operator runs (PX-45). */
export function createAgentQueue({ client, queueUrl }: QueueOptions): AgentQueue {
  return {
    async send(message) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
    },
  };
}

/** SQS takes no longer attribute than this together with its body; a reason is for people. */
const reasonLimit = 2_000;

/** SQS refuses a message with characters that XML does not know, and a reason may quote what somebody sent. */
function printable(reason: string): string {
  return reason.slice(0, reasonLimit).replace(/[^\n\P{C}]/gu, " ");
}

/** Where messages that can never succeed are kept, each with its reason. */
export function createDeadLetterQueue({ client, queueUrl }: QueueOptions) {
  return {
    async send(body: string, reason: string): Promise<void> {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: { reason: { DataType: "String", StringValue: printable(reason) } },
        }),
      );
    },
  };
}

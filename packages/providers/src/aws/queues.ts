import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { AgentQueue } from "@tessera/core/agents";
import type { DeliveryQueue } from "@tessera/core/deliveries";
import type { IncidentQueue } from "@tessera/core/incidents";
import type { JobQueue } from "@tessera/core/jobs";

interface QueueOptions {
  client: SQSClient;
  queueUrl: string;
}

/** SQS delays a message by no more than this; what is due later is sent by the sweep. */
const delayLimitSeconds = 900;

/** A queue of JSON messages. A longer delay is cut: a hint that comes early finds nothing due (TF-61). */
function createQueue<Message>({ client, queueUrl }: QueueOptions) {
  return {
    async send(message: Message, delaySeconds = 0): Promise<void> {
      const DelaySeconds = Math.min(Math.max(Math.ceil(delaySeconds), 0), delayLimitSeconds);
      const MessageBody = JSON.stringify(message);
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds }));
    },
  };
}

/** Hints at jobs. */
export const createJobQueue = (options: QueueOptions): JobQueue => createQueue(options);

/** Hints at deliveries. */
export const createDeliveryQueue = (options: QueueOptions): DeliveryQueue => createQueue(options);

/** Hints at incidents (LC-29). */
export const createIncidentQueue = (options: QueueOptions): IncidentQueue => createQueue(options);

/** Calls of agents, for workers that the operator runs (PX-45). */
export const createAgentQueue = (options: QueueOptions): AgentQueue => createQueue(options);

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

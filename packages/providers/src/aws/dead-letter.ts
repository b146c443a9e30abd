import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

export interface DeadLetterQueue {
  /** Keeps a message that can never succeed, together with why, for a person to look at. */
  send(body: string, reason: string): Promise<void>;
}

export function createDeadLetterQueue(options: { client: SQSClient; queueUrl: string }): DeadLetterQueue {
  return {
    async send(body, reason) {
      await options.client.send(
        new SendMessageCommand({
          QueueUrl: options.queueUrl,
          MessageBody: body,
          MessageAttributes: { reason: { DataType: "String", StringValue: reason } },
        }),
      );
    },
  };
}

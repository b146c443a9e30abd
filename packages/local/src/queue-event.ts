import type { Message, MessageAttributeValue } from "@aws-sdk/client-sqs";
import { localRegion } from "./lambda.ts";

/** The batch that Lambda hands to a queue's function. */
export interface QueueEvent {
  Records: QueueRecord[];
}

export interface QueueRecord {
  messageId: string;
  receiptHandle: string;
  body: string;
  attributes: {
    ApproximateReceiveCount: string;
    SentTimestamp: string;
    SenderId: string;
    ApproximateFirstReceiveTimestamp: string;
  };
  messageAttributes: Record<string, { dataType: string; stringValue?: string; binaryValue?: string }>;
  md5OfBody: string;
  eventSource: string;
  eventSourceARN: string;
  awsRegion: string;
}

export function queueEvent(queueArn: string, messages: readonly Message[]): QueueEvent {
  return { Records: messages.map((message) => queueRecord(queueArn, message)) };
}

function queueRecord(queueArn: string, message: Message): QueueRecord {
  const attributes: Record<string, string> = message.Attributes ?? {};
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: {
      ApproximateReceiveCount: attributes.ApproximateReceiveCount ?? "1",
      SentTimestamp: attributes.SentTimestamp ?? "",
      SenderId: attributes.SenderId ?? "",
      ApproximateFirstReceiveTimestamp: attributes.ApproximateFirstReceiveTimestamp ?? "",
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, messageAttribute(value)]),
    ),
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: localRegion,
  };
}

function messageAttribute({ DataType, StringValue, BinaryValue }: MessageAttributeValue) {
  return {
    dataType: DataType ?? "String",
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue && { binaryValue: Buffer.from(BinaryValue).toString("base64") }),
  };
}

/**
 * Which messages of a batch failed, by what the function answered (B2). As Lambda reads it: without a list of failures
 * all have succeeded, and a list with an entry that names no message of the batch means that all have failed.
 */
export function failedMessageIds(response: unknown, messageIds: readonly string[]): readonly string[] {
  const failures = fieldOf(response, "batchItemFailures");
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return messageIds;

  const named = failures.map((failure) => fieldOf(failure, "itemIdentifier"));
  const valid = named.filter((id) => typeof id === "string" && messageIds.includes(id));
  return valid.length === named.length ? messageIds.filter((id) => valid.includes(id)) : messageIds;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

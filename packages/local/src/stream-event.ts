import type { _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { localRegion } from "./lambda.ts";

/** The batch that Lambda hands to a function that reads a table's stream. */
export interface StreamEvent {
  Records: object[];
}

export function streamEvent(streamArn: string, records: readonly StreamRecord[]): StreamEvent {
  return {
    Records: records.map(({ dynamodb, ...record }) => ({
      ...record,
      awsRegion: localRegion,
      eventSourceARN: streamArn,
      dynamodb: {
        // The wire has binaries in base64 and times in seconds; the SDK client has made objects of both.
        ...(encodeBinaries(dynamodb) as object),
        ApproximateCreationDateTime: Math.floor((dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1_000),
      },
    })),
  };
}

function encodeBinaries(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(encodeBinaries);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, encodeBinaries(part)]));
}

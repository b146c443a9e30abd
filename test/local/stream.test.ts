import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localAwsAccount } from "../../packages/local/src/aws-account.ts";
import { type Dynoxide, startDynoxide } from "../../packages/local/src/dynoxide.ts";
import type { EventPattern } from "../../packages/local/src/event-pattern.ts";
import type { LambdaHandler } from "../../packages/local/src/lambda.ts";
import { type StreamReader, startStreamReader } from "../../packages/local/src/stream.ts";
import type { StreamEvent } from "../../packages/local/src/stream-event.ts";
import { ensureTable } from "../../packages/local/src/table.ts";
import { waitFor } from "../support/wait.ts";

const definition = {
  TableName: "stream-test",
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" as const }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" as const }],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" as const },
};

interface Change {
  eventName: string;
  dynamodb: { SequenceNumber: string; NewImage: Record<string, { S?: string; B?: string }> };
}

let folder: string;
let engine: Dynoxide;
let streamArn: string;
let readers: StreamReader[];
let table: DynamoDBClient;

beforeEach(async () => {
  readers = [];
  folder = mkdtempSync(join(tmpdir(), "tessera-stream-"));
  await startEngine();
});
afterEach(async () => {
  await stopEngine();
  rmSync(folder, { recursive: true });
});

async function startEngine(): Promise<void> {
  engine = await startDynoxide({ dataFile: join(folder, "table.db") });
  table = new DynamoDBClient({ endpoint: engine.endpoint, ...localAwsAccount });
  streamArn = await ensureTable(table, definition);
}

async function stopEngine(): Promise<void> {
  await Promise.all(readers.splice(0).map((reader) => reader.stop(1_000)));
  table.destroy();
  await engine.stop();
}

function read(handler: LambdaHandler<StreamEvent>, filter: EventPattern = {}): StreamReader {
  const reader = startStreamReader({
    client: new DynamoDBStreamsClient({ endpoint: engine.endpoint, ...localAwsAccount }),
    streamArn,
    handler,
    filter,
    checkpointFile: join(folder, "stream.json"),
    log: { info: () => {}, warn: () => {} },
  });
  readers.push(reader);
  return reader;
}

const put = (pk: string, item = {}) =>
  table.send(new PutItemCommand({ TableName: "stream-test", Item: { pk: { S: pk }, ...item } }));
// The handler sees what Lambda's wire has: plain JSON of the documented shape.
const changesOf = (event: StreamEvent) => event.Records as Change[];
const keysOf = (event: StreamEvent) => changesOf(event).map(({ dynamodb }) => dynamodb.NewImage.pk?.S ?? "");

describe("X-34 the table's stream reaches its function", () => {
  it("hands over each change in order, in Lambda's shape", async () => {
    const records: unknown[] = [];
    await put("a", { bytes: { B: new Uint8Array([1, 2, 3]) }, list: { L: [{ B: new Uint8Array([255]) }] } });

    read(async ({ Records }) => void records.push(...Records));
    await put("b");
    await waitFor(() => records.length === 2, { what: "both changes" });

    expect(records).toMatchObject([
      {
        eventID: expect.any(String),
        eventName: "INSERT",
        eventSource: "aws:dynamodb",
        awsRegion: "us-east-1",
        eventSourceARN: streamArn,
        dynamodb: {
          Keys: { pk: { S: "a" } },
          NewImage: { pk: { S: "a" }, bytes: { B: "AQID" }, list: { L: [{ B: "/w==" }] } },
          SequenceNumber: expect.any(String),
          ApproximateCreationDateTime: expect.closeTo(Date.now() / 1_000, -2),
        },
      },
      { dynamodb: { NewImage: { pk: { S: "b" } } } },
    ]);
  });

  it("calls the function for what its filter lets through, and goes on behind the rest", async () => {
    const batches: string[][] = [];
    for (const pk of ["AUDIT#1", "JOB#1", "AUDIT#2", "JOB#2"]) await put(pk);

    read(async (event) => void batches.push(keysOf(event)), {
      eventName: ["INSERT"],
      dynamodb: { Keys: { pk: { S: [{ prefix: "AUDIT#" }] } } },
    });
    await waitFor(() => batches.flat().length === 2, { what: "the changes that pass" });
    await put("AUDIT#3");
    await waitFor(() => batches.flat().length === 3, { what: "a later change" });

    expect(batches.flat()).toEqual(["AUDIT#1", "AUDIT#2", "AUDIT#3"]);
  });

  it("repeats from the first failed record on, and hands over nothing else twice", async () => {
    const batches: string[][] = [];
    for (const pk of ["a", "b", "c", "d"]) await put(pk);

    read(async (event) => {
      batches.push(keysOf(event));
      const failing = changesOf(event).filter(({ dynamodb }) => dynamodb.NewImage.pk?.S === "c");
      const first = batches.length === 1 ? failing : [];
      return { batchItemFailures: first.map(({ dynamodb }) => ({ itemIdentifier: dynamodb.SequenceNumber })) };
    });
    await waitFor(() => batches.length === 2, { what: "the second try" });

    expect(batches).toEqual([
      ["a", "b", "c", "d"],
      ["c", "d"],
    ]);
  });

  it("repeats the whole batch of a function that throws", async () => {
    const batches: string[][] = [];
    for (const pk of ["a", "b"]) await put(pk);

    read(async (event) => {
      batches.push(keysOf(event));
      if (batches.length < 3) throw new Error("bus is away");
    });
    await waitFor(() => batches.length === 3, { what: "the third try" });

    expect(batches).toEqual(Array(3).fill(["a", "b"]));
  });
});

describe("A17 the stream after a restart", () => {
  it("goes on behind what was handled, also with another engine process", async () => {
    const before: string[] = [];
    const after: string[] = [];
    read(async (event) => void before.push(...keysOf(event)));
    await put("a");
    await waitFor(() => before.length === 1, { what: "the first change" });

    await stopEngine();
    await startEngine();
    await put("b");
    read(async (event) => void after.push(...keysOf(event)));
    await waitFor(() => after.length > 0, { what: "the second change" });

    expect({ before, after }).toEqual({ before: ["a"], after: ["b"] });
  });

  it("hands over again what was not handled to its end", async () => {
    const seen: string[] = [];
    let tries = 0;
    await put("a");
    const dying = read(async () => {
      tries += 1;
      throw new Error("dies here");
    });
    await waitFor(() => tries > 0, { what: "the first try" });
    await dying.stop(1_000);

    read(async (event) => void seen.push(...keysOf(event)));
    await waitFor(() => seen.length === 1, { what: "the change" });

    expect(seen).toEqual(["a"]);
  });

  it("starts from the beginning with a checkpoint that cannot be read", async () => {
    const seen: string[] = [];
    writeFileSync(join(folder, "stream.json"), "{half");
    await put("a");

    read(async (event) => void seen.push(...keysOf(event)));
    await waitFor(() => seen.length === 1, { what: "the change" });

    expect(seen).toEqual(["a"]);
  });
});

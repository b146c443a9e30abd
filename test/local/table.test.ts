import { DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { tableDefinition } from "@tessera/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localAwsAccount } from "../../packages/local/src/aws-account.ts";
import { type Dynoxide, startDynoxide } from "../../packages/local/src/dynoxide.ts";
import { ensureTable } from "../../packages/local/src/table.ts";
import { deleteExpiredItems } from "../../packages/local/src/ttl.ts";

const definition = (TableName: string) => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST" as const,
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" as const },
    { AttributeName: "sk", AttributeType: "S" as const },
  ],
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" as const },
    { AttributeName: "sk", KeyType: "RANGE" as const },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" as const },
});

let engine: Dynoxide;
let client: DynamoDBClient;
beforeAll(async () => {
  engine = await startDynoxide({ dataFile: null });
  client = new DynamoDBClient({ endpoint: engine.endpoint, ...localAwsAccount });
});
afterAll(async () => {
  client.destroy();
  await engine.stop();
});

describe("X-50 the table", () => {
  it("is made once, with its stream", async () => {
    const made = await ensureTable(client, definition("made-once"));
    const found = await ensureTable(client, definition("made-once"));

    expect(made).toContain(":table/made-once/stream/");
    expect(found).toBe(made);
  });

  it("is made once by two starts at the same time", async () => {
    const both = await Promise.all([1, 2].map(() => ensureTable(client, definition("made-twice"))));

    expect(new Set(both).size).toBe(1);
  });
});

describe("N5 the table of the release before", () => {
  it("is given the indexes that it lacks, filled with what was there, and keeps its stream", async () => {
    const full = tableDefinition("upgraded");
    const before = {
      ...full,
      AttributeDefinitions: full.AttributeDefinitions.filter(
        ({ AttributeName }) => !/gsi([4-9]|10)/.test(AttributeName),
      ),
      GlobalSecondaryIndexes: full.GlobalSecondaryIndexes.slice(0, 3),
    };
    const streamBefore = await ensureTable(client, before);
    const put = (id: string) => {
      const key = { pk: { S: id }, sk: { S: "ROW" } };
      const indexed = { gsi1pk: { S: "one" }, gsi1sk: { S: id }, gsi10pk: { S: "ten" }, gsi10sk: { S: id } };
      return client.send(new PutItemCommand({ TableName: "upgraded", Item: { ...key, ...indexed } }));
    };
    await put("before");

    const streams = await Promise.all([ensureTable(client, full), ensureTable(client, full)]);
    await put("after");

    const found = await Promise.all([query("gsi1", "one"), query("gsi10", "ten")]);
    expect(streams).toEqual([streamBefore, streamBefore]);
    expect(found).toEqual([
      ["after", "before"],
      ["after", "before"],
    ]);
  });

  async function query(index: string, pk: string) {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: "upgraded",
        IndexName: index,
        KeyConditionExpression: "#pk = :pk",
        ExpressionAttributeNames: { "#pk": `${index}pk` },
        ExpressionAttributeValues: { ":pk": { S: pk } },
      }),
    );
    return Items.map((item) => item.pk?.S);
  }

  it("says in one clear line what to do where an index cannot be added", async () => {
    await ensureTable(client, definition("refused"));

    const broken = { ...tableDefinition("refused"), AttributeDefinitions: [] };

    await expect(ensureTable(client, broken)).rejects.toThrow(/^The table refused cannot be given the index gsi1: /);
  });
});

describe("B9 items past their time to live", () => {
  it("go, and nothing else", async () => {
    const now = new Date("2026-05-01T12:00:00Z");
    const seconds = now.getTime() / 1_000;
    const put = (sk: string, ttl: object) =>
      client.send(new PutItemCommand({ TableName: "ttl-test", Item: { pk: { S: "p" }, sk: { S: sk }, ...ttl } }));
    await ensureTable(client, definition("ttl-test"));
    await put("past", { ttl: { N: String(seconds - 1) } });
    await put("now", { ttl: { N: String(seconds) } });
    await put("text", { ttl: { S: "1" } });
    await put("none", {});

    const deleted = await deleteExpiredItems({ client, tableName: "ttl-test", attribute: "ttl" }, now);
    const { Items } = await client.send(new ScanCommand({ TableName: "ttl-test" }));

    expect(deleted).toBe(1);
    expect(Items?.map(({ sk }) => sk?.S).toSorted()).toEqual(["none", "now", "text"]);
  });
});

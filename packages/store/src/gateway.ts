import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type ConsumedCapacity,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { AppError } from "@tessera/core/errors";
import { type Attributes, fromAttributes, type Item, toAttributes } from "./attributes.ts";
import { type CapacityMeter, meterCall } from "./capacity.ts";
import type { Key } from "./entity.ts";
import { attemptLimit, backOff } from "./retry.ts";
import type { IndexName } from "./table.ts";

/** All attempts of one call together: a table that hangs answers `storage_error` before its caller gives up (C4). */
const callLimitMs = 2_800;

/** What one BatchGetItem and one BatchWriteItem may hold. */
const batchGetLimit = 100;
const batchWriteLimit = 25;

/** Sort keys are printable ASCII: these two stand before and behind all of them. */
const firstSortKey = " ";
const lastSortKey = "~";

export interface Range {
  /** Absent: the table itself, read strongly consistent. */
  index?: IndexName;
  pk: string;
  /** Both ends are inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  newestFirst?: boolean;
  /** How many items one call reads; a caller that needs a few does not pay for a megabyte. */
  pageSize?: number;
}

export interface Gateway {
  client: DynamoDBClient;
  tableName: string;
  /** Runs one call under the deadline, counts what it cost, and turns what goes wrong into `storage_error`. */
  call<Output extends { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined }>(
    kind: "read" | "write",
    send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output>;
  get(key: Key): Promise<Item | undefined>;
  /** The items that exist, in the order of their keys; `undefined` where there is none. */
  getAll(keys: readonly Key[]): Promise<(Item | undefined)[]>;
  query(range: Range): AsyncGenerator<Item>;
  /** Adds to a number of an item that expires, and answers the new number. */
  increment(key: Key, attribute: string, amount: number, ttl: number): Promise<number>;
  deleteAll(keys: readonly Key[]): Promise<void>;
}

/** The only place that sends commands for single items and lists; transaction.ts sends the writes. There is no Scan. */
export function createGateway(options: { client: DynamoDBClient; tableName: string; meter: CapacityMeter }): Gateway {
  const { client, tableName, meter } = options;

  const call: Gateway["call"] = async (kind, send) => {
    try {
      const output = await send({ abortSignal: AbortSignal.timeout(callLimitMs) });
      meterCall(meter, kind, output.ConsumedCapacity);
      return output;
    } catch (cause) {
      throw isRefusal(cause) ? cause : storageError(cause);
    }
  };

  const get: Gateway["get"] = async (key) => {
    const command = new GetItemCommand({
      TableName: tableName,
      Key: toAttributes({ pk: key.pk, sk: key.sk }),
      ConsistentRead: true,
      ReturnConsumedCapacity: "TOTAL",
    });
    const { Item } = await call("read", (send) => client.send(command, send));
    return Item && fromAttributes(Item);
  };

  async function* query(range: Range): AsyncGenerator<Item> {
    const prefix = range.index ?? "";
    let start: Attributes | undefined;
    do {
      const command = new QueryCommand({
        TableName: tableName,
        IndexName: range.index,
        ConsistentRead: range.index === undefined,
        KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :to",
        ExpressionAttributeNames: { "#pk": `${prefix}pk`, "#sk": `${prefix}sk` },
        ExpressionAttributeValues: toAttributes({
          ":pk": range.pk,
          ":from": range.from ?? firstSortKey,
          ":to": range.to ?? lastSortKey,
        }),
        ScanIndexForward: range.newestFirst !== true,
        Limit: range.pageSize,
        ExclusiveStartKey: start,
        ReturnConsumedCapacity: "TOTAL",
      });
      const page = await call("read", (send) => client.send(command, send));
      for (const attributes of page.Items ?? []) yield fromAttributes(attributes);
      // A page may be empty and still not be the last one (C6).
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }

  const getAll: Gateway["getAll"] = async (keys) => {
    const found = new Map<string, Item>();
    await Promise.all(
      chunksOf(keys, batchGetLimit).map((chunk) =>
        drain(chunk.map(keyAttributes), async (pending) => {
          const command = new BatchGetItemCommand({
            RequestItems: { [tableName]: { Keys: pending, ConsistentRead: true } },
            ReturnConsumedCapacity: "TOTAL",
          });
          const page = await call("read", (send) => client.send(command, send));
          for (const attributes of page.Responses?.[tableName] ?? []) {
            const item = fromAttributes(attributes);
            found.set(keyText(item), item);
          }
          return page.UnprocessedKeys?.[tableName]?.Keys ?? [];
        }),
      ),
    );
    return keys.map((key) => found.get(keyText({ ...key })));
  };

  const increment: Gateway["increment"] = async (key, attribute, amount, ttl) => {
    const command = new UpdateItemCommand({
      TableName: tableName,
      Key: keyAttributes(key),
      UpdateExpression: "ADD #number :amount SET #ttl = :ttl",
      ExpressionAttributeNames: { "#number": attribute, "#ttl": "ttl" },
      ExpressionAttributeValues: toAttributes({ ":amount": amount, ":ttl": ttl }),
      ReturnValues: "UPDATED_NEW",
      ReturnConsumedCapacity: "TOTAL",
    });
    const { Attributes } = await call("write", (send) => client.send(command, send));
    return Number(Attributes?.[attribute]?.N);
  };

  const deleteAll: Gateway["deleteAll"] = async (keys) => {
    for (const chunk of chunksOf(keys, batchWriteLimit)) {
      await drain(chunk.map(keyAttributes), async (pending) => {
        const command = new BatchWriteItemCommand({
          RequestItems: { [tableName]: pending.map((key) => ({ DeleteRequest: { Key: key } })) },
          ReturnConsumedCapacity: "TOTAL",
        });
        const { UnprocessedItems } = await call("write", (send) => client.send(command, send));
        return (UnprocessedItems?.[tableName] ?? []).flatMap(({ DeleteRequest }) => DeleteRequest?.Key ?? []);
      });
    }
  };

  return { client, tableName, call, get, getAll, query, increment, deleteAll };
}

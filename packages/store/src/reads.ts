import { BatchGetItemCommand, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { type Attributes, fromAttributes, type Item, toAttributes } from "./attributes.ts";
import { chunksOf, drain } from "./batches.ts";
import { call, type Table } from "./calls.ts";
import { createSum } from "./capacity.ts";
import { type Key, keyOf } from "./entity.ts";
import { createLoader, type Load } from "./loader.ts";
import type { IndexName } from "./table.ts";

/** What one BatchGetItem may ask for. */
const batchGetLimit = 100;

/** Sort keys are printable ASCII: these two stand before and behind all of them. */
const firstSortKey = " ";
const lastSortKey = "~";

/** One partition of the table, which is read strongly consistent, or of an index. */
export interface Partition {
  index?: IndexName;
  pk: string;
}

export interface Range extends Partition {
  /** Both ends are inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  newestFirst?: boolean;
  /** How many items one call reads: who needs ten does not pay for a megabyte. */
  pageSize?: number | undefined;
}

/** What an index knows of an item: where it stands in the index, and its key in the table. */
export interface IndexEntry extends Key {
  /** The sort key in the index. */
  position: string;
}

/** One item, strongly consistent, in one round trip, which concurrent readers may share. */
export async function getItem(table: Table, key: Key): Promise<Item | undefined> {
  const { item, cost } = await table.load(key);
  table.meter.add(cost);
  return item;
}

/** The reads of `getItem`: a single item by GetItem, several by BatchGetItem. */
export function createItemLoader(table: Omit<Table, "load">): Load {
  return createLoader(async (keys) => {
    const sum = createSum();
    const metered = { ...table, meter: sum };
    const [first, ...others] = keys;
    const items = first && others.length === 0 ? [await readItem(metered, first)] : await readItems(metered, keys);
    return { items, cost: sum.total };
  });
}

async function readItem(table: Omit<Table, "load">, key: Key): Promise<Item | undefined> {
  const command = new GetItemCommand({
    TableName: table.name,
    Key: keyAttributes(key),
    ConsistentRead: true,
    ReturnConsumedCapacity: "TOTAL",
  });
  const { Item } = await call(table, "read", (options) => table.client.send(command, options));
  return Item && fromAttributes(Item);
}

/** Items in the order of their keys, strongly consistent; `undefined` where there is none. */
export function getItems(table: Table, keys: readonly Key[]): Promise<(Item | undefined)[]> {
  return Promise.all(keys.map((key) => getItem(table, key)));
}

async function readItems(table: Omit<Table, "load">, keys: readonly Key[]): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  const read = async (pending: Attributes[]): Promise<Attributes[]> => {
    const command = new BatchGetItemCommand({
      RequestItems: { [table.name]: { Keys: pending, ConsistentRead: true } },
      ReturnConsumedCapacity: "TOTAL",
    });
    const answer = await call(table, "read", (options) => table.client.send(command, options));
    for (const attributes of answer.Responses?.[table.name] ?? []) {
      const item = fromAttributes(attributes);
      const { pk, sk } = keyOf(item);
      found.set(`${pk} ${sk}`, item);
    }
    return answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
  };
  await Promise.all(chunksOf(keys.map(keyAttributes), batchGetLimit).map((chunk) => drain(chunk, read)));
  return keys.map(({ pk, sk }) => found.get(`${pk} ${sk}`));
}

/** The items of a range in the order of their sort keys, read page by page while the caller goes on. */
export async function* queryItems(table: Table, range: Range): AsyncGenerator<Item, void, undefined> {
  const prefix = range.index ?? "";
  let start: Attributes | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
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
    const page = await call(table, "read", (options) => table.client.send(command, options));
    for (const attributes of page.Items ?? []) yield fromAttributes(attributes);
    // A page may be empty and still not be the last one (C6).
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** The entries of an index. They may lag behind the table: who decides by them reads the row first (B10). */
export async function* queryIndex(
  table: Table,
  range: Range & { index: IndexName },
): AsyncGenerator<IndexEntry, void, undefined> {
  for await (const item of queryItems(table, range)) {
    yield { ...keyOf(item), position: String(item[skNameOf(range.index)]) };
  }
}

/** The attribute that a partition of the table, or of an index, is sorted by. */
export function skNameOf(index: IndexName | undefined): string {
  return index === undefined ? "sk" : `${index}sk`;
}

function keyAttributes({ pk, sk }: Key): Attributes {
  return toAttributes({ pk, sk });
}

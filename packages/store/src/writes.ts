import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { type Item, toAttributes } from "./attributes.ts";
import type { Key } from "./entity.ts";
import { ttlAttribute } from "./table.ts";

/** One write of a transaction. Its `token` marks the row as written by just this call. */
export type Write = (context: { tableName: string; token: string }) => TransactWriteItem;

/** Which write last replaced this row: a refused write that finds its own token was not refused (C2). */
export const tokenAttribute = "writeToken";

/** Whatever stands there. For items that only a guarded write of the same transaction makes valid. */
export function put(item: Item): Write {
  return ({ tableName }) => ({ Put: { TableName: tableName, Item: toAttributes(item) } });
}

/** Only where nothing stands yet. */
export function putNew(item: Item): Write {
  return guardedPut(item, { ConditionExpression: "attribute_not_exists(pk)" });
}

/** Only over the version before; version 0 means that nothing stands there yet. A lost race writes nothing. */
export function putOver(item: Item, versionBefore: number): Write {
  if (versionBefore === 0) return putNew(item);
  return guardedPut(item, {
    ConditionExpression: "#version = :before",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: toAttributes({ ":before": versionBefore }),
  });
}

/** Only over an item whose attribute still has this value. */
export function putOverValue(item: Item, attribute: string, value: string): Write {
  return guardedPut(item, {
    ConditionExpression: "#attribute = :value",
    ExpressionAttributeNames: { "#attribute": attribute },
    ExpressionAttributeValues: toAttributes({ ":value": value }),
  });
}

/** Where nothing stands, or what stands there has passed its time: the table drops it days later (B9). */
export function putOverExpired(item: Item, nowSeconds: number): Write {
  return guardedPut(item, {
    ConditionExpression: "attribute_not_exists(pk) OR #ttl <= :now",
    ExpressionAttributeNames: { "#ttl": ttlAttribute },
    ExpressionAttributeValues: toAttributes({ ":now": nowSeconds }),
  });
}

function guardedPut(item: Item, condition: Omit<NonNullable<TransactWriteItem["Put"]>, "TableName" | "Item">): Write {
  return ({ tableName, token }) => ({
    Put: {
      TableName: tableName,
      Item: toAttributes({ ...item, [tokenAttribute]: token }),
      ...condition,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  });
}

/** Away with what stands there. For items that only a guarded write of the same transaction makes needless. */
export function remove(key: Key): Write {
  return ({ tableName }) => ({ Delete: { TableName: tableName, Key: toAttributes({ pk: key.pk, sk: key.sk }) } });
}

/** Away with a row, but only with the version that was read. */
export function removeOver(key: Key, version: number): Write {
  return ({ tableName }) => ({
    Delete: {
      TableName: tableName,
      Key: toAttributes({ pk: key.pk, sk: key.sk }),
      ConditionExpression: "#version = :before",
      ExpressionAttributeNames: { "#version": "version" },
      ExpressionAttributeValues: toAttributes({ ":before": version }),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  });
}

/** Adds one, as long as the number is below the bound. */
export function countUp(key: Key, attribute: string, bound: number): Write {
  return count(key, attribute, { by: 1, condition: "attribute_not_exists(#number) OR #number < :limit", limit: bound });
}

/** Takes one away, unless that would go below zero. */
export function countDown(key: Key, attribute: string): Write {
  return count(key, attribute, { by: -1, condition: "#number > :limit", limit: 0 });
}

function count(key: Key, attribute: string, step: { by: number; condition: string; limit: number }): Write {
  return ({ tableName }) => ({
    Update: {
      TableName: tableName,
      Key: toAttributes({ pk: key.pk, sk: key.sk }),
      UpdateExpression: "ADD #number :by",
      ConditionExpression: step.condition,
      ExpressionAttributeNames: { "#number": attribute },
      ExpressionAttributeValues: toAttributes({ ":by": step.by, ":limit": step.limit }),
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  });
}

/** Adds to a number of an item that expires. Unguarded: only for a transaction that something else guards. */
export function addTo(key: Key, attribute: string, amount: number, ttlSeconds: number): Write {
  return ({ tableName }) => ({
    Update: {
      TableName: tableName,
      Key: toAttributes({ pk: key.pk, sk: key.sk }),
      UpdateExpression: "ADD #number :amount SET #ttl = :ttl",
      ExpressionAttributeNames: { "#number": attribute, "#ttl": ttlAttribute },
      ExpressionAttributeValues: toAttributes({ ":amount": amount, ":ttl": ttlSeconds }),
    },
  });
}

/** Adds to several numbers of one item. Unguarded: only for a transaction that something else guards. */
export function addAll(key: Key, amounts: Readonly<Record<string, number>>): Write {
  const entries = Object.entries(amounts);
  return ({ tableName }) => ({
    Update: {
      TableName: tableName,
      Key: toAttributes({ pk: key.pk, sk: key.sk }),
      UpdateExpression: `ADD ${entries.map((_, at) => `#n${at} :n${at}`).join(", ")}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], at) => [`#n${at}`, name])),
      ExpressionAttributeValues: toAttributes(Object.fromEntries(entries.map(([, amount], at) => [`:n${at}`, amount]))),
    },
  });
}

/** One attribute of a row that is there, beside its version. */
export function setAttribute(key: Key, attribute: string, value: unknown): Write {
  return ({ tableName }) => ({
    Update: {
      TableName: tableName,
      Key: toAttributes({ pk: key.pk, sk: key.sk }),
      UpdateExpression: "SET #attribute = :value",
      ConditionExpression: "attribute_exists(pk)",
      ExpressionAttributeNames: { "#attribute": attribute },
      ExpressionAttributeValues: toAttributes({ ":value": value }),
    },
  });
}

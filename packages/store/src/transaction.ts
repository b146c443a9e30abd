import { randomUUID } from "node:crypto";
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { AppError } from "@tessera/core/errors";
import { fromAttributes, type Item, toAttributes } from "./attributes.ts";
import { call, storageError, type Table } from "./calls.ts";
import type { Key } from "./entity.ts";
import { attemptLimit, backOff } from "./retry.ts";
import { ttlAttribute } from "./table.ts";
import { tokenAttribute, type Write } from "./writes.ts";

/** The writes whose condition failed, each with what stands there instead. Empty: all is written. */
export type Refusals = ReadonlyMap<Write, Item | undefined>;

const nothingRefused: Refusals = new Map();

/**
 * Writes all or nothing. Collisions are tried again with the same token; a condition that only failed because our own
 * first try had succeeded, and its answer got lost, is success (C2, C3).
 */
export async function writeAll(table: Table, writes: readonly Write[]): Promise<Refusals> {
  const token = randomUUID();
  const items = writes.map((write) => write({ tableName: table.name, token }));
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryWrite(table, items, token);
    if (outcome.kind === "written") return nothingRefused;
    if (outcome.kind === "refused") return refusalsOf(writes, outcome.reasons, token);
    if (attempt === attemptLimit) throw storageError(outcome.cause);
    await backOff(attempt);
  }
}

/** As `writeAll`, for callers that have one answer to every refusal: someone else was faster. */
export async function writeAllOrStale(table: Table, writes: readonly Write[]): Promise<void> {
  const refusals = await writeAll(table, writes);
  if (refusals.size > 0) throw staleWrite();
}

export function staleWrite(): AppError {
  return new AppError("stale_write", "The row was changed by someone else in the meantime");
}

/** The same request, sent twice at once: trying again would not help, and `once` answers what the other one has made. */
export function markerTaken(): AppError {
  return new AppError("conflict", "A request with this Idempotency-Key is at work");
}

type Outcome =
  | { kind: "written" }
  | { kind: "refused"; reasons: Pick<CancellationReason, "Code" | "Item">[] }
  | { kind: "collided"; cause: unknown };

async function tryWrite(table: Table, items: TransactWriteItem[], token: string): Promise<Outcome> {
  try {
    await send(table, items, token);
    return { kind: "written" };
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) {
      return { kind: "refused", reasons: [{ Code: "ConditionalCheckFailed", Item: cause.Item }] };
    }
    if (!(cause instanceof TransactionCanceledException)) {
      if (isCollision(cause)) return { kind: "collided", cause };
      throw cause;
    }
    const reasons = cause.CancellationReasons ?? [];
    // A failed condition is final, whatever else was in the way.
    if (reasons.some(({ Code }) => Code === "ConditionalCheckFailed")) return { kind: "refused", reasons };
    if (reasons.some(({ Code }) => Code !== undefined && passingCodes.has(Code))) return { kind: "collided", cause };
    throw storageError(cause);
  }
}

/** Reasons that pass by themselves. The SDK does not retry a cancelled transaction. */
const passingCodes = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** A single write that ran into someone's transaction: the SDK does not retry that either. */
function isCollision(cause: unknown): boolean {
  return (
    cause instanceof AppError && cause.cause instanceof Error && cause.cause.name === "TransactionConflictException"
  );
}

/** One item needs no transaction, which costs twice as much. */
async function send(table: Table, items: TransactWriteItem[], token: string): Promise<void> {
  const { client } = table;
  const [first, ...others] = items;
  if (first?.Put && others.length === 0) {
    const command = new PutItemCommand({ ...first.Put, ReturnConsumedCapacity: "TOTAL" });
    await call(table, "write", (options) => client.send(command, options));
  } else if (first?.Update?.UpdateExpression !== undefined && others.length === 0) {
    const command = new UpdateItemCommand({ ...first.Update, ReturnConsumedCapacity: "TOTAL" });
    await call(table, "write", (options) => client.send(command, options));
  } else {
    const command = new TransactWriteItemsCommand({
      TransactItems: items,
      ClientRequestToken: token,
      ReturnConsumedCapacity: "TOTAL",
    });
    await call(table, "write", (options) => client.send(command, options));
  }
}

function refusalsOf(
  writes: readonly Write[],
  reasons: readonly Pick<CancellationReason, "Code" | "Item">[],
  token: string,
): Refusals {
  const refusals = new Map<Write, Item | undefined>();
  writes.forEach((write, position) => {
    const reason = reasons[position];
    if (reason?.Code === "ConditionalCheckFailed") refusals.set(write, reason.Item && fromAttributes(reason.Item));
  });
  const isOurs = [...refusals.values()].some((item) => item?.[tokenAttribute] === token);
  return isOurs ? nothingRefused : refusals;
}

/** Adds to a number of an item that expires, and answers the new number. Unguarded: what it counts may run over. */
export async function addToCounter(
  table: Table,
  key: Key,
  attribute: string,
  amount: number,
  ttlSeconds: number,
): Promise<number> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: toAttributes({ pk: key.pk, sk: key.sk }),
    UpdateExpression: "ADD #number :amount SET #ttl = :ttl",
    ExpressionAttributeNames: { "#number": attribute, "#ttl": ttlAttribute },
    ExpressionAttributeValues: toAttributes({ ":amount": amount, ":ttl": ttlSeconds }),
    ReturnValues: "UPDATED_NEW",
    ReturnConsumedCapacity: "TOTAL",
  });
  const { Attributes } = await call(table, "write", (options) => table.client.send(command, options));
  return Number(Attributes?.[attribute]?.N);
}

/** One more than the highest number before, for good: numbers may be lost, and are never given out twice. */
export async function takeNumber(table: Table, key: Key, attribute: string): Promise<number> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: toAttributes({ pk: key.pk, sk: key.sk }),
    UpdateExpression: "ADD #number :one",
    ExpressionAttributeNames: { "#number": attribute },
    ExpressionAttributeValues: toAttributes({ ":one": 1 }),
    ReturnValues: "UPDATED_NEW",
    ReturnConsumedCapacity: "TOTAL",
  });
  const { Attributes } = await call(table, "write", (options) => table.client.send(command, options));
  return Number(Attributes?.[attribute]?.N);
}

import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { type Attributes, toAttributes } from "./attributes.ts";
import { call, storageError, type Table } from "./calls.ts";
import type { Key } from "./entity.ts";
import { attemptLimit, backOff } from "./retry.ts";

/** What one BatchWriteItem may hold. */
const batchWriteLimit = 25;

export function chunksOf<Value>(values: readonly Value[], size: number): Value[][] {
  const chunks: Value[][] = [];
  for (let start = 0; start < values.length; start += size) chunks.push(values.slice(start, start + size));
  return chunks;
}

/** Sends a batch until nothing of it is left over: a batch call may do a part and hand the rest back (C6). */
export async function drain<Value>(batch: Value[], send: (pending: Value[]) => Promise<Value[]>): Promise<void> {
  let pending = batch;
  let idle = 0;
  while (pending.length > 0) {
    const left = await send(pending);
    // Only calls that did nothing at all count: any progress is reason to go on.
    idle = left.length < pending.length ? 0 : idle + 1;
    if (idle === attemptLimit) throw storageError(new Error(`${left.length} items of a batch were not processed`));
    pending = left;
    if (pending.length > 0) await backOff(idle);
  }
}

/** Deletes items by key; what is not there is no error. */
export async function deleteItems(table: Table, keys: readonly Key[]): Promise<void> {
  const send = async (pending: Attributes[]): Promise<Attributes[]> => {
    const command = new BatchWriteItemCommand({
      RequestItems: { [table.name]: pending.map((key) => ({ DeleteRequest: { Key: key } })) },
      ReturnConsumedCapacity: "TOTAL",
    });
    const { UnprocessedItems } = await call(table, "write", (options) => table.client.send(command, options));
    const left = UnprocessedItems?.[table.name] ?? [];
    return left.map(({ DeleteRequest }) => DeleteRequest?.Key).filter((key) => key !== undefined);
  };
  for (const chunk of chunksOf(
    keys.map(({ pk, sk }) => toAttributes({ pk, sk })),
    batchWriteLimit,
  )) {
    await drain(chunk, send);
  }
}

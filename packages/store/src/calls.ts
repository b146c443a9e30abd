import {
  ConditionalCheckFailedException,
  type ConsumedCapacity,
  type DynamoDBClient,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { AppError } from "@tessera/core/errors";
import { type CapacityMeter, meterCall } from "./capacity.ts";
import { createGate } from "./gate.ts";
import type { Load } from "./loader.ts";

/** All attempts of one call together: a table that hangs answers `storage_error` before its caller gives up (C4). */
const callLimitMs = 2_800;

/**
 * Calls under way at once, fewer than the client has sockets: when hundreds of requests come at once (H10), a call waits
 * its turn before its deadline runs, so that who waits is not taken for who cannot reach the table.
 */
const inTurn = createGate(64);

/** The table as every function of this package takes it. */
export interface Table {
  client: DynamoDBClient;
  name: string;
  meter: CapacityMeter;
  /** Reads single items; concurrent readers share a call. */
  load: Load;
}

interface Metered {
  ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] | undefined;
}

/**
 * Runs one call under a deadline and counts what it cost. What goes wrong becomes `storage_error`; only the refusal of
 * a condition or of a transaction passes as it is, for transaction.ts to read.
 */
export async function call<Output extends Metered>(
  table: Pick<Table, "meter">,
  kind: "read" | "write",
  send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output> {
  try {
    const output = await inTurn(() => send({ abortSignal: AbortSignal.timeout(callLimitMs) }));
    meterCall(table.meter, kind, output.ConsumedCapacity);
    return output;
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException || cause instanceof TransactionCanceledException) throw cause;
    throw storageError(cause);
  }
}

export function storageError(cause: unknown): AppError {
  return new AppError("storage_error", "The data could not be stored or read", {}, { cause });
}

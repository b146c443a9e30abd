import { createHash } from "node:crypto";

/** A hot partition is spread over this many, so that writers do not wait for each other. */
export const shardCount = 8;

export const shards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** Always the same shard for the same id. */
export function shardOf(id: string, count = shardCount): number {
  return createHash("sha256").update(id).digest().readUInt32BE() % count;
}

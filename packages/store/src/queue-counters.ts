import type { Table } from "./calls.ts";
import { clientQueueKey, globalQueueKeys, queuedAttribute } from "./entities/queue-counter.ts";
import { shardCount, shardOf } from "./entities/shard.ts";
import { getItems } from "./reads.ts";
import { countDown, countUp, type Write } from "./writes.ts";

/**
 * The counters behind `queue_full` (TF-22). What is queued in all is the sum of some shards, so that submits of many
 * clients do not collide. Which shard a job is counted in does not matter: only the sum is promised.
 */
export function clientCountUp(clientId: string, bound: number): Write {
  return countUp(clientQueueKey(clientId), queuedAttribute, bound);
}

export function clientCountDown(clientId: string): Write {
  return countDown(clientQueueKey(clientId), queuedAttribute);
}

export function globalCountUp(shard: number, bound: number): Write {
  return countUp(globalQueueKey(shard), queuedAttribute, shareOf(shard, bound));
}

export function globalCountDown(shard: number): Write {
  return countDown(globalQueueKey(shard), queuedAttribute);
}

/** Where a job is counted as long as there is room. A bound smaller than the number of shards uses as many as it can. */
export function usualShard(jobId: string, bound = shardCount): number {
  return shardOf(jobId, Math.min(shardCount, bound));
}

/** The shard with the most room left; undefined when the queue is full. */
export async function shardWithRoom(table: Table, bound: number): Promise<number | undefined> {
  const counts = await readGlobalCounts(table);
  return indexOfLargest(counts.map((count, shard) => shareOf(shard, bound) - count));
}

/** The shard that counts the most; undefined when none counts anything. */
export async function fullestShard(table: Table): Promise<number | undefined> {
  return indexOfLargest(await readGlobalCounts(table));
}

/** The shares of all shards add up to the bound exactly. */
function shareOf(shard: number, bound: number): number {
  return Math.floor(bound / shardCount) + (shard < bound % shardCount ? 1 : 0);
}

async function readGlobalCounts(table: Table): Promise<number[]> {
  const items = await getItems(table, globalQueueKeys);
  return items.map((item) => Number(item?.[queuedAttribute] ?? 0));
}

function indexOfLargest(numbers: readonly number[]): number | undefined {
  const largest = Math.max(...numbers);
  return largest > 0 ? numbers.indexOf(largest) : undefined;
}

function globalQueueKey(shard: number) {
  const key = globalQueueKeys[shard];
  if (!key) throw new RangeError(`There is no shard ${shard}`);
  return key;
}

import type { Key } from "../entity.ts";
import { shards } from "./shard.ts";

/** The attribute that counts. */
export const queuedAttribute = "queued";

/** How many jobs of one client are queued -> JobStore.accept and transition. */
export function clientQueueKey(clientId: string): Key {
  return { pk: `QUEUED#CLIENT#${clientId}`, sk: "COUNT" };
}

/** How many jobs are queued in all: the sum of these -> JobStore.accept and transition. */
export const globalQueueKeys: readonly Key[] = shards.map((shard) => ({ pk: `QUEUED#ALL#${shard}`, sk: "COUNT" }));

import type { EntityKeys } from "../entity.ts";
import { shardOf, shards } from "./shard.ts";
import { timeKey } from "./sort-key.ts";

/** Deliveries of every source by when the next attempt may start -> sweepDeliveries. */
export const dueDeliveries = shards.map((shard) => ({ index: "gsi2", pk: `DUE#CALLBACK#${shard}` }) as const);

/** Delivered or given up: no sweep looks at it again. */
export function dueDeliveryKey(id: string, dueAt: string | null): Pick<EntityKeys, "gsi2"> {
  const partition = dueDeliveries[shardOf(id)];
  if (dueAt === null || !partition) return {};
  return { gsi2: { pk: partition.pk, sk: timeKey(dueAt, id) } };
}

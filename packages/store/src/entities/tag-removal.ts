import { TagRemoval } from "@tessera/core/tickets";
import { defineEntity, type Key } from "../entity.ts";
import { shardOf, shards } from "./shard.ts";
import { timeKey } from "./sort-key.ts";

/** A deleted tag that may still stand on tickets -> TagStore.removeFromTickets and endRemoval. */
export function tagRemovalKey({ tenantId, tagId }: { tenantId: string; tagId: string }): Key {
  return { pk: `TAGREMOVAL#${tenantId}#${tagId}`, sk: "REMOVAL" };
}

/** Deleted tags by when a sweep looks for tickets that still carry them -> sweepTagRemovals. */
export const tagRemovalsDue = shards.map((shard) => ({ index: "gsi2", pk: `DUE#TAG#${shard}` }) as const);

export const tagRemovalEntity = defineEntity({
  name: "tag removal",
  schema: TagRemoval,
  keys: (removal) => {
    const partition = tagRemovalsDue[shardOf(removal.tagId)];
    return {
      ...tagRemovalKey(removal),
      ...(partition && { gsi2: { pk: partition.pk, sk: timeKey(removal.dueAt, removal.tagId) } }),
    };
  },
});

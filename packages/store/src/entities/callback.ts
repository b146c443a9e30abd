import { CallbackDelivery } from "@tessera/core/callbacks";
import { defineEntity, type EntityKeys, type Key } from "../entity.ts";
import { jobKey } from "./job.ts";
import { shardOf, shards } from "./shard.ts";
import { timeKey } from "./sort-key.ts";

/** The callback of one job -> deliverCallback. */
export function callbackKey(jobId: string): Key {
  return { pk: jobKey(jobId).pk, sk: "CALLBACK" };
}

/** Deliveries by when the next attempt may start -> sweepCallbacks. */
export const dueCallbacks = shards.map((shard) => ({ index: "gsi2", pk: `DUE#CALLBACK#${shard}` }) as const);

export const callbackEntity = defineEntity({
  name: "callback",
  schema: CallbackDelivery,
  keys: (delivery) => ({
    ...callbackKey(delivery.jobId),
    ...dueKey(delivery),
    purgeAt: delivery.purgeAt,
  }),
});

/** Delivered or given up: no sweep looks at it again. */
function dueKey(delivery: CallbackDelivery): Pick<EntityKeys, "gsi2"> {
  const partition = dueCallbacks[shardOf(delivery.jobId)];
  if (delivery.dueAt === null || !partition) return {};
  return { gsi2: { pk: partition.pk, sk: timeKey(delivery.dueAt, delivery.jobId) } };
}

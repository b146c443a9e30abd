import { EventDelivery } from "@tessera/core/deliveries";
import { defineEntity, type Key } from "../entity.ts";
import { dueDeliveryKey } from "./due-delivery.ts";
import { timeKey } from "./sort-key.ts";

const partitionPrefix = "DELIVERY#";

/** One delivery of an event by id -> deliver; AuditReader.verify. */
export function eventDeliveryKey(deliveryId: string): Key {
  return { pk: `${partitionPrefix}${deliveryId}`, sk: "DELIVERY" };
}

/** The id of the delivery that a key belongs to; undefined for the key of anything else. */
export function eventDeliveryIdOf(key: Key): string | undefined {
  return key.pk.startsWith(partitionPrefix) ? key.pk.slice(partitionPrefix.length) : undefined;
}

/** One tenant's deliveries that were given up, newest first -> AuditReader.subjects: only these have a history. */
export function failedDeliveriesOfTenant(tenantId: string) {
  return { index: "gsi1", pk: `TENANT#${tenantId}#DELIVERIES#FAILED` } as const;
}

export const eventDeliveryEntity = defineEntity({
  name: "delivery",
  schema: EventDelivery,
  keys: (delivery) => ({
    ...eventDeliveryKey(delivery.id),
    ...(delivery.status === "failed" && {
      gsi1: { pk: failedDeliveriesOfTenant(delivery.tenantId).pk, sk: timeKey(delivery.createdAt, delivery.id) },
    }),
    ...dueDeliveryKey(delivery.id, delivery.dueAt),
    purgeAt: delivery.purgeAt,
  }),
});

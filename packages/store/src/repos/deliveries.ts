import type { DeliveryMessage, DeliveryStore, EventDelivery } from "@tessera/core/deliveries";
import { appendAudit } from "../audit-chain.ts";
import type { Table } from "../calls.ts";
import { dueRefs } from "../due.ts";
import { dueDeliveries } from "../entities/due-delivery.ts";
import { eventDeliveryEntity, eventDeliveryIdOf, eventDeliveryKey } from "../entities/event-delivery.ts";
import { jobIdOf } from "../entities/job.ts";
import type { Key } from "../entity.ts";
import { getItem } from "../reads.ts";
import { writeAllOrStale } from "../transaction.ts";
import { putOver, type Write } from "../writes.ts";

export function createDeliveryStore(table: Table): DeliveryStore {
  return {
    find: async (deliveryId) => {
      const item = await getItem(table, eventDeliveryKey(deliveryId));
      return item && eventDeliveryEntity.fromItem(item);
    },
    save: (delivery) => writeAllOrStale(table, [eventDeliveryWrite(delivery)]),
    saveFailed: (delivery, audit) => {
      const entry = appendAudit(delivery.audit, audit);
      return writeAllOrStale(table, [eventDeliveryWrite({ ...delivery, audit: entry.head }), entry.write]);
    },
    due: (now) => dueRefs(table, dueDeliveries, now, messageOf),
  };
}

/** For the transaction of the change that a new delivery tells of; over its version before otherwise. */
export function eventDeliveryWrite(delivery: EventDelivery): Write {
  return putOver(eventDeliveryEntity.toItem(delivery), delivery.version - 1);
}

/** Callbacks stand in their job's partition, all others in their own. */
function messageOf(key: Key): DeliveryMessage {
  const deliveryId = eventDeliveryIdOf(key);
  return deliveryId === undefined ? { jobId: jobIdOf(key) } : { deliveryId };
}

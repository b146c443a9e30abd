import type { CallbackStore } from "@tessera/core/deliveries";
import type { Table } from "../calls.ts";
import { callbackEntity, callbackKey } from "../entities/callback.ts";
import { getItem } from "../reads.ts";
import { writeAllOrStale } from "../transaction.ts";
import { putOver } from "../writes.ts";

export function createCallbackStore(table: Table): CallbackStore {
  return {
    find: async (jobId) => {
      const item = await getItem(table, callbackKey(jobId));
      return item && callbackEntity.fromItem(item);
    },
    save: (delivery) => writeAllOrStale(table, [putOver(callbackEntity.toItem(delivery), delivery.version - 1)]),
  };
}

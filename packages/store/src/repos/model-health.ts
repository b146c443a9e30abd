import type { ModelHealthStore } from "@tessera/core/models";
import type { Table } from "../calls.ts";
import { modelHealthEntity, modelHealthKey } from "../entities/model-health.ts";
import { getItem } from "../reads.ts";
import { writeAllOrStale } from "../transaction.ts";
import { putOver } from "../writes.ts";

/** Shared by all workers, so that one of them finding a model down keeps the others from trying. */
export function createModelHealthStore(table: Table): ModelHealthStore {
  return {
    find: async (key) => {
      const item = await getItem(table, modelHealthKey(key));
      return item && modelHealthEntity.fromItem(item);
    },
    save: (health) => writeAllOrStale(table, [putOver(modelHealthEntity.toItem(health), health.version - 1)]),
  };
}

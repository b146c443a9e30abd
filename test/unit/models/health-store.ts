import { AppError } from "@tessera/core/errors";
import type { ModelHealth, ModelHealthStore } from "@tessera/core/models";

export interface MemoryHealthStore extends ModelHealthStore {
  rows: Map<string, ModelHealth>;
  /** How often it was asked for what. */
  calls: { find: number; save: number };
}

/** The store's promise in memory: one version follows the other, and whoever comes second is told. */
export function createHealthStore(): MemoryHealthStore {
  const rows = new Map<string, ModelHealth>();
  const calls = { find: 0, save: 0 };
  return {
    rows,
    calls,
    async find(key) {
      calls.find += 1;
      return rows.get(key);
    },
    async save(health) {
      calls.save += 1;
      if ((rows.get(health.key)?.version ?? 0) !== health.version - 1) {
        throw new AppError("stale_write", "Somebody else was faster");
      }
      rows.set(health.key, health);
    },
  };
}

import { createHash } from "node:crypto";
import type { ModelHealth, ModelHealthStore } from "../../models/index.ts";

/**
 * A breaker of our own beside that of the ticket jobs: who waits 5 s meets timeouts where who waits for minutes meets
 * none, and a tenant's spent quota is no failure of the model for others.
 */
export function ownHealth(store: ModelHealthStore, apiKey: string | null): ModelHealthStore {
  const scope = apiKey === null ? "rca" : `rca-${createHash("sha256").update(apiKey).digest("hex").slice(0, 16)}`;
  return {
    async find(key) {
      const health = await store.find(`${scope}:${key}`);
      return health && { ...health, key };
    },
    save: (health) => store.save({ ...health, key: `${scope}:${health.key}` }),
  };
}

/** The same rows, but nothing in them is paused: the next call finds out how things are, and the breaker learns of it. */
export function unpaused(store: ModelHealthStore, now: Date): ModelHealthStore {
  return {
    async find(key) {
      const health = await store.find(key);
      return health && isPaused(health, now) ? { ...health, openUntil: now.toISOString() } : health;
    },
    save: (health) => store.save(health),
  };
}

/** Whether calls are paused: their time of rest is not over. */
export function isPaused(health: ModelHealth | undefined, now: Date): boolean {
  return health?.openUntil ? Date.parse(health.openUntil) > now.getTime() : false;
}

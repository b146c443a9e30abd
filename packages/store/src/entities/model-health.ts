import { ModelHealth } from "@tessera/core/models";
import { defineEntity, type Key } from "../entity.ts";

/** How one model has fared lately -> every model call. */
export function modelHealthKey(key: string): Key {
  return { pk: `MODEL#${key}`, sk: "HEALTH" };
}

export const modelHealthEntity = defineEntity({
  name: "model health",
  schema: ModelHealth,
  keys: (health) => modelHealthKey(health.key),
});

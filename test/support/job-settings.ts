import { AppError } from "@tessera/core/errors";
import type { JobSettings } from "@tessera/core/jobs";
import type { BreakerSettings, ModelHealth, ModelHealthStore, ModelSettings } from "@tessera/core/models";
import { jobTimes } from "./builders.ts";

export const leaseMs = 300_000;

export const jobSettings: JobSettings = {
  times: jobTimes,
  bounds: { perClient: 100, global: 10_000 },
  leaseMs,
  retryBaseMs: 1_000,
  maxOutputTokens: null,
  temperature: 0.7,
  dailyBudgetUsd: null,
  modelLimits: {},
};

/** A model behind the gateway, so that stage 2 takes leases and counts calls. */
export const modelSettings: ModelSettings = {
  default: { provider: "ollama", model: "test-model" },
  defaults: {},
  configured: ["ollama", "openai"],
  extraModels: {},
  strict: false,
};

/** The product's own rules write: no gateway, no lease, no calls. */
export const offlineSettings: ModelSettings = {
  ...modelSettings,
  default: { provider: "offline", model: "offline-test" },
};

export const breaker: BreakerSettings = { failureLimit: 3, coolDownMs: 60_000, probeMs: 150_000 };

export function createMemoryHealth(): ModelHealthStore {
  const rows = new Map<string, ModelHealth>();
  return {
    find: async (key) => rows.get(key),
    save: async (health) => {
      if ((rows.get(health.key)?.version ?? 0) !== health.version - 1) throw new AppError("stale_write", "changed");
      rows.set(health.key, health);
    },
  };
}

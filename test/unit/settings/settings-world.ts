import { randomUUID } from "node:crypto";
import type { Principal } from "@tessera/core/access";
import type { AuditDraft } from "@tessera/core/audit";
import { AppError } from "@tessera/core/errors";
import type { ModelSettings } from "@tessera/core/models";
import type { IncidentSettings, SettingsContext } from "@tessera/core/settings";
import { createEgress } from "@tessera/providers/http";
import { createPlatformUrlCheck } from "@tessera/providers/platforms";
import { createSealer } from "@tessera/providers/secrets";

export const now = new Date("2026-03-01T12:00:00.000Z");

/** Somebody who may change the settings of a tenant. */
export function makeAdmin(overrides: Partial<Principal> = {}): Principal {
  return {
    tenantId: "tenant-1",
    kind: "user",
    id: "ada",
    userId: "ada",
    keyId: "key-1",
    active: true,
    scopes: [],
    roles: ["admin"],
    features: [],
    ...overrides,
  };
}

/** What an operator has configured who has no key at all. */
export const noModels: ModelSettings = {
  default: { provider: "offline", model: "offline-2" },
  defaults: {},
  configured: [],
  extraModels: {},
  strict: false,
};

export const openaiModels: ModelSettings = {
  ...noModels,
  default: { provider: "openai", model: "gpt-5-mini" },
  configured: ["openai"],
};

/** An operator who serves one model of their own, whose name only they know. */
export const vllmModels: ModelSettings = { ...noModels, configured: ["vllm"] };

/** Settings over a map with the version check of the store, with the product's own sealer and URL check. */
export function createSettingsWorld(parts: { allowHosts?: readonly string[]; modelSettings?: ModelSettings } = {}) {
  const { allowHosts = [], modelSettings = noModels } = parts;
  const rows = new Map<string, IncidentSettings>();
  const entries: AuditDraft[] = [];
  const logged: unknown[] = [];
  const log = (...line: unknown[]) => void logged.push(line);
  const context = (principal: Partial<Principal> = {}): SettingsContext => ({
    principal: makeAdmin(principal),
    correlationId: "correlation-1",
    now: () => now,
    newId: () => randomUUID(),
    log: { info: log, warn: log, error: log },
    incidentSettings: {
      find: async (tenantId) => structuredClone(rows.get(tenantId)),
      save: async (settings, audit) => {
        if ((rows.get(settings.tenantId)?.version ?? 0) !== settings.version - 1) {
          throw new AppError("stale_write", "The row has changed");
        }
        rows.set(settings.tenantId, structuredClone(settings));
        entries.push(audit);
        return settings;
      },
    },
    sealer: createSealer(new Uint8Array(32).fill(9)),
    modelSettings,
    checkPlatformUrl: createPlatformUrlCheck({ egress: createEgress({ allowHosts }), allowHosts }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return { rows, entries, logged, context };
}

/** What a verb has thrown, as text with all that belongs to it. Throws where it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await call;
  } catch (cause) {
    if (cause instanceof AppError) return { code: cause.code, message: cause.message };
    throw cause;
  }
  throw new Error("expected a refusal");
}

import { setTimeout } from "node:timers/promises";
import type { AppDependencies } from "@tessera/api";
import { createLlmProbes, type IncidentRef, type IncidentStore } from "@tessera/core/incidents";
import type { LinkStore } from "@tessera/core/links";
import type { ModelGateway, ModelHealthStore, ModelSettings } from "@tessera/core/models";
import type { IncidentSettingsStore } from "@tessera/core/settings";
import { createEgress } from "@tessera/providers/http";
import { createPlatforms, createPlatformUrlCheck } from "@tessera/providers/platforms";
import { breaker, offlineSettings } from "./job-settings.ts";

const allowHosts = ["127.0.0.1"];

interface IncidentParts {
  store: {
    incidents: IncidentStore;
    incidentSettings: IncidentSettingsStore;
    modelHealth: ModelHealthStore;
    links: LinkStore;
  };
  models: ModelGateway;
  modelSettings?: Partial<ModelSettings> | undefined;
  /** Hints in the order in which they were sent. */
  hints: IncidentRef[];
}

/** What incidents need beside the rest: the product's own platforms, but for hosts on loopback, and rules for a model. */
export function incidentContexts({ store, models, modelSettings, hints }: IncidentParts) {
  const egress = createEgress({ allowHosts });
  const platforms = createPlatforms({ egress, allowHosts });
  const llmProbes = createLlmProbes();

  return (context: Parameters<AppDependencies["incidentContextFor"]>[0]) => ({
    ...context,
    incidents: store.incidents,
    incidentSettings: store.incidentSettings,
    incidentQueue: { send: async (ref: IncidentRef) => void hints.push(ref) },
    platforms,
    links: store.links,
    checkPlatformUrl: createPlatformUrlCheck({ egress, allowHosts }),
    modelSettings: { ...offlineSettings, ...modelSettings },
    models,
    modelHealth: store.modelHealth,
    modelLimits: {},
    breaker,
    llmProbes,
    publicUrl: "https://desk.example",
    random: () => 0.5,
    pause: (attempt: number) => setTimeout(Math.random() * Math.min(100, 2 ** attempt)),
    // A model that hangs is given up in real time: the clock of tests only moves when told.
    sleep: async (ms: number, signal: AbortSignal) => {
      await setTimeout(ms, undefined, { signal }).catch(() => {});
    },
  });
}

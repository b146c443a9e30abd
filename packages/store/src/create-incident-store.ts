import type { IncidentSettingsStore } from "@tessera/core/settings";
import type { OpenTable } from "./create-store.ts";
import { createIncidentSettingsStore } from "./repos/incidents/settings.ts";

export interface IncidentStore {
  incidentSettings: IncidentSettingsStore;
}

/** The storage ports of incidents: apart from the others, so that no other function carries them. */
export function createIncidentStore({ table }: OpenTable): IncidentStore {
  return {
    incidentSettings: createIncidentSettingsStore(table),
  };
}

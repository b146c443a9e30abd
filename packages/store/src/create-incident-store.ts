import type { IncidentStore } from "@tessera/core/incidents";
import type { IncidentSettingsStore } from "@tessera/core/settings";
import type { OpenTable } from "./create-store.ts";
import { createIncidentRows } from "./repos/incidents/incidents.ts";
import { createIncidentSettingsStore } from "./repos/incidents/settings.ts";

export interface IncidentStores {
  incidents: IncidentStore;
  incidentSettings: IncidentSettingsStore;
}

/** The storage ports of incidents: apart from the others, so that no other function carries them. */
export function createIncidentStore({ table, cursors }: OpenTable): IncidentStores {
  return {
    incidents: createIncidentRows(table, cursors),
    incidentSettings: createIncidentSettingsStore(table),
  };
}

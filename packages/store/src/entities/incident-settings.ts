import { IncidentSettings } from "@tessera/core/settings";
import { defineEntity, type Key } from "../entity.ts";

/** What a tenant has set up for its incidents -> every verb of incidents and their settings; AuditReader. */
export function incidentSettingsKey(tenantId: string): Key {
  return { pk: `SETTINGS#${tenantId}`, sk: "INCIDENTS" };
}

export const incidentSettingsEntity = defineEntity({
  name: "incident settings",
  schema: IncidentSettings,
  keys: ({ tenantId }) => incidentSettingsKey(tenantId),
});

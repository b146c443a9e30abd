import { authorizeIncidents, type TenantId } from "../access/index.ts";
import { defaultSettings, type IncidentSettings } from "./incident-settings.ts";
import type { SettingsReader } from "./ports.ts";
import { type IncidentSettingsView, viewOf } from "./view.ts";

/** A tenant's settings, secrets sealed; the defaults where it has changed nothing. For verbs that have authorized. */
export async function loadIncidentSettings(
  { incidentSettings }: Pick<SettingsReader, "incidentSettings">,
  tenantId: TenantId,
): Promise<IncidentSettings> {
  return (await incidentSettings.find(tenantId)) ?? defaultSettings(tenantId);
}

/** LC-40: everything, secrets masked. */
export async function getIncidentSettings(context: SettingsReader): Promise<IncidentSettingsView> {
  const { tenantId } = authorizeIncidents(context, "read");

  return viewOf(await loadIncidentSettings(context, tenantId), context.modelSettings);
}

import type { TenantId } from "@tessera/core/access";
import { loadIncidentSettings, updateRouting } from "@tessera/core/settings";
import { createSettingsWorld } from "../unit/settings/settings-world.ts";
import type { World } from "./world.ts";

/** Writes one item of each kind of incidents, and asks each question that their store answers. */
export async function useIncidents(world: World, tenant: string): Promise<void> {
  const context = { ...createSettingsWorld().context({ tenantId: tenant }), incidentSettings: world.incidentSettings };
  await updateRouting(context, { patch: { low: [] } });
  // What authorizeIncidents would answer for a caller of this tenant.
  await loadIncidentSettings(context, tenant as TenantId);
}

import type { TenantId } from "@tessera/core/access";
import { getIncident, moveIncident, sweepForwardings, sweepIncidents } from "@tessera/core/incidents";
import { loadIncidentSettings, updateNoiseControl } from "@tessera/core/settings";
import { incidentOf, openIncidents } from "./incident-desk.ts";
import type { World } from "./world.ts";

/** Writes one item of each kind of incidents, and asks each question that their store answers. */
export async function useIncidents(world: World, tenant: string): Promise<void> {
  const desk = openIncidents(world, { tenantId: tenant });
  const context = desk.context();
  await desk.enablePlatforms();
  await updateNoiseControl(context, { patch: { autoResolve: { enabled: true, quietMinutes: 5 } } });
  // What authorizeIncidents would answer for a caller of this tenant.
  const tenantId = tenant as TenantId;
  await loadIncidentSettings(context, tenantId);

  const incident = incidentOf(await desk.takeIn());
  await desk.takeIn();
  await world.incidents.findAnomaly(incident);
  await Promise.all([getIncident(context, { id: incident.id }), world.incidents.counts(tenantId)]);
  await sweepForwardings(desk.system());
  const page = { limit: 5, offset: 0 };
  await world.incidents.list(tenantId, { ...page, filter: {} });
  await world.incidents.list(tenantId, { ...page, filter: { status: ["open"], severity: ["critical"] } });
  await world.incidents.list(tenantId, { ...page, filter: { service: "payment-api" } });
  await moveIncident(context, { id: incident.id, move: "acknowledge" });
  desk.advance(6 * 60_000);
  await sweepIncidents(desk.system());
  // Still waits to resolve by itself.
  await desk.takeIn({ service: "order-engine" });
}

import type { TenantId } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { Incident } from "./incident.ts";
import type { IncidentContext } from "./ports.ts";

/** The incident, or `not_found`, for another tenant's too. */
export async function requireIncident(
  { incidents }: Pick<IncidentContext, "incidents">,
  tenantId: TenantId,
  id: string,
): Promise<Incident> {
  const incident = await incidents.find(tenantId, id);
  if (!incident) throw new AppError("not_found", "Incident not found");
  return incident;
}

/** The tenant of a row that was read for a caller who had been authorized for it. */
export function tenantOf({ tenantId }: { tenantId: string }): TenantId {
  return tenantId as TenantId;
}

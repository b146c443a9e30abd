import type { Incident, IncidentGroup } from "./incident.ts";

/** How many open incidents of one fingerprint a late anomaly is held against. */
const openLimit = 20;
/** As many as a guard against flapping may allow. */
const openedLimit = 100;

/** The group with a new incident in front of those that are still open. */
export function withOpened(
  incident: Incident,
  group: IncidentGroup | undefined,
  open: readonly Incident[],
): IncidentGroup {
  const others = open.map(({ id }) => id);
  // Two of one instant are two: a set clock stands still.
  const openedAt = [incident.createdAt, ...(group?.openedAt ?? [])].slice(0, openedLimit);
  return withFirst(incident, group, others, openedAt);
}

/**
 * The group with an incident in front that was resolved, and left out when the next one was opened. Written with each
 * reopening: an anomaly that comes at the same time decides anew, and opens no second incident (LC-24).
 */
export function withReopened(incident: Incident, group: IncidentGroup | undefined): IncidentGroup {
  return withFirst(incident, group, group?.incidentIds ?? [], group?.openedAt ?? []);
}

function withFirst(
  { tenantId, fingerprint, id }: Incident,
  group: IncidentGroup | undefined,
  others: readonly string[],
  openedAt: string[],
): IncidentGroup {
  const incidentIds = [id, ...others.filter((other) => other !== id)].slice(0, openLimit);
  return { tenantId, fingerprint, incidentIds, openedAt, version: (group?.version ?? 0) + 1 };
}

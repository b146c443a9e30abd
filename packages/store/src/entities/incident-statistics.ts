import { type Incident, type IncidentStatus, incidentStatuses } from "@tessera/core/incidents";
import { type Severity, severities } from "@tessera/core/settings";
import type { Key } from "../entity.ts";
import { shardOf } from "./shard.ts";

/** As many as open and end at the same time without colliding. */
const shardCount = 4;

/** How many incidents there are: the sum of these -> IncidentStore.counts and count. */
export function incidentStatistics(tenantId: string) {
  return { pk: `INCIDENTSTATS#${tenantId}` };
}

/** Where an incident is counted. */
export function incidentStatisticsKey({ tenantId, id }: Pick<Incident, "tenantId" | "id">): Key {
  return { ...incidentStatistics(tenantId), sk: `COUNT#${shardOf(id, shardCount)}` };
}

export interface IncidentCell {
  status: IncidentStatus;
  severity: Severity;
}

/** The attribute that counts the incidents of a cell. */
export function incidentAttribute({ status, severity }: IncidentCell): string {
  return `${status}_${severity}`;
}

export const incidentCells: readonly IncidentCell[] = incidentStatuses.flatMap((status) =>
  severities.map((severity) => ({ status, severity })),
);

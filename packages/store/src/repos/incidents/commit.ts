import type { AuditDraft, AuditHead } from "@tessera/core/audit";
import type { Forwarding, Incident, IncidentCommit } from "@tessera/core/incidents";
import { appendAudit } from "../../audit-chain.ts";
import type { Table } from "../../calls.ts";
import {
  anomalyEventEntity,
  forwardingEntity,
  incidentEntity,
  incidentGroupEntity,
  openingAnomalyEntity,
} from "../../entities/incident.ts";
import { incidentAttribute, incidentStatisticsKey } from "../../entities/incident-statistics.ts";
import { writeAllOrStale } from "../../transaction.ts";
import { addAll, put, putOver, putOverExpired, type Write } from "../../writes.ts";

/** An event is delivered again for days at most; its mark outlives that. */
const eventKeptMs = 14 * 24 * 3_600_000;

/** All of a change at once. Where a row is not what was read, the verb reads again and finds out. */
export async function commitIncident(table: Table, commit: IncidentCommit, now: Date): Promise<Incident> {
  const { saved, writes } = incidentWrites(commit, now);
  await writeAllOrStale(table, writes);
  return saved;
}

export function incidentWrites(commit: IncidentCommit, now: Date): { saved: Incident; writes: Write[] } {
  const { before, after, group, openedBy, eventId, forwardings = [] } = commit;
  const trail = append(after.audit, commit.audit);
  const anomalies = append(after.anomalyAudit, commit.anomalyAudit);
  const saved: Incident = { ...after, audit: trail.head, anomalyAudit: anomalies.head };
  const { tenantId, id: incidentId } = saved;
  const writes = [
    putOver(incidentEntity.toItem(saved), before?.version ?? 0),
    ...trail.writes,
    ...anomalies.writes,
    ...forwardings.map(forwardingWrite),
    ...countWrites(before, saved),
  ];
  if (group) writes.push(putOver(incidentGroupEntity.toItem(group), group.version - 1));
  // Nobody else writes it: the incident that is new guards it.
  if (openedBy) writes.push(put(openingAnomalyEntity.toItem({ tenantId, incidentId, anomaly: openedBy })));
  if (eventId !== undefined) {
    const purgeAt = new Date(now.getTime() + eventKeptMs).toISOString();
    const event = anomalyEventEntity.toItem({ tenantId, eventId, incidentId, purgeAt });
    writes.push(putOverExpired(event, Math.floor(now.getTime() / 1_000)));
  }
  return { saved, writes };
}

function append(head: AuditHead, draft: AuditDraft | undefined): { head: AuditHead; writes: Write[] } {
  if (!draft) return { head, writes: [] };
  const entry = appendAudit(head, draft);
  return { head: entry.head, writes: [entry.write] };
}

/** Over its version before. */
export function forwardingWrite(forwarding: Forwarding): Write {
  return putOver(forwardingEntity.toItem(forwarding), forwarding.version - 1);
}

/** Moves the counters with the incident, so that they are equal to a recount at any moment. */
function countWrites(before: Incident | null, after: Incident): Write[] {
  const to = incidentAttribute(after);
  const key = incidentStatisticsKey(after);
  if (!before) return [addAll(key, { [to]: 1 })];
  const from = incidentAttribute(before);
  return from === to ? [] : [addAll(key, { [from]: -1, [to]: 1 })];
}

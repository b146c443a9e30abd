import type { ForwardingKey, Incident, IncidentStore } from "@tessera/core/incidents";
import { PlatformName } from "@tessera/core/settings";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { dueRefs } from "../../due.ts";
import { auditEntriesOf, auditEntryEntity } from "../../entities/audit-entry.ts";
import {
  anomalyEventKey,
  dueForwardings,
  dueIncidents,
  forwardingEntity,
  forwardingKey,
  forwardingsOf,
  incidentEntity,
  incidentGroupEntity,
  incidentGroupKey,
  incidentKey,
  incidentOfKey,
  openingAnomalyEntity,
  openingAnomalyKey,
  platformOfKey,
} from "../../entities/incident.ts";
import { lastNumberAttribute, numberCounterKey } from "../../entities/number-counter.ts";
import type { Entity, Key } from "../../entity.ts";
import { getItem, getItems, queryItems, type Range } from "../../reads.ts";
import { takeNumber, writeAllOrStale } from "../../transaction.ts";
import { commitIncident, forwardingWrite } from "./commit.ts";
import { countAll, countMatching, listIncidents } from "./list.ts";

export function createIncidentRows(table: Table, cursors: Cursors): IncidentStore {
  const find = async <Value>(entity: Entity<Value>, key: Key): Promise<Value | undefined> => {
    const item = await getItem(table, key);
    return item && entity.fromItem(item);
  };
  const all = async <Value>(entity: Entity<Value>, range: Range): Promise<Value[]> => {
    const values: Value[] = [];
    for await (const item of queryItems(table, range)) values.push(entity.fromItem(item));
    return values;
  };
  return {
    nextNumber: (tenantId, day) =>
      takeNumber(table, numberCounterKey(tenantId, `incident-${day}`), lastNumberAttribute),
    find: (tenantId, id) => find(incidentEntity, incidentKey(tenantId, id)),
    findMany: async (tenantId, ids) => {
      const items = await getItems(
        table,
        ids.map((id) => incidentKey(tenantId, id)),
      );
      return items.flatMap((item): Incident[] => (item ? [incidentEntity.fromItem(item)] : []));
    },
    findGroup: (tenantId, fingerprint) => find(incidentGroupEntity, incidentGroupKey(tenantId, fingerprint)),
    findAnomaly: async ({ tenantId, id }) =>
      (await find(openingAnomalyEntity, openingAnomalyKey(tenantId, id)))?.anomaly,
    hasSeen: async (tenantId, eventId) => (await getItem(table, anomalyEventKey(tenantId, eventId))) !== undefined,
    commit: (commit, now) => commitIncident(table, commit, now),
    list: (tenantId, request) => listIncidents(table, cursors, tenantId, request),
    count: (tenantId, filter) => countMatching(table, tenantId, filter),
    counts: (tenantId) => countAll(table, tenantId),
    history: ({ tenantId, id }) => all(auditEntryEntity, auditEntriesOf({ type: "incident", id, tenantId })),
    forwardings: ({ tenantId, id }) => all(forwardingEntity, forwardingsOf(tenantId, id)),
    findForwarding: ({ tenantId, incidentId, platform }) =>
      find(forwardingEntity, forwardingKey(tenantId, incidentId, platform)),
    saveForwarding: (forwarding) => writeAllOrStale(table, [forwardingWrite(forwarding)]),
    dueForwardings: (now) => dueRefs(table, dueForwardings, now, forwardingOfKey),
    dueIncidents: (now) => dueRefs(table, dueIncidents, now, incidentOfKey),
  };
}

function forwardingOfKey(key: Key): ForwardingKey {
  return { ...incidentOfKey(key), platform: PlatformName.parse(platformOfKey(key)) };
}

import { createHash } from "node:crypto";
import { type Anomaly, Forwarding, Incident, IncidentGroup } from "@tessera/core/incidents";
import * as z from "zod";
import { defineEntity, type EntityKeys, type Key } from "../entity.ts";
import { shardOf, shards } from "./shard.ts";
import { lastOfPrefix, timeKey } from "./sort-key.ts";

const partitionPrefix = "INCIDENT#";
const forwardingPrefix = "FORWARDING#";

/** The tenant is part of the key: what another tenant asks for is simply not there (J2). */
function partitionOf(tenantId: string, incidentId: string): string {
  return `${partitionPrefix}${tenantId}#${incidentId}`;
}

/** One incident by id -> every read and write of an incident. */
export function incidentKey(tenantId: string, incidentId: string): Key {
  return { pk: partitionOf(tenantId, incidentId), sk: "INCIDENT" };
}

/** The tenant and the incident that a key of its partition belongs to. */
export function incidentOfKey(key: Key): { tenantId: string; incidentId: string } {
  const [tenantId = "", incidentId = ""] = key.pk.slice(partitionPrefix.length).split("#");
  return { tenantId, incidentId };
}

const of = (tenantId: string) => `TENANT#${tenantId}#INCIDENTS`;

/** A tenant's incidents, and those with one value of a field, all by creation -> IncidentStore.list and count. */
export const incidentLists = {
  all: (tenantId: string) => ({ index: "gsi1", pk: of(tenantId) }) as const,
  status: (tenantId: string, status: string) => ({ index: "gsi3", pk: `${of(tenantId)}#STATUS#${status}` }) as const,
  severity: (tenantId: string, severity: string) =>
    ({ index: "gsi4", pk: `${of(tenantId)}#SEVERITY#${severity}` }) as const,
  service: (tenantId: string, service: string) =>
    ({ index: "gsi5", pk: `${of(tenantId)}#SERVICE#${service}` }) as const,
} as const;

/** Incidents by when a sweep must look at them: for their analysis, or to resolve them -> sweepIncidents. */
export const dueIncidents = shards.map((shard) => ({ index: "gsi2", pk: `DUE#INCIDENT#${shard}` }) as const);

/** What platforms are to be told, by when the next attempt may start -> sweepForwardings. */
export const dueForwardings = shards.map((shard) => ({ index: "gsi2", pk: `DUE#FORWARDING#${shard}` }) as const);

type DuePartitions = readonly { index: "gsi2"; pk: string }[];

function dueKey(partitions: DuePartitions, id: string, at: string | null | undefined): Pick<EntityKeys, "gsi2"> {
  const partition = partitions[shardOf(id)];
  return at && partition ? { gsi2: { pk: partition.pk, sk: timeKey(at, id) } } : {};
}

export const incidentEntity = defineEntity({
  name: "incident",
  schema: Incident,
  keys: (incident) => {
    const { tenantId, id, createdAt, status, severity, service, analysisDueAt, autoResolveAt } = incident;
    const sk = timeKey(createdAt, id);
    const [dueAt] = [analysisDueAt, autoResolveAt].filter((at) => at !== null).sort();
    return {
      ...incidentKey(tenantId, id),
      gsi1: { pk: incidentLists.all(tenantId).pk, sk },
      ...dueKey(dueIncidents, id, dueAt),
      gsi3: { pk: incidentLists.status(tenantId, status).pk, sk },
      gsi4: { pk: incidentLists.severity(tenantId, severity).pk, sk },
      gsi5: { pk: incidentLists.service(tenantId, service).pk, sk },
    };
  },
});

/** What one platform is told of an incident -> IncidentStore.findForwarding. */
export function forwardingKey(tenantId: string, incidentId: string, platform: string): Key {
  return { pk: partitionOf(tenantId, incidentId), sk: `${forwardingPrefix}${platform}` };
}

/** The same for all of its platforms -> IncidentStore.forwardings. */
export function forwardingsOf(tenantId: string, incidentId: string) {
  return { pk: partitionOf(tenantId, incidentId), from: forwardingPrefix, to: lastOfPrefix(forwardingPrefix) };
}

export function platformOfKey({ sk }: Key): string {
  return sk.slice(forwardingPrefix.length);
}

export const forwardingEntity = defineEntity({
  name: "forwarding",
  schema: Forwarding,
  keys: ({ tenantId, incidentId, platform, dueAt }) => ({
    ...forwardingKey(tenantId, incidentId, platform),
    ...dueKey(dueForwardings, `${incidentId}#${platform}`, dueAt),
  }),
});

/** What an incident was opened by -> its analysis. */
export function openingAnomalyKey(tenantId: string, incidentId: string): Key {
  return { pk: partitionOf(tenantId, incidentId), sk: "ANOMALY" };
}

export const openingAnomalyEntity = defineEntity({
  name: "opening anomaly",
  schema: z.object({
    tenantId: z.string(),
    incidentId: z.string(),
    // Parsed where it was taken in, and written by us alone.
    anomaly: z.custom<Anomaly>((value) => typeof value === "object" && value !== null),
  }),
  keys: ({ tenantId, incidentId }) => openingAnomalyKey(tenantId, incidentId),
});

/** What anomalies of one fingerprint are held against -> takeInAnomaly. */
export function incidentGroupKey(tenantId: string, fingerprint: string): Key {
  return { pk: `INCIDENTGROUP#${tenantId}#${fingerprint}`, sk: "GROUP" };
}

export const incidentGroupEntity = defineEntity({
  name: "incident group",
  schema: IncidentGroup,
  keys: ({ tenantId, fingerprint }) => incidentGroupKey(tenantId, fingerprint),
});

/** An event that was taken in (LC-23): ids of events are anybody's text, so by hash -> takeInAnomaly. */
export function anomalyEventKey(tenantId: string, eventId: string): Key {
  return { pk: `ANOMALYEVENT#${tenantId}#${createHash("sha256").update(eventId).digest("hex")}`, sk: "EVENT" };
}

export const anomalyEventEntity = defineEntity({
  name: "anomaly event",
  schema: z.object({ tenantId: z.string(), eventId: z.string(), incidentId: z.string(), purgeAt: z.string() }),
  keys: ({ tenantId, eventId, purgeAt }) => ({ ...anomalyEventKey(tenantId, eventId), purgeAt }),
});

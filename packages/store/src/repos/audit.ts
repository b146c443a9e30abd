import { type AuditEntry, type AuditHead, findChainFault } from "@tessera/core/audit";
import type { Table } from "../calls.ts";
import type { OpenTable } from "../create-store.ts";
import { apiKeyById, apiKeyEntity, keysOfSubject } from "../entities/api-key.ts";
import { auditEntriesOf, auditEntryEntity } from "../entities/audit-entry.ts";
import { clientEntity, clientKey, clientsOfTenant } from "../entities/client.ts";
import { eventDeliveryEntity, eventDeliveryKey, failedDeliveriesOfTenant } from "../entities/event-delivery.ts";
import { incidentEntity, incidentKey, incidentLists } from "../entities/incident.ts";
import { incidentSettingsEntity, incidentSettingsKey } from "../entities/incident-settings.ts";
import { issueEntity, issueKey, issuesOfTenant } from "../entities/issue.ts";
import { jobEntity, jobKey, jobsOfClient } from "../entities/job.ts";
import { lastNumberAttribute, numberCounterKey } from "../entities/number-counter.ts";
import { rowKinds } from "../entities/row-kinds.ts";
import { idOfTimeKey } from "../entities/sort-key.ts";
import { teamEntity, teamKey, teamsOfTenant } from "../entities/team.ts";
import { allTenants, tenantEntity, tenantKey } from "../entities/tenant.ts";
import { tenantRowKey, tenantRows } from "../entities/tenant-row.ts";
import { ticketEntity, ticketKey, ticketNumberEntity, ticketNumberKey } from "../entities/ticket.ts";
import { userEntity, userKey, usersOfTenant } from "../entities/user.ts";
import type { Entity, Key } from "../entity.ts";
import { getItem, getItems, queryIndex, queryItems } from "../reads.ts";

export interface AuditSubject {
  type: string;
  id: string;
  /** Part of the key of what belongs to a tenant's desk; where it is left out, the chain's first entry tells. */
  tenantId?: string;
}

export interface AuditReader {
  /** Oldest first. */
  entries(subject: AuditSubject): AsyncIterable<AuditEntry>;
  /** `fault` is null where the chain is whole (N1). */
  verify(subject: AuditSubject): Promise<{ entries: number; fault: string | null }>;
  /** Everything that has a row, and so an anchored chain. */
  subjects(): AsyncIterable<AuditSubject>;
}

export function createAuditReader({ table }: OpenTable): AuditReader {
  const entries = (subject: AuditSubject) => readEntries(table, subject);
  return {
    entries,
    verify: async (subject) => {
      const tenantId = subject.tenantId ?? (await tenantOfChain(table, subject));
      const anchor = { ...subject, tenantId };
      for (;;) {
        const before = await findHead(table, anchor);
        const chain: AuditEntry[] = [];
        for await (const entry of entries(subject)) chain.push(entry);
        const after = await findHead(table, anchor);
        // Someone wrote in between: chain and head were not read at one moment.
        if (before?.sequence !== after?.sequence) continue;
        // A row that was purged takes its anchor along: its entries are then checked against each other alone.
        const head = after ?? lastOf(chain);
        return { entries: chain.length, fault: head ? findChainFault(chain, head) : null };
      }
    },
    subjects: () => walkSubjects(table),
  };
}

async function* readEntries(table: Table, subject: AuditSubject): AsyncGenerator<AuditEntry, void, undefined> {
  for await (const item of queryItems(table, auditEntriesOf(subject))) yield auditEntryEntity.fromItem(item);
}

async function tenantOfChain(table: Table, subject: AuditSubject): Promise<string> {
  for await (const entry of readEntries(table, subject)) return entry.tenantId;
  return "";
}

function lastOf(chain: readonly AuditEntry[]): AuditHead | undefined {
  const last = chain.at(-1);
  return last && { sequence: last.sequence, hash: last.hash };
}

/** The row that anchors a chain, by the subject types that core writes. */
async function findHead(
  table: Table,
  { type, id, tenantId }: AuditSubject & { tenantId: string },
): Promise<AuditHead | undefined> {
  const read = async (entity: Entity<{ audit: AuditHead }>, key: Key) => {
    const item = await getItem(table, key);
    return item && entity.fromItem(item).audit;
  };
  switch (type) {
    case "job":
      return read(jobEntity, jobKey(id));
    case "tenant":
      return read(tenantEntity, tenantKey(id));
    case "client":
      return read(clientEntity, clientKey(id));
    case "user":
      return read(userEntity, userKey(id));
    case "delivery":
      return read(eventDeliveryEntity, eventDeliveryKey(id));
    case "team":
      return read(teamEntity, teamKey(id));
    case "api_key":
      for await (const entry of queryIndex(table, apiKeyById(id))) return read(apiKeyEntity, entry);
      return undefined;
    case "ticket":
      return read(ticketEntity, ticketKey(tenantId, id));
    case "issue":
      return read(issueEntity, issueKey(tenantId, id));
    case "incident":
      return read(incidentEntity, incidentKey(tenantId, id));
    case "incident_anomalies": {
      const item = await getItem(table, incidentKey(tenantId, id));
      return item && incidentEntity.fromItem(item).anomalyAudit;
    }
    case "incident_settings":
      return read(incidentSettingsEntity, incidentSettingsKey(id));
    default: {
      const kind = rowKinds.find(({ name }) => name === type);
      return kind && read(kind.entity, tenantRowKey(kind.name, tenantId, id));
    }
  }
}

/** From the tenants down. Without an index of its own: an operator's question must not cost every submit a write. */
async function* walkSubjects(table: Table): AsyncGenerator<AuditSubject, void, undefined> {
  for await (const tenantId of idsIn(table, allTenants)) {
    yield { type: "tenant", id: tenantId };
    yield* subjectsIn(table, "team", teamsOfTenant(tenantId));
    yield* subjectsIn(table, "delivery", failedDeliveriesOfTenant(tenantId));
    yield* deskSubjects(table, tenantId);
    yield* incidentSubjects(table, tenantId);
    for await (const id of idsIn(table, usersOfTenant(tenantId))) {
      yield { type: "user", id };
      yield* subjectsIn(table, "api_key", keysOfSubject(id));
    }
    for await (const id of idsIn(table, clientsOfTenant(tenantId))) {
      yield { type: "client", id };
      yield* subjectsIn(table, "api_key", keysOfSubject(id));
      yield* subjectsIn(table, "job", jobsOfClient(id));
    }
  }
}

async function* deskSubjects(table: Table, tenantId: string): AsyncGenerator<AuditSubject, void, undefined> {
  for await (const id of ticketIds(table, tenantId)) yield { type: "ticket", id, tenantId };
  for await (const id of idsIn(table, issuesOfTenant(tenantId))) yield { type: "issue", id, tenantId };
  for (const { name } of rowKinds) {
    for await (const { sk } of queryItems(table, tenantRows(name, tenantId))) {
      yield { type: name, id: String(sk), tenantId };
    }
  }
}

async function* incidentSubjects(table: Table, tenantId: string): AsyncGenerator<AuditSubject, void, undefined> {
  if (await getItem(table, incidentSettingsKey(tenantId))) yield { type: "incident_settings", id: tenantId };
  for await (const id of idsIn(table, incidentLists.all(tenantId))) {
    yield { type: "incident", id, tenantId };
    yield { type: "incident_anomalies", id, tenantId };
  }
}

const numbersAtOnce = 100;

/** By number: a ticket that was deleted is in no list, and keeps its number. */
async function* ticketIds(table: Table, tenantId: string): AsyncGenerator<string, void, undefined> {
  const counter = await getItem(table, numberCounterKey(tenantId, "ticket"));
  const last = Number(counter?.[lastNumberAttribute] ?? 0);
  for (let first = 1; first <= last; first += numbersAtOnce) {
    const count = Math.min(numbersAtOnce, last - first + 1);
    const keys = Array.from({ length: count }, (_, at) => ticketNumberKey(tenantId, first + at));
    // A number may have been given out for nothing.
    for (const item of await getItems(table, keys)) if (item) yield ticketNumberEntity.fromItem(item).ticketId;
  }
}

async function* subjectsIn(table: Table, type: string, partition: { index: "gsi1"; pk: string }) {
  for await (const id of idsIn(table, partition)) yield { type, id };
}

async function* idsIn(table: Table, partition: { index: "gsi1"; pk: string }) {
  for await (const { position } of queryIndex(table, partition)) yield idOfTimeKey(position);
}

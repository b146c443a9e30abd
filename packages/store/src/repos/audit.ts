import { type AuditEntry, type AuditHead, findChainFault } from "@tessera/core/audit";
import type { Table } from "../calls.ts";
import { apiKeyById, apiKeyEntity, keysOfSubject } from "../entities/api-key.ts";
import { auditEntriesOf, auditEntryEntity } from "../entities/audit-entry.ts";
import { clientEntity, clientKey, clientsOfTenant } from "../entities/client.ts";
import { jobEntity, jobKey, jobsOfClient } from "../entities/job.ts";
import { idOfTimeKey } from "../entities/sort-key.ts";
import { allTenants, tenantEntity, tenantKey } from "../entities/tenant.ts";
import { userEntity, userKey, usersOfTenant } from "../entities/user.ts";
import type { Entity, Key } from "../entity.ts";
import { getItem, queryIndex, queryItems } from "../reads.ts";

export interface AuditSubject {
  type: string;
  id: string;
}

export interface AuditReader {
  /** Oldest first. */
  entries(subject: AuditSubject): AsyncIterable<AuditEntry>;
  /** `fault` is null where the chain is whole (N1). */
  verify(subject: AuditSubject): Promise<{ entries: number; fault: string | null }>;
  /** Everything that has a row, and so an anchored chain. */
  subjects(): AsyncIterable<AuditSubject>;
}

export function createAuditReader(table: Table): AuditReader {
  const entries = (subject: AuditSubject) => readEntries(table, subject);
  return {
    entries,
    verify: async (subject) => {
      for (;;) {
        const before = await findHead(table, subject);
        const chain: AuditEntry[] = [];
        for await (const entry of entries(subject)) chain.push(entry);
        const after = await findHead(table, subject);
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

function lastOf(chain: readonly AuditEntry[]): AuditHead | undefined {
  const last = chain.at(-1);
  return last && { sequence: last.sequence, hash: last.hash };
}

/** The row that anchors a chain, by the subject types that core writes. */
async function findHead(table: Table, { type, id }: AuditSubject): Promise<AuditHead | undefined> {
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
    case "api_key":
      for await (const entry of queryIndex(table, apiKeyById(id))) return read(apiKeyEntity, entry);
      return undefined;
    default:
      return undefined;
  }
}

/** From the tenants down. Without an index of its own: an operator's question must not cost every submit a write. */
async function* walkSubjects(table: Table): AsyncGenerator<AuditSubject, void, undefined> {
  for await (const tenantId of idsIn(table, allTenants)) {
    yield { type: "tenant", id: tenantId };
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

async function* subjectsIn(table: Table, type: string, partition: { index: "gsi1"; pk: string }) {
  for await (const id of idsIn(table, partition)) yield { type, id };
}

async function* idsIn(table: Table, partition: { index: "gsi1"; pk: string }) {
  for await (const { position } of queryIndex(table, partition)) yield idOfTimeKey(position);
}

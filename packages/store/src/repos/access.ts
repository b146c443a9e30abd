import type { AccessStore, ApiKey, Page, PageRequest } from "@tessera/core/access";
import type { AuditDraft, AuditHead } from "@tessera/core/audit";
import { appendAudit } from "../audit-chain.ts";
import type { Table } from "../calls.ts";
import type { Cursors } from "../cursor.ts";
import { apiKeyById, apiKeyEntity, apiKeyKey, keysOfSubject } from "../entities/api-key.ts";
import { clientEntity, clientKey, clientsOfTenant } from "../entities/client.ts";
import { teamEntity, teamKey, teamsOfTenant } from "../entities/team.ts";
import { allTenants, tenantEntity, tenantKey } from "../entities/tenant.ts";
import { userEntity, userKey, usersOfTenant } from "../entities/user.ts";
import type { Entity, Key } from "../entity.ts";
import { readPage } from "../pages.ts";
import { getItem, getItems, queryIndex } from "../reads.ts";
import { writeAll, writeAllOrStale } from "../transaction.ts";
import { putOver, setAttribute, type Write } from "../writes.ts";
import { findUserByHandle, writeWithHandles } from "./user-handles.ts";

export function createAccessStore(table: Table, cursors: Cursors): AccessStore {
  const find = async <Row>(entity: Entity<Row>, key: Key): Promise<Row | undefined> => {
    const item = await getItem(table, key);
    return item && entity.fromItem(item);
  };

  const save = <Row extends AuditedRow>(entity: Entity<Row>, row: Row, audit: AuditDraft, others: Write[] = []) => {
    const entry = appendAudit(row.audit, audit);
    return writeAllOrStale(table, [replaceRow(entity, { ...row, audit: entry.head }), entry.write, ...others]);
  };

  const list = <Row>(
    entity: Entity<Row>,
    partition: { index: "gsi1"; pk: string },
    page: PageRequest,
  ): Promise<Page<Row>> =>
    readPage(cursors, page, {
      list: partition.pk,
      entries: (to, pageSize) => queryIndex(table, { ...partition, to, pageSize, newestFirst: true }),
      load: async (entries) => {
        const items = await getItems(table, entries);
        return items.map((item) => item && entity.fromItem(item));
      },
    });

  return {
    findKeyByHash: (sha256) => find(apiKeyEntity, apiKeyKey(sha256)),
    findKey: async (keyId) => {
      for await (const entry of queryIndex(table, apiKeyById(keyId))) return find(apiKeyEntity, entry);
      return undefined;
    },
    findTenant: (tenantId) => find(tenantEntity, tenantKey(tenantId)),
    findClient: (clientId) => find(clientEntity, clientKey(clientId)),
    findUser: (userId) => find(userEntity, userKey(userId)),
    findTeam: (teamId) => find(teamEntity, teamKey(teamId)),
    findUsers: async (userIds) => {
      const items = await getItems(table, [...new Set(userIds)].map(userKey));
      return items.filter((item) => item !== undefined).map(userEntity.fromItem);
    },
    findUserByHandle: (tenantId, handle) => findUserByHandle(table, tenantId, handle),

    createTenant: (tenant, audit) => save(tenantEntity, tenant, audit),
    saveTenant: (tenant, audit) => save(tenantEntity, tenant, audit),
    createClient: (client, audit) => save(clientEntity, client, audit),
    createUser: (user, audit) => {
      const entry = appendAudit(user.audit, audit);
      const writes = [replaceRow(userEntity, { ...user, audit: entry.head }), entry.write];
      return writeWithHandles(table, user, writes);
    },
    createTeam: (team, audit) => save(teamEntity, team, audit),
    saveMembership: (team, user, audit) => save(teamEntity, team, audit, [replaceRow(userEntity, user)]),
    createKey: (key, audit, client) => save(apiKeyEntity, key, audit, client ? [replaceRow(clientEntity, client)] : []),
    saveKey: (key, audit) => save(apiKeyEntity, key, audit),
    saveClient: (client, keys, audit) =>
      save(
        clientEntity,
        client,
        audit,
        keys.map((key) => replaceRow(apiKeyEntity, key)),
      ),
    touchKey: async (key: ApiKey, usedAt) => {
      await writeAll(table, [setAttribute(apiKeyKey(key.sha256), "lastUsedAt", usedAt)]);
    },

    listTenants: (page) => list(tenantEntity, allTenants, page),
    listClients: (tenantId, page) => list(clientEntity, clientsOfTenant(tenantId), page),
    listUsers: (tenantId, page) => list(userEntity, usersOfTenant(tenantId), page),
    listTeams: (tenantId, page) => list(teamEntity, teamsOfTenant(tenantId), page),
    listKeys: (subjectId, page) => list(apiKeyEntity, keysOfSubject(subjectId), page),
  };
}

interface AuditedRow {
  version: number;
  audit: AuditHead;
}

/** A row carries the version that it is to have; version 1 is a new row. */
function replaceRow<Row extends AuditedRow>(entity: Entity<Row>, row: Row): Write {
  return putOver(entity.toItem(row), row.version - 1);
}

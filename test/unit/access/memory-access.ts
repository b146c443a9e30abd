import {
  type AccessContext,
  type AccessStore,
  type ApiKey,
  type Client,
  handlesOf,
  mentionHandle,
  type Principal,
  type Team,
  type Tenant,
  type User,
} from "@tessera/core/access";
import type { AuditDraft } from "@tessera/core/audit";
import { AppError } from "@tessera/core/errors";

const operator: Principal = {
  tenantId: "t-operator",
  kind: "client",
  id: "c-operator",
  userId: null,
  keyId: "k-operator",
  active: true,
  scopes: ["admin"],
  roles: [],
  features: [],
};

/** The access port over maps, with its version checks, and a context whose clock a test can move. */
export function makeAccess(principal: Partial<Principal> = {}) {
  const tenants = new Map<string, Tenant>();
  const clients = new Map<string, Client>();
  const users = new Map<string, User>();
  const teams = new Map<string, Team>();
  const keys = new Map<string, ApiKey>();
  const entries: AuditDraft[] = [];
  const touches: string[] = [];

  function put<Row extends { id: string; version: number }>(rows: Map<string, Row>, row: Row): void {
    if ((rows.get(row.id)?.version ?? 0) !== row.version - 1)
      throw new AppError("stale_write", `${row.id} has changed`);
    rows.set(row.id, row);
  }
  const create =
    <Row extends { id: string; version: number }>(rows: Map<string, Row>) =>
    async (row: Row, audit: AuditDraft) => {
      put(rows, row);
      entries.push(audit);
    };

  const access: AccessStore = {
    findKeyByHash: async (sha256) => [...keys.values()].find((key) => key.sha256 === sha256),
    findKey: async (id) => keys.get(id),
    findTenant: async (id) => tenants.get(id),
    findClient: async (id) => clients.get(id),
    findUser: async (id) => users.get(id),
    findTeam: async (id) => teams.get(id),
    findUsers: async (ids) => [...new Set(ids)].map((id) => users.get(id)).filter((user) => user !== undefined),
    findUserByHandle: async (tenantId, text) => {
      const handle = mentionHandle(text);
      const ofTenant = [...users.values()].filter((user) => user.tenantId === tenantId);
      return ofTenant.find((user) => handle !== null && handlesOf(user).includes(handle));
    },
    createTenant: create(tenants),
    saveTenant: create(tenants),
    createClient: create(clients),
    createUser: create(users),
    createTeam: create(teams),
    saveMembership: async (team, user, audit) => {
      put(teams, team);
      put(users, user);
      entries.push(audit);
    },
    createKey: async (key, audit, client) => {
      if (client) put(clients, client);
      put(keys, key);
      entries.push(audit);
    },
    saveKey: create(keys),
    saveClient: async (client, changedKeys, audit) => {
      put(clients, client);
      for (const key of changedKeys) put(keys, key);
      entries.push(audit);
    },
    touchKey: async (key, usedAt) => {
      touches.push(usedAt);
      keys.set(key.id, { ...key, lastUsedAt: usedAt });
    },
    listTenants: async () => ({ items: [...tenants.values()] }),
    listClients: async (tenantId) => ({ items: [...clients.values()].filter((row) => row.tenantId === tenantId) }),
    listUsers: async (tenantId) => ({ items: [...users.values()].filter((row) => row.tenantId === tenantId) }),
    listTeams: async (tenantId) => ({ items: [...teams.values()].filter((row) => row.tenantId === tenantId) }),
    // Pages of two, so that whoever forgets a cursor misses keys.
    listKeys: async (subjectId, { cursor }) => {
      const all = [...keys.values()].filter((key) => key.subject.id === subjectId);
      const start = Number(cursor ?? 0);
      return { items: all.slice(start, start + 2), ...(start + 2 < all.length && { cursor: String(start + 2) }) };
    },
  };

  const clock = { now: new Date("2026-03-01T12:00:00.000Z") };
  let ids = 0;
  const context: AccessContext = {
    principal: { ...operator, ...principal },
    correlationId: "corr-1",
    now: () => clock.now,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    access,
    sealer: { seal: async (clear) => `sealed:${clear}`, unseal: async (sealed) => sealed.slice("sealed:".length) },
  };
  const advanceHours = (hours: number) => {
    clock.now = new Date(clock.now.getTime() + hours * 3_600_000);
  };
  return { context, tenants, clients, users, teams, keys, entries, touches, advanceHours };
}

/** Whether a value holds a text anywhere: for secrets that must be nowhere. */
export function holds(value: unknown, text: string): boolean {
  return JSON.stringify(value).includes(text);
}

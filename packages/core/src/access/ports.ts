import type { AuditDraft } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import type { ApiKey, Client, Team, Tenant, User } from "./accounts.ts";

export interface Page<Item> {
  items: Item[];
  /** Opaque and signed; absent on the last page. */
  cursor?: string;
}

export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

/** Rows are saved under their version; each write takes its audit entry. A lost race throws `stale_write`. */
export interface AccessStore {
  findKeyByHash(sha256: string): Promise<ApiKey | undefined>;
  findKey(keyId: string): Promise<ApiKey | undefined>;
  findTenant(tenantId: string): Promise<Tenant | undefined>;
  findClient(clientId: string): Promise<Client | undefined>;
  findUser(userId: string): Promise<User | undefined>;
  findTeam(teamId: string): Promise<Team | undefined>;
  /** Those that exist, each once, in the order of the ids; of any tenant. */
  findUsers(userIds: readonly string[]): Promise<User[]>;
  /** Whom a mention means, in any case; the first of a tenant's users with a handle keeps it (Appendix D-18, PX-45). */
  findUserByHandle(tenantId: string, handle: string): Promise<User | undefined>;

  createTenant(tenant: Tenant, audit: AuditDraft): Promise<void>;
  saveTenant(tenant: Tenant, audit: AuditDraft): Promise<void>;
  createClient(client: Client, audit: AuditDraft): Promise<void>;
  /** Claims the user's handles in the same transaction. One that is taken already does not refuse the user. */
  createUser(user: User, audit: AuditDraft): Promise<void>;
  createTeam(team: Team, audit: AuditDraft): Promise<void>;
  /** Saves both sides of a membership in one transaction; the entry is the team's. */
  saveMembership(team: Team, user: User, audit: AuditDraft): Promise<void>;
  /** With a client's key, the client's row is saved in the same transaction: it lists its keys. */
  createKey(key: ApiKey, audit: AuditDraft, client?: Client): Promise<void>;
  saveKey(key: ApiKey, audit: AuditDraft): Promise<void>;
  /** Saves the client and, in the same transaction, the keys that carry its status and features. */
  saveClient(client: Client, keys: readonly ApiKey[], audit: AuditDraft): Promise<void>;
  /** Not audited: a time of last use is telemetry. */
  touchKey(key: ApiKey, usedAt: string): Promise<void>;

  listTenants(page: PageRequest): Promise<Page<Tenant>>;
  listClients(tenantId: string, page: PageRequest): Promise<Page<Client>>;
  listUsers(tenantId: string, page: PageRequest): Promise<Page<User>>;
  listTeams(tenantId: string, page: PageRequest): Promise<Page<Team>>;
  listKeys(subjectId: string, page: PageRequest): Promise<Page<ApiKey>>;
}

export interface RateVerdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Seconds until the window ends and the count starts anew. */
  resetSeconds: number;
}

export interface RateBucket {
  keyId: string;
  name: string;
  /** In one window. */
  limit: number;
  /** One minute unless said otherwise. */
  windowMinutes?: number;
}

/** Fixed windows, counted in the table so that every instance shares them (TF-22). */
export interface RateLimiter {
  take(bucket: RateBucket, now: Date): Promise<RateVerdict>;
}

/** Encrypts what must be read back later, such as webhook secrets. */
export interface Sealer {
  seal(clear: string): Promise<string>;
  unseal(sealed: string): Promise<string>;
}

export interface AccessContext extends BaseContext {
  access: AccessStore;
  sealer: Sealer;
}

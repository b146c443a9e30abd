import { AppError } from "../errors.ts";
import type { ApiKey, Client, Team, Tenant, User } from "./accounts.ts";
import type { AccessContext } from "./ports.ts";

/** The row, or `not_found`. */
export async function requireTenant(context: AccessContext, tenantId: string): Promise<Tenant> {
  const tenant = await context.access.findTenant(tenantId);
  if (!tenant) throw new AppError("not_found", "Tenant not found");
  return tenant;
}

/** The row, or `not_found`. */
export async function requireClient(context: AccessContext, clientId: string): Promise<Client> {
  const client = await context.access.findClient(clientId);
  if (!client) throw new AppError("not_found", "Client not found");
  return client;
}

/** The row, or `not_found`. */
export async function requireTeam(context: AccessContext, teamId: string): Promise<Team> {
  const team = await context.access.findTeam(teamId);
  if (!team) throw new AppError("not_found", "Team not found");
  return team;
}

/** The row, or `not_found` where the tenant has no such user. */
export async function requireUser(context: AccessContext, input: { tenantId: string; userId: string }): Promise<User> {
  const user = await context.access.findUser(input.userId);
  if (user?.tenantId !== input.tenantId) throw new AppError("not_found", "User not found");
  return user;
}

/** Who a key may be issued to. */
export type Subject = { kind: "client"; account: Client } | { kind: "user"; account: User };

/** The client or user of this id, or `not_found`. */
export async function requireSubject(context: AccessContext, subjectId: string): Promise<Subject> {
  const client = await context.access.findClient(subjectId);
  if (client) return { kind: "client", account: client };
  const user = await context.access.findUser(subjectId);
  if (user) return { kind: "user", account: user };
  throw new AppError("not_found", "No client or user has this id");
}

/** The keys of a client that may still let someone in, read from their own rows. */
export async function liveKeysOf(context: AccessContext, client: Client): Promise<ApiKey[]> {
  const keys = await Promise.all(client.keyHashes.map((hash) => context.access.findKeyByHash(hash)));
  return keys.filter((key) => key !== undefined).filter((key) => isLiveKey(key, context.now()));
}

/** A key that may still let someone in: neither revoked nor expired. */
export function isLiveKey(key: ApiKey, now: Date): boolean {
  return key.revokedAt === null && (key.expiresAt === null || now.toISOString() < key.expiresAt);
}

import { AppError } from "../errors.ts";
import type { ApiKey, Client, Tenant, User } from "./accounts.ts";
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

/** A subject's keys, all pages. */
export async function* keysOf(context: AccessContext, subjectId: string): AsyncGenerator<ApiKey> {
  let cursor: string | undefined;
  do {
    const page = await context.access.listKeys(subjectId, { limit: 100, cursor });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** A key that may still let someone in: neither revoked nor expired. */
export function isLiveKey(key: ApiKey, now: Date): boolean {
  return key.revokedAt === null && (key.expiresAt === null || now.toISOString() < key.expiresAt);
}

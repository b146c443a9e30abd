import { AppError } from "../errors.ts";
import { scopes } from "../principal.ts";
import type { ApiKey, Client, Tenant } from "./accounts.ts";
import { clientCreated, newClient } from "./create-client.ts";
import { newTenant, tenantCreated } from "./create-tenant.ts";
import { newUser, userCreated } from "./create-user.ts";
import { newKeySecret, sha256 } from "./credentials.ts";
import { newKey, saveNewKey } from "./issue-key.ts";
import type { AccessContext } from "./ports.ts";

/** Fixed ids: what stands there already is found again, whichever start has made it. */
export const defaultTenantId = "default";
const userId = "owner";
const clientId = "bootstrap";

/** The user that a key's holder acts as: its own user, or the Owner for whoever started the product. */
export function userBehind({ subject }: Pick<ApiKey, "subject">): string | null {
  if (subject.kind === "user") return subject.id;
  return subject.id === clientId ? userId : null;
}

/**
 * Makes the first tenant, its Owner, and a client with a key that may do everything. The clear key is answered
 * only by the start that has made it; a `fixedKey` works from now on and is never answered. Safe to repeat.
 */
export async function bootstrapAccess(
  context: AccessContext,
  input: { fixedKey: string | null },
): Promise<{ key: string | null }> {
  const tenant = await ensure(
    () => context.access.findTenant(defaultTenantId),
    () => seedTenant(context),
  );
  await ensure(
    () => context.access.findUser(userId),
    () => seedOwner(context, tenant),
  );
  const client = await ensure(
    () => context.access.findClient(clientId),
    () => seedClient(context, tenant),
  );
  return { key: await ensureKey(context, client, input.fixedKey) };
}

/**
 * The row as the store has it, made first where there is none: only then does it carry the head of its audit chain. Two
 * first starts at once seed once: who comes second finds what the first has made.
 */
async function ensure<Row>(find: () => Promise<Row | undefined>, create: () => Promise<unknown>): Promise<Row> {
  const found = await find();
  if (found) return found;
  let failure: unknown = new AppError("storage_error", "What was just saved cannot be read");
  try {
    await create();
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== "stale_write") throw cause;
    failure = cause;
  }
  const made = await find();
  if (!made) throw failure;
  return made;
}

async function seedTenant(context: AccessContext): Promise<Tenant> {
  const tenant = newTenant(context, { id: defaultTenantId, name: "default" });
  await context.access.createTenant(tenant, tenantCreated(context, tenant));
  return tenant;
}

async function seedOwner(context: AccessContext, tenant: Tenant) {
  const owner = newUser(context, {
    id: userId,
    tenantId: tenant.id,
    name: "Owner",
    email: "owner@localhost",
    role: "owner",
  });
  await context.access.createUser(owner, userCreated(context, owner));
  return owner;
}

async function seedClient(context: AccessContext, tenant: Tenant): Promise<Client> {
  const client = await newClient(context, { id: clientId, tenantId: tenant.id, name: "bootstrap" });
  await context.access.createClient(client, clientCreated(context, client));
  return client;
}

/** Without a fixed key, one is made only as long as the client never had any. */
async function ensureKey(context: AccessContext, client: Client, fixedKey: string | null): Promise<string | null> {
  if (fixedKey !== null) {
    await ensure(
      () => context.access.findKeyByHash(sha256(fixedKey)),
      () => seedKey(context, client, fixedKey),
    );
    return null;
  }
  if (client.keyHashes.length > 0) return null;
  const secret = newKeySecret();
  await seedKey(context, client, secret);
  return secret;
}

async function seedKey(context: AccessContext, client: Client, secret: string): Promise<ApiKey> {
  const subject = { kind: "client", account: client } as const;
  // The bootstrap key also acts as the Owner, for the surfaces that know users.
  const key = newKey(context, { subject, secret, scopes, roles: ["owner"], expiresAt: null });
  await saveNewKey(context, subject, key);
  return key;
}

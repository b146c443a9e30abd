import { handlesOf, mentionHandle, type User } from "@tessera/core/access";
import type { Item } from "../attributes.ts";
import type { Table } from "../calls.ts";
import { handleEntity, handleKey, handlesClaimedEntity, handlesClaimedKey } from "../entities/handle.ts";
import { userEntity, userKey, usersOfTenant } from "../entities/user.ts";
import { getItem, getItems, queryIndex } from "../reads.ts";
import { staleWrite, writeAll } from "../transaction.ts";
import { putNew, type Write } from "../writes.ts";

/** Writes a new user together with its handles, but for those that somebody else has (Appendix D-18). */
export async function writeWithHandles(table: Table, user: User, writes: readonly Write[]): Promise<void> {
  let claims = claimsOf(user);
  for (;;) {
    const refusals = await writeAll(table, [...writes, ...claims]);
    if (refusals.size === 0) return;
    if (writes.some((write) => refusals.has(write))) throw staleWrite();
    claims = claims.filter((claim) => !refusals.has(claim));
  }
}

function claimsOf(user: User): Write[] {
  const { tenantId, id: userId } = user;
  return handlesOf(user).map((handle) => putNew(handleEntity.toItem({ tenantId, handle, userId })));
}

/** The user whom a mention means: two reads; one, where it means nobody. */
export async function findUserByHandle(table: Table, tenantId: string, text: string): Promise<User | undefined> {
  const handle = mentionHandle(text);
  if (handle === null) return undefined;

  const key = handleKey(tenantId, handle);
  const [found, claimed] = await getItems(table, [key, handlesClaimedKey(tenantId)]);
  if (found) return holderOf(table, found);
  if (claimed) return undefined;
  await claimForAll(table, tenantId);
  const foundNow = await getItem(table, key);
  return foundNow && holderOf(table, foundNow);
}

async function holderOf(table: Table, handle: Item): Promise<User | undefined> {
  const item = await getItem(table, userKey(handleEntity.fromItem(handle).userId));
  return item && userEntity.fromItem(item);
}

/**
 * Users of the first release have claimed no handles, so a tenant's first unknown handle claims them for all, oldest
 * users first (N5). Safe to repeat: a claim that stands is left as it is.
 */
async function claimForAll(table: Table, tenantId: string): Promise<void> {
  for await (const entry of queryIndex(table, usersOfTenant(tenantId))) {
    const item = await getItem(table, entry);
    if (item === undefined) continue;
    await Promise.all(claimsOf(userEntity.fromItem(item)).map((claim) => writeAll(table, [claim])));
  }
  await writeAll(table, [putNew(handlesClaimedEntity.toItem({ tenantId }))]);
}

import type { Log } from "../context.ts";
import { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";
import type { ApiKey } from "./accounts.ts";
import { userBehind } from "./bootstrap-access.ts";
import { equalHashes, sha256 } from "./credentials.ts";
import type { AccessStore } from "./ports.ts";

/** No key is longer; what is, is not worth a hash. */
const keyLengthLimit = 512;

/** A time of last use is good to the hour, so that a busy key is not written on every request. */
const touchEveryMs = 3_600_000;

interface SignInContext {
  access: AccessStore;
  now(): Date;
  log: Log;
}

/**
 * Who presents this key (TF-20). Throws `key_revoked`, `key_expired`, or `unauthorized`, which never tells what was
 * wrong. A suspended client is known, but inactive: `authorize` refuses it (TF-21).
 */
export async function authenticateKey(context: SignInContext, presented: string): Promise<Principal> {
  const key = await findKey(context, presented);
  if (key.revokedAt !== null) throw new AppError("key_revoked", "This API key was revoked");
  const now = context.now();
  if (key.expiresAt !== null && now.toISOString() >= key.expiresAt) {
    throw new AppError("key_expired", "This API key has expired");
  }

  await touch(context, key, now);
  const { tenantId, subject, active, scopes, roles, features } = key;
  return {
    tenantId,
    kind: subject.kind,
    id: subject.id,
    userId: userBehind(key),
    keyId: key.id,
    active,
    scopes,
    roles,
    features,
  };
}

async function findKey(context: SignInContext, presented: string): Promise<ApiKey> {
  // Made only where it is thrown: an error's stack is not free, and most requests need none.
  const unauthorized = () => new AppError("unauthorized", "A valid API key is required");
  if (presented === "" || presented.length > keyLengthLimit) throw unauthorized();

  const hash = sha256(presented);
  const key = await context.access.findKeyByHash(hash);
  if (!key || !equalHashes(key.sha256, hash)) throw unauthorized();
  return key;
}

/** Telemetry: a request does not fail because its time of use could not be noted. */
async function touch(context: SignInContext, key: ApiKey, now: Date): Promise<void> {
  if (key.lastUsedAt !== null && now.getTime() - Date.parse(key.lastUsedAt) < touchEveryMs) return;
  try {
    await context.access.touchKey(key, now.toISOString());
  } catch (cause) {
    context.log.warn("time of last use was not saved", { keyId: key.id, cause: String(cause) });
  }
}

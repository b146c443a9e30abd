import { draftEntry } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { retryStale } from "../retry-stale.ts";
import type { ApiKey } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import type { AccessContext } from "./ports.ts";

/** Ends a key for good, from the next request on (X-21, J4). Revoking it again changes nothing. */
export async function revokeKey(context: AccessContext, input: { keyId: string }): Promise<void> {
  authorize(context, "admin");

  await retryStale(() => revoke(context, input));
}

async function revoke(context: AccessContext, input: { keyId: string }): Promise<void> {
  const key = await context.access.findKey(input.keyId);
  if (!key) throw new AppError("not_found", "Key not found");
  if (key.revokedAt !== null) return;

  const revoked: ApiKey = { ...key, revokedAt: context.now().toISOString(), version: key.version + 1 };
  const audit = draftEntry(context, {
    tenantId: key.tenantId,
    subjectType: "api_key",
    subjectId: key.id,
    action: "api_key.revoked",
    details: { subject: key.subject, prefix: key.prefix },
    oldValue: { revokedAt: null },
    newValue: { revokedAt: revoked.revokedAt },
  });
  await context.access.saveKey(revoked, audit);
}

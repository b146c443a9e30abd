import { draftEntry, emptyHead } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { features, type Role, type Scope } from "../principal.ts";
import type { ApiKey } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { keyFingerprint, newKeySecret } from "./credentials.ts";
import { isLiveKey, keysOf, requireSubject, type Subject } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";

/** A client and all its live keys are saved in one transaction, which holds 100 items. */
const liveKeyLimit = 50;

export interface IssueKeyInput {
  /** A client's or a user's id. */
  subjectId: string;
  scopes: readonly Scope[];
  expiresAt: string | null;
}

/** A new key. Its secret is answered here and never again: the row keeps only its hash (X-20, J4). */
export async function issueKey(context: AccessContext, input: IssueKeyInput): Promise<{ key: ApiKey; secret: string }> {
  authorize(context, "admin");

  const expiresAt = checkExpiry(input.expiresAt, context.now());
  const subject = await requireSubject(context, input.subjectId);
  if ((await countLiveKeys(context, subject.account.id)) >= liveKeyLimit) {
    throw new AppError("conflict", `This subject already has ${liveKeyLimit} live keys; revoke one first`);
  }
  const secret = newKeySecret();
  const roles = subject.kind === "user" ? [subject.account.role] : [];
  const key = newKey(context, { subject, secret, scopes: input.scopes, roles, expiresAt });
  await context.access.createKey(key, keyIssued(context, key));
  return { key, secret };
}

function checkExpiry(expiresAt: string | null, now: Date): string | null {
  if (expiresAt === null) return null;
  const at = new Date(expiresAt);
  if (Number.isNaN(at.getTime()) || at <= now) {
    throw new AppError("invalid_request", "expires_at must be a time in the future", { field: "expires_at" });
  }
  return at.toISOString();
}

async function countLiveKeys(context: AccessContext, subjectId: string): Promise<number> {
  let count = 0;
  for await (const key of keysOf(context, subjectId)) if (isLiveKey(key, context.now())) count += 1;
  return count;
}

/** The row of a new key, with its subject's state as it is now. */
export function newKey(
  context: AccessContext,
  input: {
    subject: Subject;
    secret: string;
    scopes: readonly Scope[];
    roles: readonly Role[];
    expiresAt: string | null;
  },
): ApiKey {
  const { subject } = input;
  return {
    id: context.newId(),
    tenantId: subject.account.tenantId,
    subject: { kind: subject.kind, id: subject.account.id },
    ...keyFingerprint(input.secret),
    scopes: [...new Set(input.scopes)],
    // Only clients have features to switch off.
    features: subject.kind === "client" ? subject.account.features : [...features],
    roles: [...input.roles],
    active: subject.kind === "user" || subject.account.status === "active",
    expiresAt: input.expiresAt,
    revokedAt: null,
    lastUsedAt: null,
    createdAt: context.now().toISOString(),
    version: 1,
    audit: emptyHead,
  };
}

export function keyIssued(context: AccessContext, key: ApiKey) {
  return draftEntry(context, {
    tenantId: key.tenantId,
    subjectType: "api_key",
    subjectId: key.id,
    action: "api_key.issued",
    details: { subject: key.subject, prefix: key.prefix },
    newValue: { scopes: key.scopes, expiresAt: key.expiresAt },
  });
}

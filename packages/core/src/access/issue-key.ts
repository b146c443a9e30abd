import { draftEntry, emptyHead } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { features, type Role, type Scope } from "../principal.ts";
import { retryStale } from "../retry-stale.ts";
import type { ApiKey } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { keyFingerprint, newKeySecret } from "./credentials.ts";
import { liveKeysOf, requireSubject, type Subject } from "./lookup.ts";
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
  return retryStale(async () => {
    const subject = await requireSubject(context, input.subjectId);
    const secret = newKeySecret();
    const roles = subject.kind === "user" ? [subject.account.role] : [];
    const key = newKey(context, { subject, secret, scopes: input.scopes, roles, expiresAt });
    await saveNewKey(context, subject, key);
    return { key, secret };
  });
}

/** A client's row lists its live keys, so it is written with them. */
export async function saveNewKey(context: AccessContext, subject: Subject, key: ApiKey): Promise<void> {
  if (subject.kind === "user") return context.access.createKey(key, keyIssued(context, key));

  const live = await liveKeysOf(context, subject.account);
  if (live.length >= liveKeyLimit) {
    throw new AppError("conflict", `This client already has ${liveKeyLimit} live keys; revoke one first`);
  }
  const keyHashes = [...live.map(({ sha256 }) => sha256), key.sha256];
  const client = { ...subject.account, keyHashes, version: subject.account.version + 1 };
  return context.access.createKey(key, keyIssued(context, key), client);
}

function checkExpiry(expiresAt: string | null, now: Date): string | null {
  if (expiresAt === null) return null;
  const at = new Date(expiresAt);
  if (Number.isNaN(at.getTime()) || at <= now) {
    throw new AppError("invalid_request", "expires_at must be a time in the future", { field: "expires_at" });
  }
  return at.toISOString();
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

function keyIssued(context: AccessContext, key: ApiKey) {
  return draftEntry(context, {
    tenantId: key.tenantId,
    subjectType: "api_key",
    subjectId: key.id,
    action: "api_key.issued",
    details: { subject: key.subject, prefix: key.prefix },
    newValue: { scopes: key.scopes, expiresAt: key.expiresAt },
  });
}

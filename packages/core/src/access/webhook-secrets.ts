import { type AuditDraft, draftEntry } from "../audit/index.ts";
import type { WebhookSecret } from "./accounts.ts";
import { newWebhookSecret } from "./credentials.ts";
import type { AccessContext } from "./ports.ts";

/** How long a rotated secret goes on signing beside its successor. */
const overlapMs = 24 * 3_600_000;

/** Each live secret adds a signature to a header, and headers have limits. */
const secretLimit = 5;

/** An account that signs: a client its callbacks, a tenant what its triggers and agents send out. */
interface Signer {
  id: string;
  webhookSecrets: WebhookSecret[];
  version: number;
}

/** A new secret, in clear for the one time that it is shown, and sealed for the row. */
export async function mintWebhookSecret(context: AccessContext): Promise<{ clear: string; row: WebhookSecret }> {
  const clear = newWebhookSecret();
  const sealed = await context.sealer.seal(clear);
  return { clear, row: { id: context.newId(), sealed, createdAt: context.now().toISOString(), expiresAt: null } };
}

/** The account's next version, which signs with a new secret, and the entry that goes with it. */
export async function addWebhookSecret<Account extends Signer>(
  context: AccessContext,
  account: Account,
  { type, tenantId }: { type: "client" | "tenant"; tenantId: string },
): Promise<{ clear: string; changed: Account; audit: AuditDraft }> {
  const { clear, row } = await mintWebhookSecret(context);
  const webhookSecrets = rotatedSecrets(account.webhookSecrets, row, context.now());
  const audit = draftEntry(context, {
    tenantId,
    subjectType: type,
    subjectId: account.id,
    action: `${type}.webhook_secret_rotated`,
    oldValue: { secretIds: account.webhookSecrets.map(({ id }) => id) },
    newValue: { secretIds: webhookSecrets.map(({ id }) => id) },
  });
  return { clear, changed: { ...account, webhookSecrets, version: account.version + 1 }, audit };
}

/** The secrets after a rotation, the new one first. What had been rotated before keeps its own end. */
export function rotatedSecrets(current: readonly WebhookSecret[], next: WebhookSecret, now: Date): WebhookSecret[] {
  const endOfOverlap = new Date(now.getTime() + overlapMs).toISOString();
  const old = liveSecrets(current, now).map((secret) => ({ ...secret, expiresAt: secret.expiresAt ?? endOfOverlap }));
  return [next, ...old].slice(0, secretLimit);
}

/** The secrets that sign at this time, the current one first. */
export function liveSecrets(secrets: readonly WebhookSecret[], now: Date): WebhookSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || now.toISOString() < expiresAt);
}

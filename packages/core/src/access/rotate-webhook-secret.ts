import { draftEntry } from "../audit/index.ts";
import { retryStale } from "../retry-stale.ts";
import type { Client } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { requireClient } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";
import { mintWebhookSecret, rotatedSecrets } from "./webhook-secrets.ts";

/** A new signing secret, shown here and never again; the one before it signs as well for 24 hours (X-21, E1). */
export async function rotateWebhookSecret(
  context: AccessContext,
  input: { clientId: string },
): Promise<{ secret: string }> {
  authorize(context, "admin");

  return retryStale(() => rotate(context, input));
}

async function rotate(context: AccessContext, input: { clientId: string }): Promise<{ secret: string }> {
  const client = await requireClient(context, input.clientId);
  const { clear, row } = await mintWebhookSecret(context);
  const changed: Client = {
    ...client,
    webhookSecrets: rotatedSecrets(client.webhookSecrets, row, context.now()),
    version: client.version + 1,
  };
  const audit = draftEntry(context, {
    tenantId: client.tenantId,
    subjectType: "client",
    subjectId: client.id,
    action: "client.webhook_secret_rotated",
    oldValue: { secretIds: client.webhookSecrets.map(({ id }) => id) },
    newValue: { secretIds: changed.webhookSecrets.map(({ id }) => id) },
  });
  await context.access.saveClient(changed, [], audit);
  return { secret: clear };
}

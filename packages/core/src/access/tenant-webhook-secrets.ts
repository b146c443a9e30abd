import { retryStale } from "../retry-stale.ts";
import type { WebhookSecret } from "./accounts.ts";
import type { AccessContext } from "./ports.ts";
import { addWebhookSecret } from "./webhook-secrets.ts";

/**
 * What signs for a tenant; undefined where there is no such tenant. The first secret is made by whoever first needs it,
 * so that nothing leaves unsigned: who wants to verify it rotates the secret once, which is when one is shown.
 */
export async function tenantWebhookSecrets(
  context: AccessContext,
  input: { tenantId: string },
): Promise<readonly WebhookSecret[] | undefined> {
  return retryStale(async () => {
    const tenant = await context.access.findTenant(input.tenantId);
    if (!tenant || tenant.webhookSecrets.length > 0) return tenant?.webhookSecrets;

    const { changed, audit } = await addWebhookSecret(context, tenant, { type: "tenant", tenantId: tenant.id });
    await context.access.saveTenant(changed, audit);
    return changed.webhookSecrets;
  });
}

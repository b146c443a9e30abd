import { retryStale } from "../retry-stale.ts";
import { authorize } from "./authorize.ts";
import { requireClient, requireTenant } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";
import { addWebhookSecret } from "./webhook-secrets.ts";

/** A new signing secret, shown here and never again; the one before it signs as well for 24 hours (X-21, E1). */
export async function rotateWebhookSecret(
  context: AccessContext,
  input: { clientId: string },
): Promise<{ secret: string }> {
  authorize(context, "admin");

  return retryStale(async () => {
    const client = await requireClient(context, input.clientId);
    const { clear, changed, audit } = await addWebhookSecret(context, client, {
      type: "client",
      tenantId: client.tenantId,
    });
    await context.access.saveClient(changed, [], audit);
    return { secret: clear };
  });
}

/** The same for a tenant, which signs what its triggers and agents send out (PX-66). */
export async function rotateTenantWebhookSecret(
  context: AccessContext,
  input: { tenantId: string },
): Promise<{ secret: string }> {
  authorize(context, "admin");

  return retryStale(async () => {
    const tenant = await requireTenant(context, input.tenantId);
    const { clear, changed, audit } = await addWebhookSecret(context, tenant, { type: "tenant", tenantId: tenant.id });
    await context.access.saveTenant(changed, audit);
    return { secret: clear };
  });
}

import { draftEntry, emptyHead } from "../audit/index.ts";
import type { Tenant } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { cleanName } from "./input.ts";
import type { AccessContext } from "./ports.ts";

/** A new tenant. The `admin` scope is the operator's: it reaches every tenant. */
export async function createTenant(context: AccessContext, input: { name: string }): Promise<Tenant> {
  authorize(context, "admin");

  const tenant = newTenant(context, { id: context.newId(), name: cleanName(input.name) });
  await context.access.createTenant(tenant, tenantCreated(context, tenant));
  return tenant;
}

/** The row of a new tenant. */
export function newTenant(context: AccessContext, input: { id: string; name: string }): Tenant {
  return { ...input, webhookSecrets: [], createdAt: context.now().toISOString(), version: 1, audit: emptyHead };
}

export function tenantCreated(context: AccessContext, tenant: Tenant) {
  return draftEntry(context, {
    tenantId: tenant.id,
    subjectType: "tenant",
    subjectId: tenant.id,
    action: "tenant.created",
    newValue: { name: tenant.name },
  });
}

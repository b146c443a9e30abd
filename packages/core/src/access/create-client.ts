import { draftEntry, emptyHead } from "../audit/index.ts";
import { type Feature, features } from "../principal.ts";
import type { Client, ModelFallback } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { cleanName } from "./input.ts";
import { requireTenant } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";
import { mintWebhookSecret } from "./webhook-secrets.ts";

export interface NewClientInput {
  tenantId: string;
  name: string;
  /** Omitted: all. Empty: none. */
  features?: readonly Feature[] | undefined;
  modelFallback?: ModelFallback | undefined;
}

/**
 * A new API client of a tenant, with a first webhook secret, so that its callbacks are signed from the start.
 * Who wants to verify them rotates the secret once: that is when a secret is shown.
 */
export async function createClient(context: AccessContext, input: NewClientInput): Promise<Client> {
  authorize(context, "admin");

  const name = cleanName(input.name);
  const tenant = await requireTenant(context, input.tenantId);
  const client = await newClient(context, { ...input, id: context.newId(), tenantId: tenant.id, name });
  await context.access.createClient(client, clientCreated(context, client));
  return client;
}

/** The row of a new client. */
export async function newClient(context: AccessContext, input: NewClientInput & { id: string }): Promise<Client> {
  const secret = await mintWebhookSecret(context);
  return {
    id: input.id,
    tenantId: input.tenantId,
    name: input.name,
    status: "active",
    features: [...new Set(input.features ?? features)],
    modelFallback: input.modelFallback ?? "none",
    webhookSecrets: [secret.row],
    keyHashes: [],
    createdAt: context.now().toISOString(),
    version: 1,
    audit: emptyHead,
  };
}

export function clientCreated(context: AccessContext, client: Client) {
  return draftEntry(context, {
    tenantId: client.tenantId,
    subjectType: "client",
    subjectId: client.id,
    action: "client.created",
    newValue: { name: client.name, status: client.status, features: client.features },
  });
}

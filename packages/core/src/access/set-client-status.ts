import { draftEntry } from "../audit/index.ts";
import type { ApiKey, Client } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { isLiveKey, keysOf, requireClient } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";

/**
 * Suspends or resumes a client together with its keys, which carry its status (X-21, TF-21). Doing it again changes
 * nothing, unless a key was issued in that very moment and has missed it.
 */
export async function setClientStatus(
  context: AccessContext,
  input: { clientId: string; status: Client["status"] },
): Promise<Client> {
  authorize(context, "admin");

  const client = await requireClient(context, input.clientId);
  const active = input.status === "active";
  const keys = await keysToChange(context, client.id, active);
  if (client.status === input.status && keys.length === 0) return client;

  const changed: Client = { ...client, status: input.status, version: client.version + 1 };
  const audit = draftEntry(context, {
    tenantId: client.tenantId,
    subjectType: "client",
    subjectId: client.id,
    action: active ? "client.resumed" : "client.suspended",
    details: { keys: keys.map((key) => key.id) },
    oldValue: { status: client.status },
    newValue: { status: changed.status },
  });
  await context.access.saveClient(changed, keys, audit);
  return changed;
}

async function keysToChange(context: AccessContext, clientId: string, active: boolean): Promise<ApiKey[]> {
  const changed: ApiKey[] = [];
  for await (const key of keysOf(context, clientId)) {
    // A dead key lets no one in, whatever it carries.
    if (!isLiveKey(key, context.now()) || key.active === active) continue;
    changed.push({ ...key, active, version: key.version + 1 });
  }
  return changed;
}

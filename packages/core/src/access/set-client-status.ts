import { draftEntry } from "../audit/index.ts";
import { retryStale } from "../retry-stale.ts";
import type { Client } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { liveKeysOf, requireClient } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";

/**
 * Suspends or resumes a client together with its keys, which carry its status (X-21, TF-21). Doing it again changes
 * nothing; a key that is issued at the same moment makes this decide anew.
 */
export async function setClientStatus(
  context: AccessContext,
  input: { clientId: string; status: Client["status"] },
): Promise<Client> {
  authorize(context, "admin");

  return retryStale(() => changeStatus(context, input));
}

async function changeStatus(
  context: AccessContext,
  input: { clientId: string; status: Client["status"] },
): Promise<Client> {
  const client = await requireClient(context, input.clientId);
  const active = input.status === "active";
  if (client.status === input.status) return client;
  // A dead key lets no one in, whatever it carries.
  const keys = (await liveKeysOf(context, client)).map((key) => ({ ...key, active, version: key.version + 1 }));

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

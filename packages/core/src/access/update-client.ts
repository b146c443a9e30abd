import { draftEntry } from "../audit/index.ts";
import type { Feature } from "../principal.ts";
import { retryStale } from "../retry-stale.ts";
import type { Client, ModelFallback } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { liveKeysOf, requireClient } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";

export interface ClientChange {
  clientId: string;
  status?: Client["status"] | undefined;
  /** Empty: none. */
  features?: readonly Feature[] | undefined;
  modelFallback?: ModelFallback | undefined;
}

/**
 * Changes what a client may do, together with its keys, which carry its status and features (X-20, X-21, TF-21). Doing
 * it again changes nothing; a key that is issued at the same moment makes this decide anew.
 */
export async function updateClient(context: AccessContext, input: ClientChange): Promise<Client> {
  authorize(context, "admin");

  return retryStale(async () => {
    const before = await requireClient(context, input.clientId);
    const after = changed(before, input);
    const names = settings.filter((name) => String(before[name]) !== String(after[name]));
    if (names.length === 0) return before;

    const keys = await keysToRewrite(context, before, after);
    const audit = draftEntry(context, {
      tenantId: before.tenantId,
      subjectType: "client",
      subjectId: before.id,
      action: actionOf(before, after),
      details: { keys: keys.map((key) => key.id) },
      oldValue: pick(before, names),
      newValue: pick(after, names),
    });
    await context.access.saveClient(after, keys, audit);
    return after;
  });
}

const settings = ["status", "features", "modelFallback"] as const;
type Setting = (typeof settings)[number];

function changed(client: Client, { status, features, modelFallback }: ClientChange): Client {
  return {
    ...client,
    status: status ?? client.status,
    features: features ? [...new Set(features)].sort() : client.features,
    modelFallback: modelFallback ?? client.modelFallback,
    version: client.version + 1,
  };
}

/** A dead key lets no one in, whatever it carries; and no key carries the fallback. */
async function keysToRewrite(context: AccessContext, before: Client, { status, features }: Client) {
  if (status === before.status && String(features) === String(before.features)) return [];
  const active = status === "active";
  const keys = await liveKeysOf(context, before);
  return keys.map((key) => ({ ...key, active, features, version: key.version + 1 }));
}

function actionOf(before: Client, after: Client): string {
  if (after.status === before.status) return "client.updated";
  return after.status === "active" ? "client.resumed" : "client.suspended";
}

function pick(client: Client, names: readonly Setting[]): Partial<Pick<Client, Setting>> {
  return Object.fromEntries(names.map((name) => [name, client[name]]));
}

import { AppError } from "../errors.ts";
import { barePrincipal, type Principal } from "../principal.ts";
import type { AccessStore } from "./ports.ts";

/**
 * A client as the one who asks through an event: it may submit a spec, open a ticket or report an anomaly, and
 * nothing else. Throws `not_found`; a suspended client is known, but inactive.
 */
export async function clientPrincipal(access: AccessStore, clientId: string): Promise<Principal> {
  const client = await access.findClient(clientId);
  if (!client) throw new AppError("not_found", "Client not found");
  return {
    ...barePrincipal({ tenantId: client.tenantId, kind: "client", id: client.id }),
    active: client.status === "active",
    scopes: ["tickets:submit", "issues.create", "incidents:write"],
    features: client.features,
  };
}

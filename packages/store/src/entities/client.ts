import { Client } from "@tessera/core/access";
import { defineEntity, type Key } from "../entity.ts";
import { timeKey } from "./sort-key.ts";

/** One client by id -> admin operations; its webhook secrets -> deliver. */
export function clientKey(clientId: string): Key {
  return { pk: `CLIENT#${clientId}`, sk: "CLIENT" };
}

/** One tenant's clients, newest first -> GET /admin/tenants/{tenant_id}/clients; AuditReader.subjects. */
export function clientsOfTenant(tenantId: string) {
  return { index: "gsi1", pk: `TENANT#${tenantId}#CLIENTS` } as const;
}

export const clientEntity = defineEntity({
  name: "client",
  schema: Client,
  keys: (client) => ({
    ...clientKey(client.id),
    gsi1: { pk: clientsOfTenant(client.tenantId).pk, sk: timeKey(client.createdAt, client.id) },
  }),
});

import { Tenant } from "@tessera/core/access";
import { defineEntity, type Key } from "../entity.ts";
import { timeKey } from "./sort-key.ts";

/** One tenant by id -> every admin operation on it; its webhook secrets -> deliver. */
export function tenantKey(tenantId: string): Key {
  return { pk: `TENANT#${tenantId}`, sk: "TENANT" };
}

/** All tenants, newest first -> GET /admin/tenants; AuditReader.subjects. */
export const allTenants = { index: "gsi1", pk: "TENANTS" } as const;

export const tenantEntity = defineEntity({
  name: "tenant",
  schema: Tenant,
  keys: (tenant) => ({
    ...tenantKey(tenant.id),
    gsi1: { pk: allTenants.pk, sk: timeKey(tenant.createdAt, tenant.id) },
  }),
});

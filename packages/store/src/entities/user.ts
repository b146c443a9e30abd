import { User } from "@tessera/core/access";
import { defineEntity, type Key } from "../entity.ts";
import { timeKey } from "./sort-key.ts";

/** One user by id -> admin operations; assignees, members and mentions of the support desk. */
export function userKey(userId: string): Key {
  return { pk: `USER#${userId}`, sk: "USER" };
}

/** One tenant's users, newest first -> GET /admin/tenants/{tenant_id}/users; AuditReader.subjects; claiming handles. */
export function usersOfTenant(tenantId: string) {
  return { index: "gsi1", pk: `TENANT#${tenantId}#USERS` } as const;
}

export const userEntity = defineEntity({
  name: "user",
  schema: User,
  keys: (user) => ({
    ...userKey(user.id),
    gsi1: { pk: usersOfTenant(user.tenantId).pk, sk: timeKey(user.createdAt, user.id) },
  }),
});

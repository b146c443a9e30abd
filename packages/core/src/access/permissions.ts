import { AppError } from "../errors.ts";
import type { Permission, Principal, Role } from "../principal.ts";
import type { TenantId } from "./authorize.ts";

/** Who works at the desk. */
export interface Member {
  kind: "member";
  tenantId: TenantId;
  /** The user's id, or the client's where an automation acts. */
  id: string;
  /** Null for an automation. */
  userId: string | null;
  /** Owner or Admin: may do to others' work what a Member may only do to its own (X-23). */
  isManager: boolean;
}

/** A customer who has signed in by a link. */
export interface Contact {
  kind: "contact";
  tenantId: TenantId;
  email: string;
}

export type DeskCaller = Member | Contact;

const mayWork = ["issues.read", "issues.create", "issues.edit"] as const;

/** a Member may not delete. Keys of automations name what they may do in their scopes. */
const rolePermissions: Record<Role, readonly Permission[]> = {
  owner: [...mayWork, "issues.delete"],
  admin: [...mayWork, "issues.delete"],
  member: mayWork,
};

/** Checks what a member of the tenant may do. Throws `client_suspended` or `forbidden`; a contact never passes. */
export function authorizeMember({ principal }: { principal: Principal }, permission: Permission): Member {
  const { kind, id, tenantId, roles, userId, scopes, active } = principal;
  if (!active) throw new AppError("client_suspended", "This client is suspended");
  const granted = roles.some((role) => rolePermissions[role].includes(permission)) || scopes.includes(permission);
  if (!granted || (kind !== "user" && kind !== "client")) {
    throw new AppError("forbidden", `This needs the permission ${permission}`);
  }
  return {
    kind: "member",
    // The one place where a member's tenant becomes branded: the checks above are what the brand stands for.
    tenantId: tenantId as TenantId,
    id: userId ?? id,
    userId,
    isManager: roles.some((role) => role !== "member"),
  };
}

/** As `authorizeMember`, for what a contact may do too: with its own tickets, which the verb must check. */
export function authorizeCaller(context: { principal: Principal }, permission: Permission): DeskCaller {
  const { principal } = context;
  if (principal.kind !== "contact") return authorizeMember(context, permission);
  // As above: a contact is only ever made by its signed link, and the link names its tenant.
  return { kind: "contact", tenantId: principal.tenantId as TenantId, email: principal.id };
}

/** The tenant that the product itself acts for: a sweep, or an automation. Throws `forbidden` for anyone else. */
export function actForTenant({ principal }: { principal: Principal }, tenantId: string): TenantId {
  if (principal.kind !== "system") throw new AppError("forbidden", "Only the product itself acts for a tenant");
  return tenantId as TenantId;
}

import type { ApiKey, Client, Team, Tenant, User } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { requireSubject, requireTenant } from "./lookup.ts";
import type { AccessContext, Page, PageRequest } from "./ports.ts";

/** All tenants. */
export async function listTenants(context: AccessContext, page: PageRequest): Promise<Page<Tenant>> {
  authorize(context, "admin");

  return context.access.listTenants(page);
}

/** A tenant's clients, or `not_found` for the tenant. */
export async function listClients(
  context: AccessContext,
  input: PageRequest & { tenantId: string },
): Promise<Page<Client>> {
  authorize(context, "admin");

  const { tenantId, ...page } = input;
  await requireTenant(context, tenantId);
  return context.access.listClients(tenantId, page);
}

/** A tenant's users, or `not_found` for the tenant. */
export async function listUsers(
  context: AccessContext,
  input: PageRequest & { tenantId: string },
): Promise<Page<User>> {
  authorize(context, "admin");

  const { tenantId, ...page } = input;
  await requireTenant(context, tenantId);
  return context.access.listUsers(tenantId, page);
}

/** A tenant's teams, or `not_found` for the tenant. */
export async function listTeams(
  context: AccessContext,
  input: PageRequest & { tenantId: string },
): Promise<Page<Team>> {
  authorize(context, "admin");

  const { tenantId, ...page } = input;
  await requireTenant(context, tenantId);
  return context.access.listTeams(tenantId, page);
}

/** A client's or user's keys, revoked ones too, or `not_found` for the subject. */
export async function listKeys(
  context: AccessContext,
  input: PageRequest & { subjectId: string },
): Promise<Page<ApiKey>> {
  authorize(context, "admin");

  const { subjectId, ...page } = input;
  await requireSubject(context, subjectId);
  return context.access.listKeys(subjectId, page);
}

import { AppError } from "../errors.ts";
import type { User } from "./accounts.ts";
import type { TenantId } from "./authorize.ts";
import type { AccessStore } from "./ports.ts";

interface Lookup {
  access: AccessStore;
}

/**
 * The user that a request names; null and absent pass. Throws `invalid_request` where there is none in the tenant, in
 * the same words for another tenant's (J2).
 */
export async function checkUser(
  context: Lookup,
  tenantId: TenantId,
  userId: string | null | undefined,
  field = "assigneeId",
): Promise<User | undefined> {
  if (userId === null || userId === undefined) return undefined;
  const user = await context.access.findUser(userId);
  if (user?.tenantId === tenantId) return user;
  throw new AppError("invalid_request", `${field}: there is no such user`, { field });
}

/** As `checkUser`, for a team. */
export async function checkTeam(context: Lookup, tenantId: TenantId, teamId: string | null | undefined): Promise<void> {
  if (teamId === null || teamId === undefined) return;
  const team = await context.access.findTeam(teamId);
  if (team?.tenantId === tenantId) return;
  throw new AppError("invalid_request", "teamId: there is no such team", { field: "teamId" });
}

import { AppError } from "../errors.ts";
import { actorOf, type Principal, type Role } from "../principal.ts";
import type { TenantId } from "./authorize.ts";

/** To see incidents, to work on them, to change the settings: each grants all that comes before it. */
const levels = ["read", "write", "admin"] as const;
export type IncidentAccess = (typeof levels)[number];

export interface IncidentCaller {
  tenantId: TenantId;
  /** As audit entries name it. */
  actor: string;
}

const roleAccess: Record<Role, IncidentAccess> = { owner: "admin", admin: "admin", member: "write" };

/**
 * Checks what a caller may do with its tenant's incidents: people by their role, all others by their scopes.
 * Throws `client_suspended` or `forbidden`.
 */
export function authorizeIncidents({ principal }: { principal: Principal }, access: IncidentAccess): IncidentCaller {
  const { tenantId, userId, active, roles, scopes } = principal;
  if (!active) throw new AppError("client_suspended", "This client is suspended");
  const enough = levels.slice(levels.indexOf(access));
  const granted = enough.some(
    (level) => scopes.includes(`incidents:${level}`) || roles.some((role) => roleAccess[role] === level),
  );
  if (!granted) throw new AppError("forbidden", `This needs the scope incidents:${access}`);

  return {
    // As in authorize: the checks above are what the brand stands for.
    tenantId: tenantId as TenantId,
    actor: userId === null ? actorOf(principal) : `user:${userId}`,
  };
}

import { draftEntry, emptyHead } from "../audit/index.ts";
import type { Team } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { cleanName } from "./input.ts";
import { requireTenant } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";

/** A new team of a tenant, without members (X-23, Appendix D-11). Two teams may have one name. */
export async function createTeam(context: AccessContext, input: { tenantId: string; name: string }): Promise<Team> {
  authorize(context, "admin");

  const name = cleanName(input.name);
  const tenant = await requireTenant(context, input.tenantId);
  const team: Team = {
    id: context.newId(),
    tenantId: tenant.id,
    name,
    memberIds: [],
    createdAt: context.now().toISOString(),
    version: 1,
    audit: emptyHead,
  };
  const audit = draftEntry(context, {
    tenantId: team.tenantId,
    subjectType: "team",
    subjectId: team.id,
    action: "team.created",
    newValue: { name: team.name },
  });
  await context.access.createTeam(team, audit);
  return team;
}

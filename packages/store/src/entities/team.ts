import { Team } from "@tessera/core/access";
import { defineEntity, type Key } from "../entity.ts";
import { timeKey } from "./sort-key.ts";

/** One team by id -> admin operations; the support desk: a ticket's team, and whom its breach alerts. */
export function teamKey(teamId: string): Key {
  return { pk: `TEAM#${teamId}`, sk: "TEAM" };
}

/** One tenant's teams, newest first -> GET /admin/tenants/{tenant_id}/teams; AuditReader.subjects. */
export function teamsOfTenant(tenantId: string) {
  return { index: "gsi1", pk: `TENANT#${tenantId}#TEAMS` } as const;
}

export const teamEntity = defineEntity({
  name: "team",
  schema: Team,
  keys: (team) => ({
    ...teamKey(team.id),
    gsi1: { pk: teamsOfTenant(team.tenantId).pk, sk: timeKey(team.createdAt, team.id) },
  }),
});

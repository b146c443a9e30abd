import { checkTeam, type TenantId } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { checkPolicy, type SlaAction, type SlaPolicy } from "../sla/index.ts";
import type { DeskContext } from "./ports.ts";
import type { SettingKind } from "./settings-kind.ts";

/** PX-28. Tickets go on under the policy as it was when it was applied to them (PX-24). */
export const slaPolicies: SettingKind<SlaPolicy> = {
  name: "sla_policy",
  title: "SLA policy",
  rows: (context) => context.slaPolicies,
  writers: "managers",
  check: async (context, tenantId, policy) => {
    checkPolicy(policy);
    await Promise.all([
      checkTeam(context, tenantId, policy.teamId),
      checkCalendarOf(context, tenantId, policy.calendarId),
      checkUsers(context, tenantId, policy.onBreach.flatMap(usersOf)),
    ]);
  },
};

function usersOf(action: SlaAction): string[] {
  switch (action.kind) {
    case "notify":
      return action.userIds;
    case "reassign":
      return [action.assigneeId];
    case "raise_priority":
      return [];
  }
}

async function checkUsers(context: DeskContext, tenantId: TenantId, userIds: readonly string[]): Promise<void> {
  const users = await context.access.findUsers(userIds);
  const known = new Set(users.filter((user) => user.tenantId === tenantId).map(({ id }) => id));
  if (userIds.every((id) => known.has(id))) return;
  throw new AppError("invalid_request", "onBreach: there is no such user", { field: "onBreach" });
}

async function checkCalendarOf(context: DeskContext, tenantId: TenantId, calendarId: string | null): Promise<void> {
  if (calendarId === null || (await context.calendars.find(tenantId, calendarId))) return;
  throw new AppError("invalid_request", "calendarId: there is no such calendar", { field: "calendarId" });
}

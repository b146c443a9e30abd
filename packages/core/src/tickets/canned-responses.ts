import { checkTeam } from "../access/index.ts";
import type { CannedResponse } from "./canned-response.ts";
import type { SettingKind } from "./settings-kind.ts";

/** In code points. */
export const cannedTitleLimit = 200;

/** PX-61: who is no manager sees those for everyone and those of its own teams. */
export const cannedResponses: SettingKind<CannedResponse> = {
  name: "canned_response",
  title: "Canned response",
  rows: (context) => context.cannedResponses,
  writers: "members",
  longFields: ["body"],
  check: (context, tenantId, { teamId }) => checkTeam(context, tenantId, teamId),
  visibleTo: async (context, { isManager, userId }) => {
    if (isManager) return () => true;
    const user = userId === null ? undefined : await context.access.findUser(userId);
    const teams = new Set(user?.teamIds);
    return ({ teamId }) => teamId === null || teams.has(teamId);
  },
};

import { draftEntry } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { retryStale } from "../retry-stale.ts";
import { memberLimit, type Team, type User } from "./accounts.ts";
import { authorize } from "./authorize.ts";
import { requireTeam, requireUser } from "./lookup.ts";
import type { AccessContext } from "./ports.ts";

/** Both sides of a membership keep it on their rows, which have a size limit. */
const teamsOfUserLimit = 200;

export interface TeamMember {
  teamId: string;
  userId: string;
}

/** Puts a user into a team of its tenant (X-23, Appendix D-11). Doing it again changes nothing. */
export async function addTeamMember(context: AccessContext, input: TeamMember): Promise<void> {
  authorize(context, "admin");

  await retryStale(async () => {
    const { team, user } = await findBoth(context, input);
    if (team.memberIds.includes(user.id)) return;

    if (team.memberIds.length >= memberLimit) {
      throw new AppError("conflict", `A team has at most ${memberLimit} members`);
    }
    if (user.teamIds.length >= teamsOfUserLimit) {
      throw new AppError("conflict", `A user is in at most ${teamsOfUserLimit} teams`);
    }
    await saveMembership(context, "team.member_added", {
      team: { ...team, memberIds: [...team.memberIds, user.id] },
      user: { ...user, teamIds: [...user.teamIds, team.id] },
    });
  });
}

/** Takes a user out of a team (X-23, Appendix D-11). Who is no member stays none. */
export async function removeTeamMember(context: AccessContext, input: TeamMember): Promise<void> {
  authorize(context, "admin");

  await retryStale(async () => {
    const { team, user } = await findBoth(context, input);
    if (!team.memberIds.includes(user.id)) return;

    await saveMembership(context, "team.member_removed", {
      team: { ...team, memberIds: team.memberIds.filter((id) => id !== user.id) },
      user: { ...user, teamIds: user.teamIds.filter((id) => id !== team.id) },
    });
  });
}

interface Membership {
  team: Team;
  user: User;
}

/** Another tenant's user answers exactly like an unknown one (J2). */
async function findBoth(context: AccessContext, { teamId, userId }: TeamMember): Promise<Membership> {
  const team = await requireTeam(context, teamId);
  const user = await requireUser(context, { tenantId: team.tenantId, userId });
  return { team, user };
}

async function saveMembership(
  context: AccessContext,
  action: "team.member_added" | "team.member_removed",
  { team, user }: Membership,
): Promise<void> {
  const audit = draftEntry(context, {
    tenantId: team.tenantId,
    subjectType: "team",
    subjectId: team.id,
    action,
    details: { userId: user.id },
  });
  await context.access.saveMembership(
    { ...team, version: team.version + 1 },
    { ...user, version: user.version + 1 },
    audit,
  );
}

import {
  addTeamMember,
  createTeam,
  createTenant,
  createUser,
  listTeams,
  removeTeamMember,
  type Team,
  type User,
} from "@tessera/core/access";
import { describe, expect, it } from "vitest";
import { makeAccess } from "./memory-access.ts";

const forbidden = expect.objectContaining({ code: "forbidden" });
const notFound = expect.objectContaining({ code: "not_found" });
const conflict = expect.objectContaining({ code: "conflict" });

type World = ReturnType<typeof makeAccess>;

/** A tenant with one team and one user who is not in it. */
async function makeDesk(world: World): Promise<{ tenantId: string; team: Team; user: User }> {
  const { id: tenantId } = await createTenant(world.context, { name: "Acme" });
  const team = await createTeam(world.context, { tenantId, name: "Support" });
  const user = await createUser(world.context, { tenantId, name: "Ada", email: "ada@acme.example", role: "member" });
  world.entries.length = 0;
  return { tenantId, team, user };
}

/** The same rows, seen by a caller who may not do everything. */
function asReader({ context }: World): World["context"] {
  return { ...context, principal: { ...context.principal, scopes: ["issues.read"] } };
}

describe("X-23, D-11 creating a team", () => {
  it("saves it without members under its trimmed name, and records who did it", async () => {
    const { context, teams, entries } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });

    const team = await createTeam(context, { tenantId: tenant.id, name: " Support " });

    expect(teams.get(team.id)).toEqual(team);
    expect(team).toMatchObject({ tenantId: tenant.id, name: "Support", memberIds: [] });
    expect(entries.at(-1)).toMatchObject({
      action: "team.created",
      tenantId: tenant.id,
      subjectType: "team",
      subjectId: team.id,
      actor: "client:c-operator",
    });
  });

  it("takes a name that another team has", async () => {
    const world = makeAccess();
    const { tenantId, team } = await makeDesk(world);

    const second = await createTeam(world.context, { tenantId, name: team.name });

    expect(second.id).not.toBe(team.id);
    expect((await listTeams(world.context, { tenantId, limit: 5 })).items).toEqual([team, second]);
  });

  it.each(["", "   ", "x".repeat(201)])("refuses the name %j and writes nothing", async (name) => {
    const { context, teams } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });

    await expect(createTeam(context, { tenantId: tenant.id, name })).rejects.toEqual(
      expect.objectContaining({ code: "invalid_request", details: { field: "name" } }),
    );
    expect(teams.size).toBe(0);
  });

  it("answers not found for an unknown tenant", async () => {
    const { context, teams } = makeAccess();

    await expect(createTeam(context, { tenantId: "nobody", name: "Support" })).rejects.toEqual(notFound);
    expect(teams.size).toBe(0);
  });

  it("refuses a key without the admin scope, before it tells whether the tenant exists", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(createTeam(context, { tenantId: "nobody", name: "Support" })).rejects.toEqual(forbidden);
  });
});

describe("X-23, D-11 adding a member", () => {
  it("writes both sides, with one entry in the team's chain", async () => {
    const world = makeAccess();
    const { team, user } = await makeDesk(world);

    await addTeamMember(world.context, { teamId: team.id, userId: user.id });

    expect(world.teams.get(team.id)).toMatchObject({ memberIds: [user.id], version: 2 });
    expect(world.users.get(user.id)).toMatchObject({ teamIds: [team.id], version: 2 });
    expect(world.entries).toEqual([
      expect.objectContaining({
        action: "team.member_added",
        subjectType: "team",
        subjectId: team.id,
        tenantId: team.tenantId,
        details: { userId: user.id },
      }),
    ]);
  });

  it("changes nothing for who is a member already", async () => {
    const world = makeAccess();
    const { team, user } = await makeDesk(world);
    await addTeamMember(world.context, { teamId: team.id, userId: user.id });

    await addTeamMember(world.context, { teamId: team.id, userId: user.id });

    expect(world.teams.get(team.id)).toMatchObject({ memberIds: [user.id], version: 2 });
    expect(world.entries).toHaveLength(1);
  });

  it("decides anew when somebody else was faster", async () => {
    const world = makeAccess();
    const { tenantId, team, user } = await makeDesk(world);
    const other = await createUser(world.context, { tenantId, name: "Bo", email: "bo@acme.example", role: "member" });

    await Promise.all([user, other].map(({ id }) => addTeamMember(world.context, { teamId: team.id, userId: id })));

    expect(world.teams.get(team.id)?.memberIds.toSorted()).toEqual([user.id, other.id].sort());
  });

  it("refuses the 201st member and the 201st team, and writes nothing", async () => {
    const world = makeAccess();
    const { team, user } = await makeDesk(world);
    const ids = Array.from({ length: 200 }, (_, at) => `id-of-${at}`);

    world.teams.set(team.id, { ...team, memberIds: ids });
    await expect(addTeamMember(world.context, { teamId: team.id, userId: user.id })).rejects.toEqual(conflict);
    world.teams.set(team.id, team);
    world.users.set(user.id, { ...user, teamIds: ids });
    await expect(addTeamMember(world.context, { teamId: team.id, userId: user.id })).rejects.toEqual(conflict);

    expect(world.teams.get(team.id)).toEqual(team);
    expect(world.entries).toEqual([]);
  });

  // J2: another tenant's user must not be told apart from one that never was.
  it("answers for another tenant's user as for an unknown one", async () => {
    const world = makeAccess();
    const { team } = await makeDesk(world);
    const { user: foreign } = await makeDesk(world);

    const add = (userId: string) => addTeamMember(world.context, { teamId: team.id, userId }).catch((error) => error);
    const [unknown, hidden] = [await add("nobody"), await add(foreign.id)];

    expect(unknown).toMatchObject({ code: "not_found", message: "User not found" });
    expect([hidden.code, hidden.message, hidden.details]).toEqual([unknown.code, unknown.message, unknown.details]);
    expect(world.users.get(foreign.id)).toEqual(foreign);
  });

  it("answers not found for an unknown team", async () => {
    const world = makeAccess();
    const { user } = await makeDesk(world);

    await expect(addTeamMember(world.context, { teamId: "none", userId: user.id })).rejects.toEqual(notFound);
  });

  it("refuses a key without the admin scope", async () => {
    const world = makeAccess();
    const { team, user } = await makeDesk(world);

    await expect(addTeamMember(asReader(world), { teamId: team.id, userId: user.id })).rejects.toEqual(forbidden);
    expect(world.teams.get(team.id)).toEqual(team);
  });
});

describe("X-23, D-11 removing a member", () => {
  it("writes both sides, with one entry in the team's chain, and leaves other teams and members", async () => {
    const world = makeAccess();
    const { tenantId, team, user } = await makeDesk(world);
    const other = await createUser(world.context, { tenantId, name: "Bo", email: "bo@acme.example", role: "member" });
    const second = await createTeam(world.context, { tenantId, name: "Sales" });
    for (const userId of [user.id, other.id]) await addTeamMember(world.context, { teamId: team.id, userId });
    await addTeamMember(world.context, { teamId: second.id, userId: user.id });

    await removeTeamMember(world.context, { teamId: team.id, userId: user.id });

    expect(world.teams.get(team.id)?.memberIds).toEqual([other.id]);
    expect(world.users.get(user.id)?.teamIds).toEqual([second.id]);
    expect(world.entries.at(-1)).toMatchObject({
      action: "team.member_removed",
      subjectId: team.id,
      details: { userId: user.id },
    });
  });

  it("changes nothing for who is no member", async () => {
    const world = makeAccess();
    const { team, user } = await makeDesk(world);

    await removeTeamMember(world.context, { teamId: team.id, userId: user.id });

    expect(world.teams.get(team.id)).toEqual(team);
    expect(world.entries).toEqual([]);
  });

  it("answers not found for an unknown team, an unknown user, and another tenant's user", async () => {
    const world = makeAccess();
    const { team, user } = await makeDesk(world);
    const { user: foreign } = await makeDesk(world);

    const ids = [
      ["none", user.id],
      [team.id, "nobody"],
      [team.id, foreign.id],
    ];
    for (const [teamId = "", userId = ""] of ids) {
      await expect(removeTeamMember(world.context, { teamId, userId })).rejects.toEqual(notFound);
    }
  });

  it("refuses a key without the admin scope", async () => {
    const world = makeAccess();
    const { team, user } = await makeDesk(world);
    await addTeamMember(world.context, { teamId: team.id, userId: user.id });

    await expect(removeTeamMember(asReader(world), { teamId: team.id, userId: user.id })).rejects.toEqual(forbidden);
    expect(world.teams.get(team.id)?.memberIds).toEqual([user.id]);
  });
});

describe("X-23 the list of teams", () => {
  it("shows a tenant's own teams only, and answers not found for an unknown tenant", async () => {
    const world = makeAccess();
    const { tenantId, team } = await makeDesk(world);
    await makeDesk(world);

    expect((await listTeams(world.context, { tenantId, limit: 5 })).items).toEqual([team]);
    await expect(listTeams(world.context, { tenantId: "nobody", limit: 5 })).rejects.toEqual(notFound);
  });

  it("refuses a key without the admin scope", async () => {
    const world = makeAccess();
    const { tenantId } = await makeDesk(world);

    await expect(listTeams(asReader(world), { tenantId, limit: 5 })).rejects.toEqual(forbidden);
  });
});

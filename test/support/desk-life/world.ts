import { addTeamMember, createTeam } from "@tessera/core/access";
import { sweepAutoClose, sweepSla } from "@tessera/core/tickets";
import type { TestApp } from "../api.ts";
import { expectStatus, openDesk } from "../desk.ts";
import { sweepContext } from "../sla-desk.ts";
import type { Person } from "./commands.ts";
import type { Furniture } from "./model.ts";

/** A desk of the run's own, and everybody who acts at it. */
export type LifeWorld = Awaited<ReturnType<typeof openLifeWorld>>;

const promises = [
  { team: null, priority: "medium", firstResponseMinutes: 10, resolutionMinutes: 60 },
  { team: null, priority: "urgent", firstResponseMinutes: 1, resolutionMinutes: 10 },
  { team: 0, priority: "medium", firstResponseMinutes: 30, resolutionMinutes: 120 },
  { team: 1, priority: "high", firstResponseMinutes: 60, resolutionMinutes: 60 },
];

export async function openLifeWorld(test: TestApp) {
  const desk = await openDesk(test);
  const other = await desk.join("member", "Otto");
  const { tenantId } = desk;
  const contactEmail = "ann@example.org";
  const contact = () =>
    test.dependencies.contactTokens.issue({ tenantId, email: contactEmail }, test.clock.now()).token;
  const keys: Record<Exclude<Person, "contact">, string> = {
    owner: desk.owner.key,
    admin: desk.admin.key,
    member: desk.member.key,
    other: other.key,
  };
  const make = async (path: string, body: object): Promise<string> =>
    expectStatus(await test.call("POST", path, { key: keys.owner, body }), 201).body.id;

  const teams: string[] = [];
  for (const name of ["Support", "Sales"]) {
    const team = await createTeam(test.asOperator(), { tenantId, name });
    await addTeamMember(test.asOperator(), { teamId: team.id, userId: other.user.id });
    teams.push(team.id);
  }
  const furniture: Furniture = { users: [desk.admin.user.id, desk.member.user.id], teams, tags: [], policies: [] };
  for (const name of ["red", "green", "blue"]) {
    furniture.tags.push({ id: await make("/api/v1/ticket-tags", { name }), name });
  }
  for (const { team, ...promise } of promises) {
    const teamId = team === null ? null : teams[team];
    furniture.policies.push({ ...promise, team, id: await make("/api/v1/sla-policies", { ...promise, teamId }) });
  }

  return {
    test,
    tenantId,
    contactEmail,
    furniture,
    userIds: {
      owner: desk.owner.user.id,
      admin: desk.admin.user.id,
      member: desk.member.user.id,
      other: other.user.id,
      contact: null,
    } satisfies Record<Person, string | null>,
    call: (by: Person, method: string, path: string, body?: object) =>
      // A customer's token is short-lived, and a life is long.
      test.call(method, path, { key: by === "contact" ? contact() : keys[by], ...(body && { body }) }),
    sweepSla: () => sweepSla(sweepContext(test)),
    sweepAutoClose: () => sweepAutoClose(sweepContext(test, "auto-close")),
  };
}

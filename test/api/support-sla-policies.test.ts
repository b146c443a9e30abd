import { createTeam } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

const path = "/api/v1/sla-policies";
const minuteMs = 60_000;

let test: TestApp;
/** A desk without policies for each test: a team and a priority have one. */
let desk: Desk;
let key: string;
beforeAll(async () => {
  test = await createTestApp();
});

async function freshDesk(): Promise<void> {
  desk = await openDesk(test);
  ({ key } = desk.owner);
}

const policyBody = (fields: Record<string, unknown> = {}) => ({
  priority: "high",
  firstResponseMinutes: 30,
  resolutionMinutes: 60,
  ...fields,
});

async function createPolicy(fields: Record<string, unknown> = {}) {
  return expectStatus(await test.call("POST", path, { key, body: policyBody(fields) }), 201).body;
}

const newTeam = async (tenantId: string) => (await createTeam(test.asOperator(), { tenantId, name: "Team" })).id;

const minutesFromNow = (minutes: number) => new Date(test.clock.now().getTime() + minutes * minuteMs).toISOString();

describe("PX-28 /api/v1/sla-policies", () => {
  it("makes a policy of the three fields of seed 004, round the clock, with a warning at three quarters", async () => {
    await freshDesk();

    expect(await createPolicy()).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      teamId: null,
      priority: "high",
      firstResponseMinutes: 30,
      resolutionMinutes: 60,
      warnPercent: 75,
      calendarId: null,
      onBreach: [],
      createdAt: test.clock.now().toISOString(),
      updatedAt: test.clock.now().toISOString(),
      version: 1,
    });
  });

  it("gives back its actions as they were written", async () => {
    await freshDesk();
    const { id } = desk.member.user;
    const onBreach = [
      { type: "notify", userIds: [id, desk.owner.user.id] },
      { type: "reassign", assigneeId: id },
      { type: "raise_priority" },
    ];

    const policy = await createPolicy({ onBreach, warnPercent: null });
    const read = await test.call("GET", `${path}/${policy.id}`, { key });

    expect(read.body).toMatchObject({ onBreach, warnPercent: null });
  });

  it.each([
    { priority: "huge" },
    { firstResponseMinutes: 0 },
    { firstResponseMinutes: 1.5 },
    { resolutionMinutes: "60" },
    { resolutionMinutes: 525_601 },
    { warnPercent: 100 },
    { onBreach: [{ type: "shout" }] },
    { onBreach: [{ type: "notify", userIds: [] }] },
    { onBreach: [{ kind: "raise_priority" }] },
    { calendarId: "nobody" },
    { teamId: "nobody" },
  ])("refuses %j", async (fault) => {
    await freshDesk();
    const policy = await createPolicy({ priority: "low" });

    const created = await test.call("POST", path, { key, body: policyBody(fault) });
    const changed = await test.call("PATCH", `${path}/${policy.id}`, { key, body: fault });

    expect([created.status, changed.status]).toEqual([400, 400]);
    expect((await test.call("GET", path, { key })).body.slaPolicies).toEqual([policy]);
  });

  it("takes a year and a minute, and refuses to resolve before it answers", async () => {
    await freshDesk();
    const policy = await createPolicy({ firstResponseMinutes: 1, resolutionMinutes: 525_600 });

    const created = await test.call("POST", path, {
      key,
      body: policyBody({ firstResponseMinutes: 61, priority: "low" }),
    });
    const changed = await test.call("PATCH", `${path}/${policy.id}`, {
      key,
      body: { firstResponseMinutes: 60, resolutionMinutes: 59 },
    });
    const half = await test.call("PATCH", `${path}/${policy.id}`, { key, body: { firstResponseMinutes: 525_600 } });

    expect([created.status, changed.status, half.status]).toEqual([422, 422, 200]);
  });

  it("has one policy for a team and a priority, and gives its place free when it goes", async () => {
    await freshDesk();
    const teamId = await newTeam(desk.tenantId);
    const policy = await createPolicy();
    const ofTeam = await createPolicy({ teamId });
    const low = await createPolicy({ priority: "low" });
    const post = (fields: object) => test.call("POST", path, { key, body: { ...policyBody(), ...fields } });

    const taken = [await post({}), await post({ teamId })];
    const moved = await test.call("PATCH", `${path}/${low.id}`, { key, body: { priority: "high" } });
    await test.call("DELETE", `${path}/${policy.id}`, { key });
    const freed = await test.call("PATCH", `${path}/${low.id}`, { key, body: { priority: "high" } });

    expect([...taken, moved, freed].map(({ status }) => status)).toEqual([409, 409, 409, 200]);
    expect((await test.call("GET", `${path}?teamId=${teamId}`, { key })).body.slaPolicies).toEqual([ofTeam]);
  });

  it("makes one of ten that are made at once", async () => {
    await freshDesk();

    const posts = Array.from({ length: 10 }, () => test.call("POST", path, { key, body: policyBody() }));
    const statuses = (await Promise.all(posts)).map(({ status }) => status);

    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(9);
  });

  it("answers for what another organisation has as for what nobody has (J2)", async () => {
    await freshDesk();
    const foreign = await openDesk(test);
    const hours = { monday: [{ from: "09:00", to: "17:00" }] };
    const { body: calendar } = await test.call("POST", "/api/v1/business-calendars", {
      key: foreign.owner.key,
      body: { name: "Theirs", timeZone: "UTC", hours },
    });
    const user = foreign.member.user.id;
    const nobody = crypto.randomUUID();
    const teamId = await newTeam(foreign.tenantId);
    const pairs = [
      [{ teamId }, { teamId: nobody }],
      [{ calendarId: calendar.id }, { calendarId: nobody }],
      [
        { onBreach: [{ type: "reassign", assigneeId: user }] },
        { onBreach: [{ type: "reassign", assigneeId: nobody }] },
      ],
      [{ onBreach: [{ type: "notify", userIds: [user] }] }, { onBreach: [{ type: "notify", userIds: [nobody] }] }],
    ];

    for (const pair of pairs) {
      const answers = await Promise.all(
        pair.map((fields) => test.call("POST", path, { key, body: policyBody(fields) })),
      );
      expect(answers.map(({ status }) => status)).toEqual([400, 400]);
      expect(answers[0]?.text).toBe(answers[1]?.text);
    }
    expect((await test.call("GET", path, { key })).body.total).toBe(0);
  });
});

describe("PX-24 policies and the tickets that are there", () => {
  it("stamp a ticket when it is made, and touch it no more when they are edited or deleted", async () => {
    await freshDesk();
    const policy = await createPolicy();
    const ticket = await createTicket(test, key, { priority: "high" });
    const url = `/api/v1/tickets/${ticket.id}`;

    await test.call("PATCH", `${path}/${policy.id}`, { key, body: { resolutionMinutes: 600 } });
    const edited = await test.call("GET", url, { key });
    await test.call("DELETE", `${path}/${policy.id}`, { key });
    const deleted = await test.call("GET", url, { key });
    const later = await createTicket(test, key, { priority: "high" });

    expect(ticket).toMatchObject({ slaDeadline: minutesFromNow(60), firstResponseDeadline: minutesFromNow(30) });
    expect(edited.body).toEqual(deleted.body);
    expect(edited.body).toMatchObject({ slaDeadline: minutesFromNow(60), version: 1 });
    expect(later.slaDeadline).toBeNull();
  });

  it("are looked for anew, as they are by then, when the priority or the team changes: from the creation on", async () => {
    await freshDesk();
    const teamId = await newTeam(desk.tenantId);
    const urgent = await createPolicy({ priority: "urgent", firstResponseMinutes: 5, resolutionMinutes: 20 });
    await createPolicy({ priority: "urgent", firstResponseMinutes: 5, resolutionMinutes: 10, teamId });
    const ticket = await createTicket(test, key, { priority: "low" });
    const deadline = minutesFromNow(90);
    const ofTeam = minutesFromNow(10);
    test.clock.advance(30 * minuteMs);
    await test.call("PATCH", `${path}/${urgent.id}`, { key, body: { resolutionMinutes: 90 } });
    const patch = (body: object) => test.call("PATCH", `/api/v1/tickets/${ticket.id}`, { key, body });

    const raised = await patch({ priority: "urgent" });
    const moved = await patch({ teamId });
    const lowered = await patch({ priority: "low" });

    expect(ticket.slaDeadline).toBeNull();
    expect(raised.body.slaDeadline).toBe(deadline);
    expect(moved.body).toMatchObject({ slaDeadline: ofTeam, slaBreached: true });
    expect(lowered.body.slaDeadline).toBeNull();
  });
});

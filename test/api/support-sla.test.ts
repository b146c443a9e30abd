import { addTeamMember, createTeam } from "@tessera/core/access";
import { sweepAutoClose, sweepSla } from "@tessera/core/tickets";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, openDesk } from "../support/desk.ts";
import { advanceMinutes, alertsOf, entriesOf, givePolicy, sweepContext, ticketRow } from "../support/sla-desk.ts";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});

const sweep = () => sweepSla(sweepContext(test));
const close = () => sweepAutoClose(sweepContext(test, "auto-close"));

/** What earlier tests have left due is swept away: summaries below count this test's tickets alone. */
async function openQuietDesk(): Promise<Desk> {
  test.clock.advance(400 * 86_400_000);
  while ((await sweep()).changed > 0);
  await close();
  return openDesk(test);
}

/** A ticket that is answered, so that its resolution alone is left. */
async function answeredTicket(desk: Desk, fields: Record<string, unknown> = {}): Promise<string> {
  const { id } = await createTicket(test, desk.member.key, fields);
  await patch(desk, id, { status: "pending" });
  return id;
}

const patch = (desk: Desk, id: string, body: object) =>
  test.call("PATCH", `/api/v1/tickets/${id}`, { key: desk.member.key, body });

const inboxOf = async (key: string) =>
  (await test.call("GET", "/api/v1/inbox", { key })).body.notifications.map(({ type }: { type: string }) => type);

describe("PX-27 X-33 the sweep of breaches", () => {
  it("warns once, then marks the breach once, however often it runs", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    const id = await answeredTicket(desk);

    advanceMinutes(test, 45);
    const warning = [await sweep(), await sweep()];
    advanceMinutes(test, 16);
    const breach = [await sweep(), await sweep()];

    expect(warning).toMatchObject([
      { checked: 1, changed: 1, warned: 1, breached: 0 },
      { checked: 0, changed: 0 },
    ]);
    expect(breach).toMatchObject([
      { checked: 1, changed: 1, warned: 0, breached: 1 },
      { checked: 0, changed: 0 },
    ]);
    expect(await alertsOf(test, id)).toEqual(["ticket.sla_warning", "ticket.sla_breached"]);
  });

  it("records the breach alone when it is an hour late, and says how late it is", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    const id = await answeredTicket(desk);

    advanceMinutes(test, 120);
    const summary = await sweep();

    expect(summary).toMatchObject({ breached: 1, warned: 0, lagSeconds: 75 * 60 });
    expect(await alertsOf(test, id)).toEqual(["ticket.sla_breached"]);
  });

  it.each([
    ["exactly at the deadline", 60, []],
    ["a minute behind it", 61, ["ticket.sla_breached"]],
  ])("I3 %s", async (_when, minutes, alerts) => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk, { warnPercent: null });
    const id = await answeredTicket(desk);

    advanceMinutes(test, minutes);
    await sweep();

    expect(await alertsOf(test, id)).toEqual(alerts);
  });

  it("finds an unanswered ticket late for both targets", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    const { id } = await createTicket(test, desk.member.key);

    advanceMinutes(test, 61);
    const summary = await sweep();

    expect(summary).toMatchObject({ checked: 1, changed: 1, breached: 2 });
    expect(await alertsOf(test, id)).toEqual(["ticket.first_response_breached", "ticket.sla_breached"]);
  });

  it("says which target was missed, when it ended, and who noticed", async () => {
    const desk = await openQuietDesk();
    const policy = await givePolicy(test, desk);
    const id = await answeredTicket(desk);
    const { slaDeadline } = (await test.call("GET", `/api/v1/tickets/${id}`, { key: desk.member.key })).body;

    advanceMinutes(test, 61);
    await sweep();

    const [entry] = await entriesOf(test, id, "ticket.sla_breached");
    expect(entry).toMatchObject({
      actor: "system:sla-breaches",
      details: {
        target: "resolution",
        deadline: slaDeadline,
        sla: [{ target: "resolution", kind: "breach", deadline: slaDeadline, policyId: policy.id }],
      },
    });
    expect((await test.store.audit.verify({ type: "ticket", id })).entries).toBeGreaterThan(0);
  });

  it("leaves what is on hold, resolved or deleted alone", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    const held = await answeredTicket(desk);
    const resolved = await answeredTicket(desk);
    const deleted = await answeredTicket(desk);
    await patch(desk, held, { status: "on_hold" });
    await patch(desk, resolved, { status: "resolved" });
    await test.call("DELETE", `/api/v1/tickets/${deleted}`, { key: desk.admin.key });

    advanceMinutes(test, 120);
    const summary = await sweep();

    expect(summary).toMatchObject({ checked: 0, breached: 0 });
  });

  it("PX-25 comes for a ticket again when its hold ends", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk, { warnPercent: null });
    const id = await answeredTicket(desk);
    advanceMinutes(test, 10);
    await patch(desk, id, { status: "on_hold" });
    advanceMinutes(test, 30);
    await patch(desk, id, { status: "open" });

    advanceMinutes(test, 50);
    const inTime = await sweep();
    advanceMinutes(test, 1);
    const late = await sweep();

    expect([inTime.breached, late.breached]).toEqual([0, 1]);
  });

  it("is re-armed when the deadline moves", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk, { warnPercent: null });
    await givePolicy(test, desk, { warnPercent: null, priority: "low", resolutionMinutes: 120 });
    const id = await answeredTicket(desk);
    advanceMinutes(test, 61);
    await sweep();

    await patch(desk, id, { priority: "low" });
    advanceMinutes(test, 60);
    await sweep();

    const deadlines = (await entriesOf(test, id, "ticket.sla_breached")).map(({ details }) => details.deadline);
    expect(new Set(deadlines).size).toBe(2);
  });
});

describe("PX-27 a change that comes before the sweep", () => {
  it("leaves to the sweep what goes on being late", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    const id = await answeredTicket(desk);
    advanceMinutes(test, 61);

    await patch(desk, id, { status: "open" });
    const before = await alertsOf(test, id);
    const summary = await sweep();

    expect([before, summary.breached]).toEqual([[], 1]);
    expect(await alertsOf(test, id)).toEqual(["ticket.sla_breached"]);
  });

  it("leaves a deadline to the sweep that has passed under the new policy alone", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    await givePolicy(test, desk, { priority: "urgent", firstResponseMinutes: 5, resolutionMinutes: 10 });
    const id = await answeredTicket(desk);
    advanceMinutes(test, 20);

    await patch(desk, id, { priority: "urgent" });
    const summary = await sweep();

    expect(summary.breached).toBe(1);
    expect(await alertsOf(test, id)).toEqual(["ticket.sla_breached"]);
  });

  it.each([{ status: "resolved" }, { status: "on_hold" }])("records the breach with %j, once", async (change) => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    const id = await answeredTicket(desk, { assigneeId: desk.admin.user.id });
    advanceMinutes(test, 61);

    await patch(desk, id, change);
    await sweep();

    const [breach, ...others] = await entriesOf(test, id, "ticket.sla_breached");
    expect(others).toEqual([]);
    expect(breach).toMatchObject({ actor: "system:sla-breaches", details: { target: "resolution" } });
    expect(await inboxOf(desk.admin.key)).toEqual(["sla_breach", "assigned"]);
  });
});

describe("G-5 D-13 who hears of it", () => {
  it("is the assignee alone, of the warning and of the breach", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk);
    await answeredTicket(desk, { assigneeId: desk.admin.user.id });

    advanceMinutes(test, 45);
    await sweep();
    advanceMinutes(test, 16);
    await sweep();

    expect(await inboxOf(desk.admin.key)).toEqual(["sla_breach", "sla_warning", "assigned"]);
    expect(await inboxOf(desk.owner.key)).toEqual([]);
  });

  it("are the team's members where nobody is assigned, and whom the policy names", async () => {
    const desk = await openQuietDesk();
    const team = await createTeam(test.asOperator(), { tenantId: desk.tenantId, name: "Support" });
    await addTeamMember(test.asOperator(), { teamId: team.id, userId: desk.member.user.id });
    await givePolicy(test, desk, { onBreach: [{ kind: "notify", userIds: [desk.owner.user.id, "nobody"] }] });
    await answeredTicket(desk, { teamId: team.id });

    advanceMinutes(test, 61);
    await sweep();

    expect(await inboxOf(desk.member.key)).toEqual(["sla_breach"]);
    expect(await inboxOf(desk.owner.key)).toEqual(["sla_breach"]);
    expect(await inboxOf(desk.admin.key)).toEqual([]);
  });
});

describe("G-5 actions on a breach", () => {
  it("reassign the ticket and raise its priority by one step, by the policy, with the mark", async () => {
    const desk = await openQuietDesk();
    await givePolicy(test, desk, {
      onBreach: [
        { kind: "raise_priority" },
        { kind: "raise_priority" },
        { kind: "reassign", assigneeId: desk.owner.user.id },
      ],
    });
    await givePolicy(test, desk, { priority: "high", resolutionMinutes: 40 });
    const id = await answeredTicket(desk);
    const before = await ticketRow(test, desk, id);

    advanceMinutes(test, 61);
    const summaries = [await sweep(), await sweep(), await sweep()];

    const ticket = await ticketRow(test, desk, id);
    expect(ticket).toMatchObject({ priority: "high", assigneeId: desk.owner.user.id, version: before.version + 1 });
    expect(summaries.map(({ breached }) => breached)).toEqual([1, 0, 0]);
    expect(await alertsOf(test, id)).toEqual(["ticket.sla_breached"]);
    expect(await entriesOf(test, id, "ticket.priority_changed")).toMatchObject([
      { actor: "system:sla-policy", oldValue: "medium", newValue: "high" },
    ]);
    expect(await entriesOf(test, id, "ticket.assigned")).toMatchObject([
      { actor: "system:sla-policy", oldValue: null, newValue: desk.owner.user.id },
    ]);
    expect(await inboxOf(desk.owner.key)).toEqual(["assigned"]);
    expect(await test.store.audit.verify({ type: "ticket", id })).toMatchObject({ fault: null });
  });

  it("end at the highest priority, with one breach for each target", async () => {
    const desk = await openQuietDesk();
    for (const priority of ["high", "urgent"] as const) {
      await givePolicy(test, desk, { priority, onBreach: [{ kind: "raise_priority" }] });
    }
    const { id } = await createTicket(test, desk.member.key, { priority: "high" });

    for (let minute = 0; minute < 180; minute += 5) {
      advanceMinutes(test, 5);
      await sweep();
    }

    expect(await ticketRow(test, desk, id)).toMatchObject({ priority: "urgent" });
    expect(await entriesOf(test, id, "ticket.priority_changed")).toHaveLength(1);
    expect(await alertsOf(test, id)).toEqual([
      "ticket.first_response_warning",
      "ticket.first_response_breached",
      "ticket.sla_warning",
      "ticket.sla_breached",
    ]);
  });

  it("leave out whom there is not, and say so", async () => {
    const desk = await openQuietDesk();
    const stranger = await openDesk(test);
    const foreign = { kind: "reassign" as const, assigneeId: stranger.member.user.id };
    await givePolicy(test, desk, { onBreach: [foreign, { kind: "raise_priority" }] });
    const id = await answeredTicket(desk);

    advanceMinutes(test, 61);
    await sweep();

    expect(await ticketRow(test, desk, id)).toMatchObject({ assigneeId: null, priority: "high" });
    const [breach] = await entriesOf(test, id, "ticket.sla_breached");
    expect(breach?.details.skipped).toEqual([foreign]);
  });
});

describe("GET /api/v1/tickets/{id}/sla", () => {
  it("answers why the ticket is late: the policy, the holds, and every step with who did it", async () => {
    const desk = await openQuietDesk();
    const policy = await givePolicy(test, desk, { warnPercent: null });
    const id = await answeredTicket(desk);
    advanceMinutes(test, 10);
    await patch(desk, id, { status: "on_hold" });
    advanceMinutes(test, 30);
    await patch(desk, id, { status: "open" });
    advanceMinutes(test, 60);
    await sweep();

    const answer = await test.call("GET", `/api/v1/tickets/${id}/sla`, { key: desk.member.key });

    const user = `user:${desk.member.user.id}`;
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ticketId: id,
        slaBreached: true,
        firstResponseBreached: false,
        policy: { policyId: policy.id, resolutionMinutes: 60, calendar: null },
        resolution: { status: "running", breachedAt: expect.any(String) },
        holds: [{ from: expect.any(String), to: expect.any(String) }],
      },
    });
    const steps = answer.body.events.map((event: { target: string; kind: string; actor: string }) => [
      event.target,
      event.kind,
      event.actor,
    ]);
    expect(steps).toEqual([
      ["firstResponse", "activate", user],
      ["resolution", "activate", user],
      ["firstResponse", "fulfil", user],
      ["resolution", "pause", user],
      ["resolution", "resume", user],
      ["resolution", "breach", "system:sla-breaches"],
    ]);
  });

  it("answers for a ticket without a policy too, and hides another tenant's", async () => {
    const desk = await openQuietDesk();
    const stranger = await openDesk(test);
    const { id } = await createTicket(test, desk.member.key);
    const read = (key: string, ticket = id) => test.call("GET", `/api/v1/tickets/${ticket}/sla`, { key });

    const own = await read(desk.member.key);
    const foreign = await read(stranger.member.key);
    const unknown = await read(stranger.member.key, "01ARZ3NDEKTSV4RRFFQ69G5FAV");

    expect(own.body).toMatchObject({ policy: null, resolution: null, holds: [], slaBreached: false });
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
  });
});

describe("PX-22 the sweep that closes", () => {
  it("closes a resolved ticket when its window has passed, and not before", async () => {
    const desk = await openQuietDesk();
    const { id } = await createTicket(test, desk.member.key);
    await patch(desk, id, { status: "resolved" });

    test.clock.advance(7 * 86_400_000 - 1);
    const early = await close();
    test.clock.advance(1);
    const summaries = await Promise.all([close(), close()]);
    const again = await close();

    expect([early.changed, summaries[0].changed + summaries[1].changed, again.checked]).toEqual([0, 1, 0]);
    expect(await ticketRow(test, desk, id)).toMatchObject({
      status: "closed",
      closedAt: test.clock.now().toISOString(),
    });
    const moves = await entriesOf(test, id, "ticket.status_changed");
    expect(moves.at(-1)).toMatchObject({ actor: "system:auto-close", oldValue: "resolved", newValue: "closed" });
  });

  it("leaves a ticket open that was pushed back", async () => {
    const desk = await openQuietDesk();
    const { id } = await createTicket(test, desk.member.key);
    await patch(desk, id, { status: "resolved" });
    await patch(desk, id, { status: "open" });

    test.clock.advance(8 * 86_400_000);
    const summary = await close();

    expect(summary).toMatchObject({ checked: 0, changed: 0 });
    expect(await ticketRow(test, desk, id)).toMatchObject({ status: "open" });
  });
});

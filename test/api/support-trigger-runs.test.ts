import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { automationsOf } from "../support/automations.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});

interface Rule {
  name: string;
  event?: string;
  conditions?: object[];
  actions: object[];
}

async function addRule(desk: Desk, rule: Rule) {
  const body = { event: "ticket.created", ...rule };
  return expectStatus(await test.call("POST", "/api/v1/triggers", { key: desk.admin.key, body }), 201).body;
}

async function addTag(desk: Desk, name: string) {
  const answer = await test.call("POST", "/api/v1/ticket-tags", { key: desk.admin.key, body: { name } });
  return expectStatus(answer, 201).body;
}

async function read(desk: Desk, ticketId: string) {
  const { body } = await test.call("GET", `/api/v1/tickets/${ticketId}`, { key: desk.member.key });
  return body;
}

async function activitiesOf(desk: Desk, ticketId: string): Promise<{ type: string; actor: unknown }[]> {
  const { body } = await test.call("GET", `/api/v1/tickets/${ticketId}/activities`, { key: desk.member.key });
  return body.activities;
}

/** Everything that stands in a ticket's history, activities and the rest. */
async function historyOf(ticketId: string) {
  const entries = [];
  for await (const entry of test.store.audit.entries({ type: "ticket", id: ticketId })) entries.push(entry);
  return entries;
}

describe("PX-66 triggers", () => {
  it("assign and tag a new ticket in one change, under their own name", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const tag = await addTag(desk, "VIP");
    await addRule(desk, {
      name: "Vip first",
      conditions: [{ field: "contactEmail", op: "ends_with", value: "@vip.example" }],
      actions: [
        { type: "assign", assigneeId: desk.member.user.id },
        { type: "add_tag", tag: "vip" },
        { type: "set_priority", priority: "urgent" },
      ],
    });

    const vip = await createTicket(test, desk.member.key, { contactEmail: "anna@vip.example" });
    const other = await createTicket(test, desk.member.key, { contactEmail: "anna@other.example" });
    await automations.settle(vip.id);
    await automations.settle(other.id);

    expect(await read(desk, vip.id)).toMatchObject({
      assigneeId: desk.member.user.id,
      priority: "urgent",
      tags: [{ id: tag.id }],
      version: 2,
    });
    expect(await read(desk, other.id)).toMatchObject({ assigneeId: null, priority: "medium", version: 1 });
    const changes = (await historyOf(vip.id)).slice(1);
    expect(changes.map(({ action, actor, details }) => [action, actor, details.depth])).toEqual([
      ["ticket.priority_changed", "trigger:Vip first", 1],
      ["ticket.assigned", "trigger:Vip first", 1],
      ["ticket.tag_added", "trigger:Vip first", 1],
    ]);
    expect((await activitiesOf(desk, vip.id)).map(({ actor }) => JSON.stringify(actor))).toContainEqual(
      expect.stringContaining("Vip first"),
    );
  });

  it("act once for an event that is delivered again, and to many workers at once", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    await addRule(desk, {
      name: "Issue",
      actions: [
        { type: "create_issue", issueType: "task" },
        { type: "dispatch_agent", agent: "triage-agent" },
        { type: "webhook", url: "https://hooks.example.com/once" },
      ],
    });
    const { id } = await createTicket(test, desk.member.key);
    const [created] = await automations.eventsOf(id);
    if (!created) throw new Error("expected an event");

    await Promise.all(Array.from({ length: 8 }, () => automations.run(created)));
    await automations.run(created);

    const { body } = await test.call("GET", "/api/v1/issues", { key: desk.member.key });
    expect(body.issues).toMatchObject([{ type: "task", creatorId: null, metadata: { ticketId: id } }]);
    expect(await read(desk, id)).toMatchObject({ issueId: body.issues[0].id, version: 2, messageCount: 1 });
    const calls = (await automations.eventsOf(id)).filter(({ type }) => type === "ticket.agent_dispatched");
    expect(calls).toHaveLength(1);
    expect(await automations.deliveriesOf(desk.tenantId)).toHaveLength(1);
  });

  it("act again for the next event", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    await addRule(desk, {
      name: "Stay low",
      event: "ticket.priority_changed",
      conditions: [{ field: "newValue", op: "ne", value: "low" }],
      actions: [{ type: "set_priority", priority: "low" }],
    });
    const { id } = await createTicket(test, desk.member.key);
    const raise = () =>
      test.call("PATCH", `/api/v1/tickets/${id}`, { key: desk.member.key, body: { priority: "high" } });

    await raise();
    await automations.settle(id);
    await raise();
    await automations.settle(id);

    expect(await read(desk, id)).toMatchObject({ priority: "low", version: 5 });
  });

  it("stop at the third link of a chain", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const event = "ticket.priority_changed";
    const flip = (from: string, to: string) => ({
      name: `${from} to ${to}`,
      event,
      conditions: [{ field: "newValue", op: "eq", value: from }],
      actions: [{ type: "set_priority", priority: to }],
    });
    await addRule(desk, flip("high", "low"));
    await addRule(desk, flip("low", "high"));
    const { id } = await createTicket(test, desk.member.key);
    await test.call("PATCH", `/api/v1/tickets/${id}`, { key: desk.member.key, body: { priority: "high" } });

    await automations.settle(id);

    const changes = (await automations.eventsOf(id)).filter(({ type }) => type === event);
    expect(changes.map(({ data }) => data.depth ?? 0)).toEqual([0, 1, 2, 3]);
    expect(test.logged.filter(({ message }) => message === "chain of automations was cut")).toHaveLength(1);
  });

  it("leave no trace where nothing changes, and are marked as run all the same", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const rule = await addRule(desk, { name: "Same", actions: [{ type: "set_priority", priority: "medium" }] });
    const { id } = await createTicket(test, desk.member.key);
    const [created] = await automations.eventsOf(id);

    await automations.settle(id);

    expect(await historyOf(id)).toHaveLength(1);
    expect(await read(desk, id)).toMatchObject({ version: 1 });
    const run = { eventId: created?.eventId ?? "", name: `trigger:${rule.id}` };
    expect(await test.store.tickets.hasRun(run)).toBe(true);
  });

  it("record what cannot be done any more, and do the rest", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const tag = await addTag(desk, "Gone");
    await addRule(desk, {
      name: "Half",
      actions: [
        { type: "add_tag", tag: "Gone" },
        { type: "set_category", category: "bug" },
      ],
    });
    await test.call("DELETE", `/api/v1/ticket-tags/${tag.id}`, { key: desk.admin.key });
    const { id } = await createTicket(test, desk.member.key);

    await automations.settle(id);

    expect(await read(desk, id)).toMatchObject({ category: "bug", tags: [] });
    expect((await historyOf(id)).slice(1)).toMatchObject([
      { action: "ticket.category_changed" },
      { action: "ticket.action_skipped", newValue: "add_tag", details: { reason: 'there is no tag "Gone"' } },
    ]);
    expect((await activitiesOf(desk, id)).length).toBe(2);
  });

  it("leave a deleted ticket, a disabled trigger and another event alone", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const actions = [{ type: "set_priority", priority: "urgent" }];
    const off = await addRule(desk, { name: "Off", actions });
    await test.call("PATCH", `/api/v1/triggers/${off.id}`, { key: desk.admin.key, body: { enabled: false } });
    await addRule(desk, { name: "Other", event: "ticket.assigned", actions });
    const kept = await createTicket(test, desk.member.key);
    await automations.settle(kept.id);
    await test.call("PATCH", `/api/v1/triggers/${off.id}`, { key: desk.admin.key, body: { enabled: true } });
    const deleted = await createTicket(test, desk.member.key);
    await test.call("DELETE", `/api/v1/tickets/${deleted.id}`, { key: desk.admin.key });

    await automations.settle(deleted.id);

    expect(await read(desk, kept.id)).toMatchObject({ priority: "medium", version: 1 });
    expect((await historyOf(deleted.id)).map(({ action }) => action)).toEqual(["ticket.created", "ticket.deleted"]);
  });

  it("change nothing of a closed ticket but its tags", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const tag = await addTag(desk, "done");
    await addRule(desk, {
      name: "After closing",
      event: "ticket.status_changed",
      conditions: [{ field: "newValue", op: "eq", value: "closed" }],
      actions: [
        { type: "set_priority", priority: "low" },
        { type: "add_tag", tag: "done" },
      ],
    });
    const { id } = await createTicket(test, desk.member.key);
    await test.call("PATCH", `/api/v1/tickets/${id}`, { key: desk.member.key, body: { status: "closed" } });

    await automations.settle(id);

    expect(await read(desk, id)).toMatchObject({ status: "closed", priority: "medium", tags: [{ id: tag.id }] });
  });

  it("save what a webhook is to be told in the change's transaction, and nothing of the thread in it", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const url = "https://hooks.example.com/tickets";
    const rule = await addRule(desk, { name: "Tell", event: "ticket.note_added", actions: [{ type: "webhook", url }] });
    const { id } = await createTicket(test, desk.member.key);
    const note = { content: "the secret of the house", isInternalNote: true };
    await test.call("POST", `/api/v1/tickets/${id}/messages`, { key: desk.member.key, body: note });
    const event = (await automations.eventsOf(id)).find(({ type }) => type === "ticket.note_added");

    await automations.settle(id);

    const own = await automations.deliveriesOf(desk.tenantId);
    expect(own).toMatchObject([{ url, event: "ticket.note_added", subject: { kind: "trigger", id: rule.id } }]);
    expect(JSON.parse(String(own[0]?.body))).toEqual({ ...event, trigger: { id: rule.id, name: "Tell" } });
    expect(own[0]?.body).not.toContain("secret");
    expect(await read(desk, id)).toMatchObject({ version: 2 });
  });

  it("act for no other tenant", async () => {
    const [desk, other] = [await openDesk(test), await openDesk(test)];
    const automations = automationsOf(test);
    await addRule(other, { name: "Mine", actions: [{ type: "set_priority", priority: "urgent" }] });
    const { id } = await createTicket(test, desk.member.key);

    await automations.settle(id);

    expect(await read(desk, id)).toMatchObject({ priority: "medium" });
  });

  it("run on although one of them fails, and let the queue bring the event again", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    await addRule(desk, { name: "Broken", actions: [{ type: "create_issue" }] });
    await addRule(desk, { name: "Fine", actions: [{ type: "set_priority", priority: "high" }] });
    const { id } = await createTicket(test, desk.member.key);
    const [created] = await automations.eventsOf(id);
    if (!created) throw new Error("expected an event");
    const issues = automations.context.issues;
    Object.assign(automations.context, {
      issues: { ...issues, nextNumber: async () => Promise.reject(new Error("down")) },
    });

    await expect(automations.run(created)).rejects.toThrow("down");
    Object.assign(automations.context, { issues });
    await automations.run(created);

    expect(await read(desk, id)).toMatchObject({ priority: "high", issueId: expect.any(String), version: 3 });
  });
});

import { dispatchAgents } from "@tessera/core/agents";
import { listMessages, postMessage } from "@tessera/core/tickets";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { automationsOf } from "../support/automations.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});

const path = "/api/v1/agents";

async function addAgent(desk: Desk, fields: object) {
  return expectStatus(await test.call("POST", path, { key: desk.admin.key, body: fields }), 201).body;
}

async function post(desk: Desk, ticketId: string, content: string, isInternalNote = true) {
  const body = { content, isInternalNote };
  const answer = await test.call("POST", `/api/v1/tickets/${ticketId}/messages`, { key: desk.member.key, body });
  // What is written next stands behind it.
  test.clock.advance(1_000);
  return expectStatus(answer, 201).body;
}

async function threadOf(desk: Desk, ticketId: string) {
  const { body } = await test.call("GET", `/api/v1/tickets/${ticketId}/messages`, { key: desk.member.key });
  return body.messages;
}

/** What the customer's own request would run with (PX-64). */
function contactOf(desk: Desk, email: string) {
  const context = test.asOperator();
  const principal = { ...context.principal, kind: "contact" as const, id: email, tenantId: desk.tenantId, scopes: [] };
  return { ...context, principal };
}

describe("PX-45 /api/v1/agents", () => {
  it("shows the built-in agent to every tenant, to be disabled and not to be deleted", async () => {
    const desk = await openDesk(test);
    const { key } = desk.admin;

    const [builtIn] = (await test.call("GET", path, { key: desk.member.key })).body.agents;
    const found = await test.call("GET", `${path}/${builtIn.id}`, { key });
    const deleted = await test.call("DELETE", `${path}/${builtIn.id}`, { key });
    const disabled = await test.call("PATCH", `${path}/${builtIn.id}`, { key, body: { enabled: false } });
    const list = await test.call("GET", path, { key });
    const deletedAgain = await test.call("DELETE", `${path}/${builtIn.id}`, { key });

    expect(builtIn).toMatchObject({ handle: "triage-agent", kind: "builtin", enabled: true });
    expect(found.body).toEqual(builtIn);
    expect([deleted.status, disabled.status, deletedAgain.status]).toEqual([409, 200, 409]);
    expect(list.body).toMatchObject({ total: 1, agents: [{ handle: "triage-agent", enabled: false, version: 1 }] });
  });

  it("lets a row of its handle stand for the built-in agent", async () => {
    const desk = await openDesk(test);
    await addAgent(desk, { handle: "triage-agent", name: "Off", kind: "builtin", enabled: false });

    const { body } = await test.call("GET", path, { key: desk.admin.key });

    expect(body.agents).toMatchObject([{ name: "Off", enabled: false }]);
  });

  it("keeps agents page by page, each once", async () => {
    const desk = await openDesk(test);
    for (const handle of ["a", "b", "c"]) await addAgent(desk, { handle, name: handle, kind: "queue" });

    const first = await test.call("GET", `${path}?limit=2`, { key: desk.member.key });
    const second = await test.call("GET", `${path}?limit=2&cursor=${first.body.nextCursor}`, { key: desk.member.key });

    const handles = [...first.body.agents, ...second.body.agents].map(({ handle }) => handle);
    expect([first.body.total, first.body.agents.length]).toEqual([4, 2]);
    expect(handles.sort()).toEqual(expect.arrayContaining(["triage-agent"]));
    expect(new Set(handles).size).toBe(handles.length);
  });

  const agent = { handle: "helper", name: "Helper", kind: "queue" };
  it.each([
    ["a handle that no mention can spell", { handle: "helper!" }, 400],
    ["a handle that a mention would cut", { handle: "helper." }, 400],
    ["a second built-in agent", { kind: "builtin" }, 400],
    ["another kind under the built-in handle", { handle: "triage-agent" }, 400],
    ["a webhook without a URL", { kind: "webhook" }, 400],
    ["a URL that nobody calls", { url: "https://hooks.example.com/" }, 400],
    ["a webhook to the inside", { kind: "webhook", url: "https://10.0.0.1/" }, 400],
  ])("refuses %s", async (_what, fields, status) => {
    const desk = await openDesk(test);

    const answer = await test.call("POST", path, { key: desk.admin.key, body: { ...agent, ...fields } });

    expect(answer.status).toBe(status);
  });

  it("has one agent of a handle, and lets only Owner and Admin write", async () => {
    const desk = await openDesk(test);
    await addAgent(desk, agent);

    const second = await test.call("POST", path, { key: desk.admin.key, body: { ...agent, handle: "HELPER" } });
    const byMember = await test.call("POST", path, { key: desk.member.key, body: { ...agent, handle: "mine" } });

    expect([second.status, byMember.status]).toEqual([409, 403]);
  });
});

describe("PX-45 mentions of agents", () => {
  it("let the triage agent sort the ticket and answer with a note, in one change and once", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const tag = await test.call("POST", "/api/v1/ticket-tags", { key: desk.admin.key, body: { name: "Portal" } });
    const fields = { subject: "Outage of the portal", description: "Error 500 and a stack trace" };
    const { id } = await createTicket(test, desk.member.key, fields);
    await post(desk, id, "@triage-agent please have a look");
    const mention = (await automations.eventsOf(id)).find(({ type }) => type === "ticket.mentioned");
    if (!mention) throw new Error("expected an event");

    await Promise.all(Array.from({ length: 6 }, () => automations.run(mention)));
    await automations.run(mention);

    const { body: ticket } = await test.call("GET", `/api/v1/tickets/${id}`, { key: desk.member.key });
    expect(ticket).toMatchObject({ category: "bug", priority: "urgent", tags: [{ id: tag.body.id }], version: 3 });
    expect((await threadOf(desk, id)).slice(1)).toMatchObject([
      {
        isInternalNote: true,
        content: 'Triage: category bug ("error", "500", "stack trace"); priority urgent ("outage"); tags `Portal`.',
      },
    ]);
    const changes = (await automations.eventsOf(id)).filter(({ actor }) => actor === "agent:triage-agent");
    expect(changes.map(({ type, data }) => [type, data.depth])).toEqual([
      ["ticket.priority_changed", 1],
      ["ticket.category_changed", 1],
      ["ticket.tag_added", 1],
      ["ticket.note_added", 1],
    ]);
  });

  it("never let it write to the customer, not even from a public message", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const contactEmail = "carla@customer.example";
    const { id } = await createTicket(test, desk.member.key, { contactEmail });
    await post(desk, id, "We ask @Triage-Agent.", false);

    await automations.settle(id);

    const thread = await threadOf(desk, id);
    expect(thread.map(({ isInternalNote }: { isInternalNote: boolean }) => isInternalNote)).toEqual([false, true]);
    const shown = await listMessages(contactOf(desk, contactEmail), { ticket: { id }, limit: 50 });
    expect(shown).toMatchObject({ total: 1, items: [{ message: { content: "We ask @Triage-Agent." } }] });
  });

  it("call nobody who is disabled, unknown or in code", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    await addAgent(desk, { handle: "triage-agent", name: "Off", kind: "builtin", enabled: false });
    await addAgent(desk, { handle: "bot", name: "Bot", kind: "queue" });
    const { id } = await createTicket(test, desk.member.key);
    await post(desk, id, "@triage-agent @nobody `@bot` bot@example.org");

    await automations.settle(id);

    expect(await threadOf(desk, id)).toHaveLength(1);
    expect(automations.called).toEqual([]);
  });

  it("tell an agent behind the queue, once, by ids alone", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    await addAgent(desk, { handle: "bot.one", name: "Bot", kind: "queue" });
    const { id } = await createTicket(test, desk.member.key);
    const note = await post(desk, id, "secret words for @bot.one");
    const mention = (await automations.eventsOf(id)).find(({ type }) => type === "ticket.mentioned");

    await automations.settle(id);
    if (mention) await automations.run(mention);

    expect(automations.called).toEqual([
      {
        tenantId: desk.tenantId,
        handle: "bot.one",
        eventId: mention?.eventId,
        ticketId: id,
        messageId: note.id,
        isInternalNote: true,
      },
    ]);
  });

  it("tell an agent behind a webhook the ticket and the member's message, once", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const url = "https://agents.example.com/in";
    await addAgent(desk, { handle: "helper", name: "Helper", kind: "webhook", url });
    const { id } = await createTicket(test, desk.member.key);
    const note = await post(desk, id, `${"ä".repeat(9_000)} @helper`);
    const mention = (await automations.eventsOf(id)).find(({ type }) => type === "ticket.mentioned");
    if (!mention) throw new Error("expected an event");

    await Promise.all(Array.from({ length: 4 }, () => automations.run(mention)));

    const deliveries = await automations.deliveriesOf(desk.tenantId);
    expect(deliveries).toMatchObject([{ url, event: "ticket.mentioned", subject: { kind: "agent", id: "helper" } }]);
    expect(JSON.parse(deliveries[0]?.body ?? "")).toMatchObject({
      event: { eventId: mention.eventId },
      agent: { handle: "helper" },
      ticket: { id, subject: "Login broken", status: "open" },
      message: { id: note.id, author: `user:${desk.member.user.id}`, content: "ä".repeat(8_000), isCut: true },
      isInternalNote: true,
    });
  });

  it("follow a trigger that sends for an agent, exactly when the trigger has run", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const body = {
      name: "Sort new ones",
      event: "ticket.created",
      actions: [{ type: "dispatch_agent", agent: "triage-agent" }],
    };
    expectStatus(await test.call("POST", "/api/v1/triggers", { key: desk.admin.key, body }), 201);
    const { id } = await createTicket(test, desk.member.key, { subject: "Refund please" });

    await automations.settle(id);

    const { body: ticket } = await test.call("GET", `/api/v1/tickets/${id}`, { key: desk.member.key });
    expect(ticket.category).toBe("billing");
    const events = await automations.eventsOf(id);
    expect(events.map(({ type, actor, data }) => [type, actor, data.depth])).toEqual([
      ["ticket.created", `user:${desk.member.user.id}`, undefined],
      ["ticket.agent_dispatched", "trigger:Sort new ones", 1],
      ["ticket.category_changed", "agent:triage-agent", 2],
      ["ticket.note_added", "agent:triage-agent", 2],
    ]);
  });
});

describe("L4 what customers write", () => {
  it("calls no agent, on the whole way from the message to the agent", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    await addAgent(desk, { handle: "bot", name: "Bot", kind: "queue" });
    const contactEmail = "carla@customer.example";
    const { id } = await createTicket(test, desk.member.key, { subject: "@triage-agent outage", contactEmail });
    const content = "@triage-agent @bot set the priority to urgent";

    const { message } = await postMessage(contactOf(desk, contactEmail), { ticket: { id }, content });
    await automations.settle(id);

    expect(message.author.kind).toBe("contact");
    expect((await automations.eventsOf(id)).map(({ type }) => type)).toEqual([
      "ticket.created",
      "ticket.message_added",
    ]);
    expect(automations.called).toEqual([]);
    const { body } = await test.call("GET", `/api/v1/tickets/${id}`, { key: desk.member.key });
    expect(body).toMatchObject({ priority: "medium", messageCount: 1 });
  });

  // The event cannot exist; if it did, the message's author would still stop it.
  it("calls no agent even where an event says so", async () => {
    const desk = await openDesk(test);
    const automations = automationsOf(test);
    const contactEmail = "carla@customer.example";
    const { id } = await createTicket(test, desk.member.key, { contactEmail });
    const { message } = await postMessage(contactOf(desk, contactEmail), { ticket: { id }, content: "@triage-agent" });
    const [created] = await automations.eventsOf(id);
    if (!created) throw new Error("expected an event");
    const data = { handles: ["triage-agent"], messageId: message.id, isInternalNote: false };

    const answer = await dispatchAgents(automations.context, { ...created, type: "ticket.mentioned", data });

    expect(answer).toEqual({ called: 0 });
  });
});

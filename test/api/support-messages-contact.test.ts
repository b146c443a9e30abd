import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { openPortal } from "../support/contact.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";
import { entriesOf } from "../support/ticket-past.ts";

const email = "carla@customer.example";
const dayMs = 24 * 3_600_000;

let test: TestApp;
let desk: Desk;
let key: string;
let asContact: ReturnType<typeof openPortal>;
let asStranger: ReturnType<typeof openPortal>;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  key = desk.member.key;
  asContact = openPortal(test, { tenantId: desk.tenantId, email, key });
  asStranger = openPortal(test, { tenantId: desk.tenantId, email: "eve@customer.example", key });
});

const contactTicket = (fields: Record<string, unknown> = {}) =>
  createTicket(test, key, { contactEmail: email, contactName: "Carla", ...fields });
const post = (ticketId: string, body: unknown) =>
  test.call("POST", `/api/v1/tickets/${ticketId}/messages`, { key, body });
const patch = (ticketId: string, body: unknown) => test.call("PATCH", `/api/v1/tickets/${ticketId}`, { key, body });
const ticketOf = async (id: string) => (await test.call("GET", `/api/v1/tickets/${id}`, { key })).body;

describe("PX-64 a customer writes into its own tickets", () => {
  it("adds a public message under its address", async () => {
    const ticket = await contactTicket();

    const answer = await asContact("POST", `/api/v1/tickets/${ticket.id}/messages`, { body: { content: "Hello" } });

    expect(answer).toMatchObject({
      status: 201,
      body: {
        authorId: null,
        contact: { email, name: "Carla" },
        author: { kind: "contact", id: email },
        isInternalNote: false,
      },
    });
    expect(answer.headers.get("location")).toBeNull();
  });

  it("PX-41 writes no internal note and no canned response", async () => {
    const ticket = await contactTicket();
    const path = `/api/v1/tickets/${ticket.id}/messages`;

    const answers = [
      await asContact("POST", path, { body: { content: "x", isInternalNote: true } }),
      await asContact("POST", path, { body: { cannedResponseId: "01ARZ3NDEKTSV4RRFFQ69G5FAV" } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it("L4 PX-45 calls nobody, whatever it writes", async () => {
    const ticket = await contactTicket();

    await asContact("POST", `/api/v1/tickets/${ticket.id}/messages`, { body: { content: "@triage-agent @adam" } });

    const inbox = await test.call("GET", "/api/v1/inbox?limit=200", { key: desk.admin.key });
    expect((await entriesOf(test, ticket.id)).map(({ action }) => action)).toEqual([
      "ticket.created",
      "ticket.message_added",
    ]);
    expect(inbox.text).not.toContain(ticket.id);
  });

  it("PX-43 edits and deletes nothing, not even its own", async () => {
    const ticket = await contactTicket();
    const path = `/api/v1/tickets/${ticket.id}/messages`;
    const { body } = await asContact("POST", path, { body: { content: "Hello" } });

    const answers = [
      await asContact("PATCH", `${path}/${body.id}`, { body: { content: "x" } }),
      await asContact("DELETE", `${path}/${body.id}`),
      await asContact("GET", `${path}/${body.id}/edits`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });

  it("J2 finds no ticket of another customer", async () => {
    const ticket = await contactTicket();
    const path = `/api/v1/tickets/${ticket.id}/messages`;

    const answers = [
      await asStranger("GET", path),
      await asStranger("POST", path, { body: { content: "x" } }),
      await asStranger("POST", `/api/v1/tickets/${ticket.id}/attachments`, {
        body: { fileName: "a.txt", contentType: "text/plain", size: 1 },
      }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

describe("PX-22 PX-23 what a customer's message does to the ticket", () => {
  it.each([
    ["pending", "open"],
    ["on_hold", "on_hold"],
    ["resolved", "open"],
  ])("%s becomes %s", async (status, expected) => {
    const ticket = await contactTicket();
    await patch(ticket.id, { status });

    const answer = await asContact("POST", `/api/v1/tickets/${ticket.id}/messages`, {
      body: { content: "Still broken" },
    });

    expect(answer).toMatchObject({ status: 201, body: { ticketId: ticket.id } });
    expect(await ticketOf(ticket.id)).toMatchObject({ status: expected, resolvedAt: null, messageCount: 1 });
  });

  it("PX-21 opens a follow-up of a closed ticket, once under one key", async () => {
    const ticket = await contactTicket({ priority: "high" });
    await patch(ticket.id, { status: "closed" });
    const closed = await ticketOf(ticket.id);
    const call = { body: { content: "It is back" }, headers: { "idempotency-key": crypto.randomUUID() } };
    const path = `/api/v1/tickets/${ticket.id}/messages`;

    const answer = await asContact("POST", path, call);
    const again = await asContact("POST", path, call);

    const followUp = await ticketOf(answer.body.ticketId);
    expect(answer.status).toBe(201);
    expect(answer.headers.get("location")).toBe(`/api/v1/tickets/${followUp.id}`);
    expect(followUp).toMatchObject({ followUpOfId: ticket.id, status: "open", priority: "high", messageCount: 1 });
    expect(again).toMatchObject({ status: 201, body: answer.body });
    expect(again.headers.get("location")).toBe(answer.headers.get("location"));
    const { version, updatedAt, ...rest } = closed;
    expect(await ticketOf(ticket.id)).toMatchObject({ ...rest, followUpIds: [followUp.id] });
  });

  it("PX-22 opens one when the time to push back is over, before any sweep has closed the ticket", async () => {
    const ticket = await contactTicket();
    await patch(ticket.id, { status: "resolved" });
    test.clock.advance(7 * dayMs);

    const answer = await asContact("POST", `/api/v1/tickets/${ticket.id}/messages`, { body: { content: "Again" } });

    expect(answer.body.ticketId).not.toBe(ticket.id);
    expect(await ticketOf(ticket.id)).toMatchObject({ status: "resolved", messageCount: 0 });
  });

  it("PX-26 is never a first response", async () => {
    const ticket = await contactTicket();

    await asContact("POST", `/api/v1/tickets/${ticket.id}/messages`, { body: { content: "Hello?" } });

    expect((await ticketOf(ticket.id)).firstResponseAt).toBeNull();
  });
});

describe("PX-41 J5 an internal note on every way of a customer", () => {
  /** Everything that a customer can read of a ticket, headers included. */
  async function seenByContact(ticketId: string): Promise<string> {
    const paths = ["", "/messages", "/messages?limit=1", "/messages?render=html"].map((end) => `${ticketId}${end}`);
    const answers = await Promise.all(paths.map((path) => asContact("GET", `/api/v1/tickets/${path}`)));
    const list = await asContact("GET", "/api/v1/tickets?limit=200");
    const row = list.body.tickets.find(({ id }: { id: string }) => id === ticketId);
    return JSON.stringify([
      row,
      list.body.total,
      ...answers.map(({ status, body, headers }) => [status, body, headers.get("etag")]),
    ]);
  }

  async function attach(ticketId: string): Promise<string> {
    const path = `/api/v1/tickets/${ticketId}/attachments`;
    const file = { fileName: "secret.txt", contentType: "text/plain", size: 3 };
    const { body } = expectStatus(await test.call("POST", path, { key, body: file }), 201);
    test.objects.put(body.upload.url, { size: 3 });
    return body.id;
  }

  it("changes nothing of what it sees when it is written, edited and deleted", async () => {
    const ticket = await contactTicket();
    await post(ticket.id, { content: "Hello" });
    const before = await seenByContact(ticket.id);
    test.clock.advance(60_000);

    const attachmentId = await attach(ticket.id);
    const waiting = await seenByContact(ticket.id);
    const note = await post(ticket.id, {
      content: "secret @adam",
      isInternalNote: true,
      attachmentIds: [attachmentId],
    });
    const noted = await seenByContact(ticket.id);
    const path = `/api/v1/tickets/${ticket.id}/messages/${note.body.id}`;
    expectStatus(await test.call("PATCH", path, { key, body: { content: "secret two" } }), 200);
    const edited = await seenByContact(ticket.id);
    const file = await asContact("GET", `/api/v1/tickets/${ticket.id}/attachments/${attachmentId}`);
    const unknown = await asContact("GET", `/api/v1/tickets/${ticket.id}/attachments/01ARZ3NDEKTSV4RRFFQ69G5FAV`);
    expectStatus(await test.call("DELETE", path, { key }), 204);
    const deleted = await seenByContact(ticket.id);

    expect(before).toContain("Hello");
    expect([waiting, noted, edited, deleted]).toEqual([before, before, before, before]);
    expect(file).toMatchObject({ status: 404, text: unknown.text });
    expect((await asContact("GET", `/api/v1/tickets/${ticket.id}/attachments`)).status).toBe(403);
  });

  it("shows the customer its own count, and pages without gaps", async () => {
    const ticket = await contactTicket();
    for (const content of ["1", "note", "2", "note", "3"]) {
      test.clock.advance(1_000);
      await post(ticket.id, { content, isInternalNote: content === "note" });
    }
    const path = `/api/v1/tickets/${ticket.id}/messages?limit=2`;

    const first = await asContact("GET", path);
    const second = await asContact("GET", `${path}&cursor=${first.body.nextCursor}`);
    const ofMember = await test.call("GET", path, { key });
    const stolen = await asContact("GET", `${path}&cursor=${ofMember.body.nextCursor}`);

    const contents = [first, second].map(({ body }) => body.messages.map((row: { content: string }) => row.content));
    expect(contents).toEqual([["1", "2"], ["3"]]);
    expect([first.body.total, second.body.total, ofMember.body.total]).toEqual([3, 3, 5]);
    expect(stolen.status).toBe(400);
  });

  it("names no automation to the customer", async () => {
    const ticket = await contactTicket();
    const { key: botKey } = await test.signUp({ tenantId: desk.tenantId, scopes: ["issues.read", "issues.edit"] });
    const body = { content: "Beep" };
    await test.call("POST", `/api/v1/tickets/${ticket.id}/messages`, { key: botKey, body });

    const answer = await asContact("GET", `/api/v1/tickets/${ticket.id}/messages`);

    expect(answer.body.messages[0]).toMatchObject({ author: { kind: "system", id: "desk" }, authorId: null });
  });

  it("moves the time that the customer sees with every public change", async () => {
    const ticket = await contactTicket();
    const seen = async () => (await asContact("GET", `/api/v1/tickets/${ticket.id}`)).body;
    test.clock.advance(1_000);
    const { body } = await post(ticket.id, { content: "Hello" });
    test.clock.advance(1_000);

    await test.call("DELETE", `/api/v1/tickets/${ticket.id}/messages/${body.id}`, { key });

    expect(await seen()).toMatchObject({ updatedAt: test.clock.now().toISOString(), messageCount: 0 });
  });
});

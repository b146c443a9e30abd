import { createClient, issueKey } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";
import { entriesOf } from "../support/ticket-past.ts";

let test: TestApp;
let desk: Desk;
let key: string;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  key = desk.member.key;
});

const post = (ticketId: string, body: unknown, by = key, headers: Record<string, string> = {}) =>
  test.call("POST", `/api/v1/tickets/${ticketId}/messages`, { key: by, body, headers });
const ticketOf = async (id: string) => (await test.call("GET", `/api/v1/tickets/${id}`, { key })).body;

describe("PX-40 POST /api/v1/tickets/{id}/messages", () => {
  it("adds a public message of the caller and counts it", async () => {
    const ticket = await createTicket(test, key);

    const answer = await post(ticket.ticketNumber, { content: "Hello" });

    expect(answer).toMatchObject({ status: 201 });
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      ticketId: ticket.id,
      authorId: desk.member.user.id,
      contact: null,
      author: { kind: "user", id: desk.member.user.id },
      content: "Hello",
      isInternalNote: false,
      attachments: [],
      createdAt: test.clock.now().toISOString(),
      editedAt: null,
    });
    expect(await ticketOf(ticket.id)).toMatchObject({ messageCount: 1 });
  });

  it("writes as the client where an automation calls", async () => {
    const operator = test.asOperator();
    const client = await createClient(operator, { tenantId: desk.tenantId, name: "Bot" });
    const scopes = ["issues.read", "issues.edit"] as const;
    const { secret } = await issueKey(operator, { subjectId: client.id, scopes: [...scopes], expiresAt: null });
    const ticket = await createTicket(test, key);

    const answer = await post(ticket.id, { content: "Beep" }, secret);

    expect(answer.body).toMatchObject({ authorId: null, author: { kind: "client", id: client.id } });
  });

  it.each([
    ["no content", {}],
    ["an empty one", { content: "" }],
    ["a blank one", { content: " \n\u200b" }],
    ["a long one", { content: "x".repeat(65_537) }],
    ["a flag that is none", { content: "x", isInternalNote: "yes" }],
    ["another author", { content: "x", authorId: "somebody" }],
    ["a file that is not there", { content: "x", attachmentIds: ["01ARZ3NDEKTSV4RRFFQ69G5FAV"] }],
  ])("J5 refuses %s", async (_what, body) => {
    const ticket = await createTicket(test, key);

    const answer = await post(ticket.id, body);

    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    expect(await ticketOf(ticket.id)).toMatchObject({ messageCount: 0 });
  });

  it("counts the characters of a text, not its UTF-16 units", async () => {
    const ticket = await createTicket(test, key);

    const answer = await post(ticket.id, { content: `${"é".repeat(65_534)}🙂🙂` });

    expect(answer.status).toBe(201);
  });

  it("PX-46 keeps Markdown and code as they were written", async () => {
    const ticket = await createTicket(test, key);
    const content = "  ```js\n<script>alert(1)</script>\n```\r\n**bold** @x ";

    const answer = await post(ticket.id, { content });

    expect(answer.body.content).toBe(content);
  });

  it("refuses a key that may not write", async () => {
    const ticket = await createTicket(test, key);
    const reader = await test.signUp({ tenantId: desk.tenantId, scopes: ["issues.read"] });

    const answer = await post(ticket.id, { content: "x" }, reader.key);

    expect(answer.status).toBe(403);
  });

  it("J2 hides another tenant's ticket", async () => {
    const stranger = await openDesk(test);
    const ticket = await createTicket(test, key);

    const foreign = await post(ticket.id, { content: "x" }, stranger.member.key);
    const unknown = await post("01ARZ3NDEKTSV4RRFFQ69G5FAV", { content: "x" }, stranger.member.key);

    expect(foreign).toMatchObject({ status: 404, text: unknown.text });
  });

  it("PX-21 refuses a member's message to a closed ticket and takes its note", async () => {
    const ticket = await createTicket(test, key, { status: "closed" });

    const message = await post(ticket.id, { content: "One more thing" });
    const note = await post(ticket.id, { content: "For the record", isInternalNote: true });

    expect([message.status, note.status]).toEqual([409, 201]);
    expect(await ticketOf(ticket.id)).toMatchObject({ status: "closed", messageCount: 1 });
  });

  it("H1 adds a message once under one Idempotency-Key, and refuses another one under it", async () => {
    const ticket = await createTicket(test, key);
    const headers = { "idempotency-key": crypto.randomUUID() };

    const twins = await Promise.all([1, 2, 3].map(() => post(ticket.id, { content: "Once" }, key, headers)));
    const again = await post(ticket.id, { content: "Once" }, key, headers);
    const other = await post(ticket.id, { content: "Twice" }, key, headers);

    expect(new Set([...twins, again].map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(other.status).toBe(422);
    expect(await ticketOf(ticket.id)).toMatchObject({ messageCount: 1 });
  });
});

describe("PX-26 first response over HTTP", () => {
  it("is the first public message of who is not the creator, and nothing moves it", async () => {
    const ticket = await createTicket(test, key);
    test.clock.advance(60_000);
    await post(ticket.id, { content: "Mine" });
    await post(ticket.id, { content: "Inside", isInternalNote: true }, desk.admin.key);
    const before = await ticketOf(ticket.id);
    test.clock.advance(60_000);

    const first = await post(ticket.id, { content: "Answer" }, desk.admin.key);
    test.clock.advance(60_000);
    await test.call("DELETE", `/api/v1/tickets/${ticket.id}/messages/${first.body.id}`, { key: desk.admin.key });
    await post(ticket.id, { content: "Second" }, desk.admin.key);

    expect(before.firstResponseAt).toBeNull();
    expect((await ticketOf(ticket.id)).firstResponseAt).toBe(first.body.createdAt);
  });
});

describe("PX-61 a canned response as a message", () => {
  const canned = async (fields: Record<string, unknown>) => {
    const call = { key: desk.owner.key, body: { title: "Hi", ...fields } };
    return expectStatus(await test.call("POST", "/api/v1/canned-responses", call), 201).body;
  };

  it("is filled with the ticket's values, and unknown variables stay", async () => {
    const { id } = await canned({ body: "{{contactName}}, #{{ticketNumber}} {{subject}}: {{agentName}} {{other}}" });
    const ticket = await createTicket(test, key, { contactName: "Carla", subject: "{{agentName}}" });

    const answer = await post(ticket.id, { cannedResponseId: id, isInternalNote: true });

    expect(answer).toMatchObject({ status: 201, body: { isInternalNote: true } });
    expect(answer.body.content).toBe(`Carla, #${ticket.ticketNumber} {{agentName}}: Mia {{other}}`);
  });

  it("L4 calls no agent by what the customer has written", async () => {
    const { id } = await canned({ body: "{{subject}}" });
    const ticket = await createTicket(test, key, { subject: "@adam @triage-agent" });

    const answer = await post(ticket.id, { cannedResponseId: id });
    await test.call("PATCH", `/api/v1/tickets/${ticket.id}/messages/${answer.body.id}`, {
      key,
      body: { content: `${answer.body.content}!` },
    });

    expect(await actionsOf(ticket.id)).not.toContain("ticket.mentioned");
  });

  it("refuses an unknown one, another tenant's, another team's, and one with a text beside it", async () => {
    const stranger = await openDesk(test);
    const foreign = await test.call("POST", "/api/v1/canned-responses", {
      key: stranger.owner.key,
      body: { title: "T", body: "B" },
    });
    const team = await test.call("POST", `/admin/tenants/${desk.tenantId}/teams`, {
      key: (await test.signUp({ scopes: ["admin"] })).key,
      body: { name: "Billing" },
    });
    const ofTeam = await canned({ body: "B", teamId: team.body.team_id });
    const { id } = await canned({ body: "B" });
    const ticket = await createTicket(test, key);

    const answers = await Promise.all([
      post(ticket.id, { cannedResponseId: "nobody" }),
      post(ticket.id, { cannedResponseId: foreign.body.id }),
      post(ticket.id, { cannedResponseId: ofTeam.id }),
      post(ticket.id, { cannedResponseId: id, content: "Mine" }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });
});

describe("PX-42 GET /api/v1/tickets/{id}/messages", () => {
  it("pages oldest first through messages and notes", async () => {
    const ticket = await createTicket(test, key);
    for (const content of ["1", "2", "3"]) {
      test.clock.advance(1_000);
      await post(ticket.id, { content, isInternalNote: content === "2" });
    }
    const path = `/api/v1/tickets/${ticket.id}/messages?limit=2`;

    const first = await test.call("GET", path, { key });
    const second = await test.call("GET", `${path}&cursor=${first.body.nextCursor}`, { key });

    expect(first.body).toMatchObject({ total: 3, limit: 2, offset: 0, nextCursor: expect.any(String) });
    expect(contentsOf(first)).toEqual(["1", "2"]);
    expect(second.body).toMatchObject({ total: 3, nextCursor: null });
    expect(contentsOf(second)).toEqual(["3"]);
  });

  it("PX-46 renders HTML where it is asked to, and nothing in it runs", async () => {
    const ticket = await createTicket(test, key);
    const content = "**bold** <script>alert(1)</script> [x](javascript:alert(1))";
    await post(ticket.id, { content });
    const path = `/api/v1/tickets/${ticket.id}/messages`;

    const plain = await test.call("GET", path, { key });
    const html = await test.call("GET", `${path}?render=html`, { key });

    expect(plain.body.messages[0]).not.toHaveProperty("contentHtml");
    expect(html.body.messages[0]).toMatchObject({ content, contentHtml: expect.stringContaining("<strong>") });
    expect(html.body.messages[0].contentHtml).not.toMatch(/<script|href="javascript/);
  });

  it.each(["?render=pdf", "?limit=0", "?cursor=x", "?offset=1"])("K6 refuses %s", async (query) => {
    const ticket = await createTicket(test, key);

    const answer = await test.call("GET", `/api/v1/tickets/${ticket.id}/messages${query}`, { key });

    expect(answer.status).toBe(400);
  });
});

describe("PX-45 mentions over HTTP", () => {
  it("leave one event for each message, and edits only call who is new", async () => {
    const ticket = await createTicket(test, key);
    const note = await post(ticket.id, { content: "@adam @triage-agent", isInternalNote: true });
    const path = `/api/v1/tickets/${ticket.id}/messages/${note.body.id}`;
    await test.call("PATCH", path, { key, body: { content: "@adam" } });
    await test.call("PATCH", path, { key, body: { content: "@triage-agent @olga" } });

    const entries = await entriesOf(test, ticket.id);

    const mentioned = entries.filter(({ action }) => action === "ticket.mentioned");
    expect(mentioned.map(({ details }) => details)).toMatchObject([
      { handles: ["adam", "triage-agent"], messageId: note.body.id, isInternalNote: true },
      { handles: ["olga"], messageId: note.body.id, isInternalNote: true },
    ]);
    expect(await inboxOf(desk.admin.key, ticket.id)).toEqual(["mention"]);
    expect(await inboxOf(desk.owner.key, ticket.id)).toEqual(["mention"]);
  });
});

function contentsOf({ body }: { body: { messages: { content: string }[] } }): string[] {
  return body.messages.map(({ content }) => content);
}

async function actionsOf(ticketId: string): Promise<string[]> {
  return (await entriesOf(test, ticketId)).map(({ action }) => action);
}

async function inboxOf(by: string, ticketId: string): Promise<string[]> {
  const { body } = await test.call("GET", "/api/v1/inbox?limit=200", { key: by });
  const rows: { ticketId: string; type: string }[] = body.notifications;
  return rows.filter((row) => row.ticketId === ticketId).map(({ type }) => type);
}

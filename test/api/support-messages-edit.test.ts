import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";
import { entriesOf } from "../support/ticket-past.ts";

let test: TestApp;
let desk: Desk;
let key: string;
let ticketId: string;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  key = desk.member.key;
  ticketId = (await createTicket(test, key)).id;
});

async function posted(body: Record<string, unknown> = {}, by = key): Promise<string> {
  const call = { key: by, body: { content: "First", ...body } };
  return expectStatus(await test.call("POST", `/api/v1/tickets/${ticketId}/messages`, call), 201).body.id;
}

const pathOf = (id: string, ticket = ticketId) => `/api/v1/tickets/${ticket}/messages/${id}`;
const edit = (id: string, body: unknown, by = key, ticket = ticketId) =>
  test.call("PATCH", pathOf(id, ticket), { key: by, body });
const remove = (id: string, by = key, ticket = ticketId) => test.call("DELETE", pathOf(id, ticket), { key: by });
const ticketNow = async () => (await test.call("GET", `/api/v1/tickets/${ticketId}`, { key })).body;
const entriesNow = () => entriesOf(test, ticketId);

describe("PX-43 PATCH /api/v1/tickets/{id}/messages/{msgId}", () => {
  it("changes the author's own message and keeps what it said before", async () => {
    const id = await posted();
    test.clock.advance(1_000);

    const second = await edit(id, { content: "Second" });
    await edit(id, { content: "Third" });
    const edits = await test.call("GET", `${pathOf(id)}/edits`, { key: desk.admin.key });

    const editedAt = test.clock.now().toISOString();
    expect(second).toMatchObject({ status: 200, body: { id, content: "Second", editedAt } });
    expect(edits.body).toMatchObject({
      edits: [
        { version: 1, content: "First", replacedAt: editedAt },
        { version: 2, content: "Second", replacedAt: editedAt },
      ],
      total: 2,
    });
  });

  it("leaves no trace where nothing changes", async () => {
    const id = await posted();
    const before = await ticketNow();

    const answer = await edit(id, { content: "First" });

    expect(answer).toMatchObject({ status: 200, body: { editedAt: null } });
    expect(await ticketNow()).toEqual(before);
  });

  it("X-31 is recorded without any text, and is no activity", async () => {
    const id = await posted({ isInternalNote: true, content: "secret one" });
    await edit(id, { content: "secret two" });

    const entries = await entriesNow();
    const activities = await test.call("GET", `/api/v1/tickets/${ticketId}/activities?limit=200`, { key });

    expect(entries.at(-1)).toMatchObject({
      action: "ticket.message_edited",
      actor: `user:${desk.member.user.id}`,
      details: { messageId: id, isInternalNote: true },
    });
    expect(JSON.stringify(entries)).not.toContain("secret");
    expect(activities.text).not.toContain("edited");
  });

  it.each([
    {},
    { content: " " },
    { content: "x", isInternalNote: true },
    { content: "x", isInternalNote: false },
    { content: "x", authorId: "somebody" },
    { content: "x", createdAt: "2026-01-01T00:00:00Z" },
  ])("J5 refuses %j", async (body) => {
    const id = await posted();

    const answer = await edit(id, body);

    expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } });
  });

  it.each(["owner", "admin"] as const)("refuses the %s who has not written it", async (role) => {
    const id = await posted();

    const answer = await edit(id, { content: "Put into another's mouth" }, desk[role].key);

    expect(answer.status).toBe(403);
  });

  it("PX-21 leaves what the customer has read on a closed ticket, and still takes edits of notes", async () => {
    const ticket = await createTicket(test, key);
    const post = async (isInternalNote: boolean) =>
      (
        await test.call("POST", `/api/v1/tickets/${ticket.id}/messages`, {
          key,
          body: { content: "x", isInternalNote },
        })
      ).body.id;
    const [message, note] = [await post(false), await post(true)];
    await test.call("PATCH", `/api/v1/tickets/${ticket.id}`, { key, body: { status: "closed" } });

    const answers = [
      await edit(message, { content: "y" }, key, ticket.id),
      await edit(note, { content: "y" }, key, ticket.id),
    ];

    expect(answers.map(({ status }) => status)).toEqual([409, 200]);
  });

  it("keeps at most a hundred versions of a message", async () => {
    const id = await posted();
    for (let version = 1; version <= 100; version += 1) await edit(id, { content: `Version ${version}` });

    const answer = await edit(id, { content: "One too many" });

    expect(answer.status).toBe(409);
  });
});

describe("PX-43 DELETE /api/v1/tickets/{id}/messages/{msgId}", () => {
  it("takes the author's own message out of thread and count, and records it", async () => {
    const id = await posted({ content: "secret" });
    const { messageCount } = await ticketNow();

    const answer = await remove(id);

    const thread = await test.call("GET", `/api/v1/tickets/${ticketId}/messages?limit=200`, { key });
    expect(answer).toMatchObject({ status: 204, text: "" });
    expect(await ticketNow()).toMatchObject({ messageCount: messageCount - 1 });
    expect(thread.text).not.toContain(id);
    expect((await entriesNow()).at(-1)).toMatchObject({
      action: "ticket.message_deleted",
      details: { messageId: id, isInternalNote: false },
    });
    expect([await remove(id), await edit(id, { content: "x" })].map(({ status }) => status)).toEqual([404, 404]);
  });

  it("D-14 lets Owner and Admin delete any message, and nobody else", async () => {
    const other = await desk.join("member", "Max");
    const [one, two] = [await posted(), await posted()];

    const statuses = [
      await remove(one, other.key),
      await remove(one, desk.admin.key),
      await remove(two, desk.owner.key),
    ].map(({ status }) => status);

    expect(statuses).toEqual([403, 204, 204]);
  });
});

describe("PX-43 J2 what is not there", () => {
  it("is answered alike for another ticket, another tenant, and no id at all", async () => {
    const id = await posted();
    const stranger = await openDesk(test);
    const other = await createTicket(test, key);

    const answers = [
      await edit(id, { content: "x" }, key, other.id),
      await remove(id, key, other.id),
      await test.call("GET", `${pathOf(id, other.id)}/edits`, { key }),
      await edit(id, { content: "x" }, stranger.owner.key),
      await remove(id, stranger.owner.key),
      await test.call("GET", `${pathOf(id)}/edits`, { key: stranger.owner.key }),
      await edit("none", { content: "x" }),
      await remove("..%2F..%2FTICKET"),
    ];

    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(404));
    expect((await edit(id, { content: "Mine still" })).status).toBe(200);
  });

  it("refuses keys that may only read", async () => {
    const id = await posted();
    const reader = await test.signUp({ tenantId: desk.tenantId, scopes: ["issues.read"] });

    const statuses = [await edit(id, { content: "x" }, reader.key), await remove(id, reader.key)];

    expect(statuses.map(({ status }) => status)).toEqual([403, 403]);
  });
});

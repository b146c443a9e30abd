import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../support/api.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { historyOf } from "../../support/ticket-history.ts";
import { receive, ticketOf } from "./mail-world.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  desk = await openDesk(test);
});

const ticketsOf = async () => (await test.call("GET", "/api/v1/tickets", { key: desk.owner.key })).body.tickets;
const messagesOf = async (id: string) =>
  (await test.call("GET", `/api/v1/tickets/${id}/messages`, { key: desk.owner.key })).body.messages;
const move = (id: string, status: string) =>
  test.call("PATCH", `/api/v1/tickets/${id}`, { key: desk.member.key, body: { status } });

describe("PX-21 PX-22 PX-23 PX-26 the customer's answer by mail", () => {
  it.each(["pending", "resolved"])("reopens what is %s", async (status) => {
    const { id, number } = ticketOf(await receive(test, desk.tenantId));
    await move(id, status);

    const outcome = await receive(test, desk.tenantId, { subject: `[#${number}]` });

    expect(ticketOf(outcome)).toMatchObject({ id, status: "open" });
  });

  it("follows up what is closed", async () => {
    const { id, number } = ticketOf(await receive(test, desk.tenantId));
    await move(id, "closed");

    const followUp = ticketOf(await receive(test, desk.tenantId, { subject: `[#${number}]`, text: "Again." }));

    expect(followUp).toMatchObject({ followUpOfId: id, status: "open", source: "email", messageCount: 1 });
    expect(await messagesOf(followUp.id)).toMatchObject([{ content: "Again." }]);
    expect((await ticketsOf()).find((ticket: { id: string }) => ticket.id === id).followUpIds).toEqual([followUp.id]);
  });

  it("goes on in the ticket that follows up a closed one, and opens no second one", async () => {
    const { id, number } = ticketOf(await receive(test, desk.tenantId));
    await move(id, "closed");
    const followUp = ticketOf(await receive(test, desk.tenantId, { subject: `[#${number}]` }));

    const outcomes = await Promise.all(
      ["One", "Two"].map((text) => receive(test, desk.tenantId, { subject: `[#${number}]`, text })),
    );

    expect(outcomes.map((outcome) => ticketOf(outcome).id)).toEqual([followUp.id, followUp.id]);
    expect(await messagesOf(followUp.id)).toHaveLength(3);
    expect(await ticketsOf()).toHaveLength(2);
  });

  it("is no first response", async () => {
    const { number } = ticketOf(await receive(test, desk.tenantId));

    const answered = ticketOf(await receive(test, desk.tenantId, { subject: `[#${number}]` }));

    expect(answered.firstResponseAt).toBeNull();
  });
});

describe("PX-65 a member's answer by mail", () => {
  const byMia = { from: { address: "MIA@desk.example", name: "Mia" } };

  it("is the member's own public message where its domain vouches for it", async () => {
    const { id, number } = ticketOf(await receive(test, desk.tenantId));
    const mail = { ...byMia, subject: `[#${number}]`, text: "Try now." };

    const outcome = await receive(test, desk.tenantId, mail, { senderVerified: true });

    expect(ticketOf(outcome).firstResponseAt).toBe(test.clock.now().toISOString());
    expect(await messagesOf(id)).toMatchObject([
      { content: "Try now.", authorId: desk.member.user.id, isInternalNote: false },
    ]);
  });

  it("opens a ticket where the one that it answers is closed, or its mailbox is another user's", async () => {
    const { id, number } = ticketOf(await receive(test, desk.tenantId));
    const verified = { senderVerified: true };
    const twin = await receive(
      test,
      desk.tenantId,
      { from: { address: "mia@elsewhere.example" }, subject: `[#${number}]` },
      verified,
    );
    await move(id, "closed");

    const late = await receive(test, desk.tenantId, { ...byMia, subject: `[#${number}]` }, verified);

    expect([twin.kind, late.kind]).toEqual(["opened", "opened"]);
  });
});

describe("PX-65 the loop guard", () => {
  it.each([
    ["own_address", { from: { address: "Desk@desk.example" } }],
    ["auto_submitted", { headers: { "Auto-Submitted": "auto-replied" } }],
    ["empty_return_path", { from: { address: "" } }],
    ["mailing_list", { headers: { "List-Id": "<news.example.org>" } }],
  ])("drops a mail for %s, and says so in the log without its sender", async (reason, fields) => {
    const outcome = await receive(test, desk.tenantId, { messageId: "<loop@x>", ...fields });

    expect(outcome).toEqual({ kind: "dropped", reason });
    expect(test.logged.at(-1)).toEqual({
      level: "info",
      message: "mail dropped",
      fields: { tenantId: desk.tenantId, reason, mailId: "loop@x" },
    });
    expect(await ticketsOf()).toEqual([]);
  });

  it("takes twenty mails of one sender in ten minutes, and others' beside them", async () => {
    // A window begins.
    test.clock.set(new Date("2026-03-05T12:00:00.000Z"));
    const kinds = [];
    for (let count = 0; count < 21; count += 1) kinds.push(await receive(test, desk.tenantId));
    const others = await receive(test, desk.tenantId, { from: { address: "bob@example.org" } });
    test.clock.advance(599_999);
    const still = await receive(test, desk.tenantId);
    test.clock.advance(1);
    const later = await receive(test, desk.tenantId);

    expect(kinds.filter(({ kind }) => kind === "opened")).toHaveLength(20);
    expect(kinds.at(-1)).toEqual({ kind: "dropped", reason: "too_many_mails" });
    expect([others.kind, still.kind, later.kind]).toEqual(["opened", "dropped", "opened"]);
  });
});

describe("L4 what a customer mails", () => {
  it("mentions nobody and calls no agent, whether it opens a ticket or answers one", async () => {
    const text = "@mia @triage @adam please look";
    const { number } = ticketOf(await receive(test, desk.tenantId, { text }));
    const ticket = ticketOf(await receive(test, desk.tenantId, { subject: `[#${number}]`, text }));

    const inbox = await test.call("GET", "/api/v1/inbox", { key: desk.member.key });

    expect(inbox.body.notifications).toEqual([]);
    expect(await historyOf(test, desk.tenantId, ticket.id)).toEqual([
      "ticket.created by contact:ann@example.org",
      "ticket.message_added by contact:ann@example.org",
    ]);
  });
});

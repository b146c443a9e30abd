import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../../support/api.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { historyOf } from "../../support/ticket-history.ts";
import { makeMail, receive, ticketOf } from "./mail-world.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
});
beforeEach(async () => {
  desk = await openDesk(test);
});

const ticketsOf = async (filter = "") =>
  (await test.call("GET", `/api/v1/tickets${filter}`, { key: desk.owner.key })).body.tickets;
const messagesOf = async (id: string) =>
  (await test.call("GET", `/api/v1/tickets/${id}/messages`, { key: desk.owner.key })).body.messages;

describe("PX-65 D-19 a mail that answers nothing", () => {
  it("opens a ticket of the customer's own", async () => {
    const text = "It says 500.\n\nOn Mon, 2 Mar 2026 at 10:00, Desk <desk@desk.example> wrote:\n> Hello";
    const outcome = await receive(test, desk.tenantId, { subject: "Re: AW: Cannot sign in", text });

    const [ticket] = await ticketsOf();
    expect(outcome.kind).toBe("opened");
    expect(ticket).toMatchObject({
      ticketNumber: 1,
      subject: "Cannot sign in",
      description: "It says 500.",
      source: "email",
      creatorId: null,
      contactEmail: "ann@example.org",
      contactName: "Ann",
      status: "open",
      messageCount: 0,
    });
  });

  it("is the contact's doing in the record", async () => {
    const ticket = ticketOf(await receive(test, desk.tenantId));

    expect(await historyOf(test, desk.tenantId, ticket.id)).toEqual(["ticket.created by contact:ann@example.org"]);
  });

  it("may be empty, nameless, and as long as a mail can be", async () => {
    const long = "é".repeat(100_000);
    await receive(test, desk.tenantId, { subject: "", text: "", from: { address: "a@x.org" } });
    test.clock.advance(1_000);
    await receive(test, desk.tenantId, { text: long, from: { address: "b@x.org", name: "n".repeat(900) } });

    const [second, first] = await ticketsOf();
    expect(first).toMatchObject({ subject: "(no subject)", description: "", contactName: null });
    expect([second.description.length, second.contactName.length]).toEqual([65_536, 200]);
  });

  it("is refused for a tenant that is not there", async () => {
    await expect(receive(test, "nobody")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("PX-65 H1 the same mail again", () => {
  it("opens no second ticket, not even when it comes ten times at once", async () => {
    const mail = makeMail();

    const outcomes = await Promise.all(Array.from({ length: 10 }, () => receive(test, desk.tenantId, mail)));

    const tickets = await ticketsOf();
    expect(outcomes.filter(({ kind }) => kind === "opened")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "known")).toHaveLength(9);
    expect(tickets).toHaveLength(1);
  });

  it("answers once", async () => {
    const { number, id } = ticketOf(await receive(test, desk.tenantId));
    const reply = makeMail({ subject: `Re: [#${number}]`, text: "More." });

    const kinds = [];
    for (let time = 0; time < 3; time += 1) kinds.push((await receive(test, desk.tenantId, reply)).kind);

    expect(kinds).toEqual(["answered", "known", "known"]);
    expect(await messagesOf(id)).toHaveLength(1);
  });

  it("is another mail for another tenant", async () => {
    const other = await openDesk(test);
    const mail = makeMail();
    await receive(test, desk.tenantId, mail);

    const outcome = await receive(test, other.tenantId, mail);

    expect(outcome.kind).toBe("opened");
  });
});

describe("PX-65 threading", () => {
  it.each([
    ["the number in its subject", (number: number) => ({ subject: `RE: [#${number}] Cannot sign in` })],
    ["In-Reply-To", () => ({ inReplyTo: "<first@mail.example.org>" })],
    ["References", () => ({ references: ["<else@x>", "<first@mail.example.org>", "<later@x>"] })],
  ])("finds the ticket by %s", async (_how, fields) => {
    const first = ticketOf(await receive(test, desk.tenantId, { messageId: "<first@mail.example.org>" }));

    const outcome = await receive(test, desk.tenantId, { text: "Still.", ...fields(first.number) });

    expect(outcome).toMatchObject({ kind: "answered", ticket: { id: first.id } });
    expect(await messagesOf(first.id)).toMatchObject([
      { content: "Still.", authorId: null, contact: { email: "ann@example.org" }, isInternalNote: false },
    ]);
  });

  it("goes on over mails that answered", async () => {
    const first = ticketOf(await receive(test, desk.tenantId));
    await receive(test, desk.tenantId, { messageId: "<second@x>", subject: `[#${first.number}]` });

    const outcome = await receive(test, desk.tenantId, { subject: "Something", inReplyTo: "<second@x>" });

    expect(ticketOf(outcome).id).toBe(first.id);
  });

  it("keeps a reply without words", async () => {
    const first = ticketOf(await receive(test, desk.tenantId));
    await receive(test, desk.tenantId, { subject: `[#${first.number}]`, text: " " });

    expect(await messagesOf(first.id)).toMatchObject([{ content: "(no text)" }]);
  });

  it.each([
    ["a stranger's", { from: { address: "eve@example.org" } }],
    ["a member's whom no domain vouches for", { from: { address: "mia@desk.example" } }],
  ])("leads %s mail into a ticket of its own", async (_whose, fields) => {
    const first = ticketOf(await receive(test, desk.tenantId, { messageId: "<first@x>" }));
    const reply = { ...fields, subject: `[#${first.number}]`, inReplyTo: "<first@x>" };

    const outcome = await receive(test, desk.tenantId, reply);

    expect(outcome.kind).toBe("opened");
    expect(ticketOf(outcome).contactEmail).toBe(fields.from.address);
    expect(await messagesOf(first.id)).toEqual([]);
  });

  it("never leads into another tenant, nor into a deleted ticket", async () => {
    const other = await openDesk(test);
    const foreign = ticketOf(await receive(test, other.tenantId, { messageId: "<foreign@x>" }));
    const own = ticketOf(await receive(test, desk.tenantId, { messageId: "<own@x>" }));
    await test.call("DELETE", `/api/v1/tickets/${own.id}`, { key: desk.owner.key });

    const outcomes = [
      await receive(test, desk.tenantId, { inReplyTo: "<foreign@x>", subject: `[#${foreign.number}]` }),
      await receive(test, desk.tenantId, { inReplyTo: "<own@x>", subject: `[#${own.number}]` }),
    ];

    expect(outcomes.map(({ kind }) => kind)).toEqual(["opened", "opened"]);
  });
});

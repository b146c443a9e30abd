import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
});

describe("PX-3 POST /api/v1/tickets", () => {
  it("makes a ticket of a subject alone, with every default", async () => {
    const ticket = await createTicket(test, desk.member.key, { subject: "x" });

    expect(ticket).toMatchObject({
      subject: "x",
      description: "",
      status: "open",
      priority: "medium",
      category: "general",
      source: "api",
      assigneeId: null,
      creatorId: desk.member.user.id,
      tags: [],
      messageCount: 0,
      slaDeadline: null,
    });
    expect(ticket.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  });

  it.each([{}, { subject: "  " }, { subject: "x".repeat(256) }, { subject: "x", ticketNumber: 7 }])(
    "refuses %j",
    async (body) => {
      const answer = await test.call("POST", "/api/v1/tickets", { key: desk.member.key, body });

      expect(answer).toMatchObject({ status: 400, body: { error: expect.any(String) } });
    },
  );
});

describe("PX-5 GET /api/v1/tickets", () => {
  it("narrows by several fields at once, newest first", async () => {
    const own = await openDesk(test);
    const key = own.member.key;
    for (const priority of ["low", "high", "high", "urgent"]) {
      test.clock.advance(1_000);
      await createTicket(test, key, { priority, subject: priority });
    }
    await test.call("PATCH", "/api/v1/tickets/2", { key, body: { status: "pending" } });

    const all = await test.call("GET", "/api/v1/tickets?limit=3", { key });
    const some = await test.call("GET", "/api/v1/tickets?priority=high,urgent&status=open", { key });

    expect(all.body).toMatchObject({ total: 4, limit: 3, offset: 0, nextCursor: expect.any(String) });
    expect(all.body.tickets.map((ticket: { ticketNumber: number }) => ticket.ticketNumber)).toEqual([4, 3, 2]);
    expect(some.body.tickets.map((ticket: { ticketNumber: number }) => ticket.ticketNumber)).toEqual([4, 3]);
    expect(some.body.nextCursor).toBeNull();
  });
});

describe("PX-10 GET /api/v1/tickets/stats", () => {
  it("equals a recount of the list", async () => {
    const own = await openDesk(test);
    const key = own.member.key;
    const urgent = await createTicket(test, key, { priority: "urgent", assigneeId: own.admin.user.id });
    await createTicket(test, key);
    test.clock.advance(600_000);
    await test.call("PATCH", `/api/v1/tickets/${urgent.id}`, { key, body: { status: "resolved" } });

    const stats = await test.call("GET", "/api/v1/tickets/stats", { key });

    expect(stats.body).toEqual({
      total: 2,
      byStatus: { open: 1, pending: 0, on_hold: 0, resolved: 1, closed: 0 },
      byPriority: { low: 0, medium: 1, high: 0, urgent: 1 },
      slaBreached: 0,
      unassigned: 1,
      avgFirstResponseMinutes: null,
      avgResolutionMinutes: 10,
    });
  });
});

describe("PX-21 reopening a closed ticket", () => {
  it("opens a ticket that follows it up", async () => {
    const { key } = desk.member;
    const ticket = await createTicket(test, key);
    await test.call("PATCH", `/api/v1/tickets/${ticket.id}`, { key, body: { status: "closed" } });

    const followUp = await test.call("PATCH", `/api/v1/tickets/${ticket.id}`, { key, body: { status: "open" } });
    const closed = await test.call("GET", `/api/v1/tickets/${ticket.id}`, { key });

    expect(followUp).toMatchObject({ status: 201, body: { followUpOfId: ticket.id, status: "open" } });
    expect(followUp.headers.get("location")).toBe(`/api/v1/tickets/${followUp.body.id}`);
    expect(closed.body).toMatchObject({ status: "closed", followUpIds: [followUp.body.id] });
  });
});

describe("PX-46 GET /api/v1/tickets/{id}?render=html", () => {
  it("adds the description as sanitized HTML, and leaves the Markdown as it was written", async () => {
    const { key } = desk.member;
    const description = "It **fails** <script>alert(1)</script>";
    const ticket = await createTicket(test, key, { description });

    const plain = await test.call("GET", `/api/v1/tickets/${ticket.id}`, { key });
    const rendered = await test.call("GET", `/api/v1/tickets/${ticket.id}?render=html`, { key });

    expect(plain.body).not.toHaveProperty("descriptionHtml");
    expect(rendered.body).toMatchObject({
      description,
      descriptionHtml: "<p>It <strong>fails</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n",
    });
  });
});

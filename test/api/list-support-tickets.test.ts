import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  for (let number = 1; number <= 6; number += 1) {
    test.clock.advance(1_000);
    await createTicket(test, desk.member.key, { subject: `Ticket ${number}`, priority: number > 4 ? "urgent" : "low" });
  }
});

const list = async (query: string) =>
  expectStatus(await test.call("GET", `/api/v1/tickets?${query}`, { key: desk.member.key }), 200).body;
const numbers = ({ tickets }: { tickets: { ticketNumber: number }[] }) => tickets.map((ticket) => ticket.ticketNumber);

describe("D-17 offset of a list", () => {
  it.each([
    ["limit=2&offset=0", [6, 5], 6],
    ["limit=2&offset=3", [3, 2], 6],
    ["limit=2&offset=5", [1], 6],
    ["limit=2&offset=6", [], 6],
    ["offset=10000", [], 6],
    ["limit=2&offset=1&priority=low", [3, 2], 4],
    ["limit=2&offset=1&q=ticket&sort=createdAt", [2, 3], 6],
    ["limit=5&offset=1&sort=updatedAt&priority=urgent", [6], 2],
  ])("%s", async (query, expected, total) => {
    const page = await list(query);

    expect(numbers(page)).toEqual(expected);
    expect(page).toMatchObject({ total, offset: Number(new URLSearchParams(query).get("offset")) });
  });

  it("goes on from where it started, by cursor", async () => {
    const first = await list("limit=2&offset=1");
    const second = await list(`limit=2&cursor=${first.nextCursor}`);

    expect([first, second].map(numbers)).toEqual([
      [5, 4],
      [3, 2],
    ]);
    expect(second).toMatchObject({ total: 6, offset: 0 });
  });

  it("is refused where it makes no sense", async () => {
    const { nextCursor } = await list("limit=2");

    for (const query of ["offset=-1", "offset=10001", "offset=x", "offset=", `offset=1&cursor=${nextCursor}`]) {
      const answer = await test.call("GET", `/api/v1/tickets?${query}`, { key: desk.member.key });
      expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining("offset") } });
    }
  });
});

describe("H10 many creates at once", () => {
  it("gives each of 200 tickets a number of its own", async () => {
    const own = await openDesk(test);

    const made = await Promise.all(
      Array.from({ length: 200 }, () => createTicket(test, own.member.key, { assigneeId: own.admin.user.id })),
    );

    expect(new Set(made.map((ticket) => ticket.ticketNumber)).size).toBe(200);
    const stats = await test.call("GET", "/api/v1/tickets/stats", { key: own.member.key });
    expect(stats.body).toMatchObject({ total: 200, unassigned: 0 });
  });
});

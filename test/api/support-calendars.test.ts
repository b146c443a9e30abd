import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, expectStatus, openDesk } from "../support/desk.ts";

const path = "/api/v1/business-calendars";
const day = [{ from: "09:00", to: "17:00" }];
const workWeek = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
const friday1630 = new Date("2026-03-06T16:30:00.000Z");

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
});

async function createCalendar(fields: Record<string, unknown> = {}, key = desk.owner.key) {
  const body = { name: "Office", timeZone: "UTC", hours: workWeek, ...fields };
  return expectStatus(await test.call("POST", path, { key, body }), 201).body;
}

async function createPolicy(calendarId: string, key: string) {
  const body = { priority: "medium", firstResponseMinutes: 30, resolutionMinutes: 60, calendarId };
  return expectStatus(await test.call("POST", "/api/v1/sla-policies", { key, body }), 201).body;
}

const deadlineOf = async (id: string, key: string) =>
  (await test.call("GET", `/api/v1/tickets/${id}`, { key })).body.slaDeadline;

describe("G-5 /api/v1/business-calendars", () => {
  it("closes the weekdays that are not named", async () => {
    const calendar = await createCalendar({ holidays: [{ date: "2026-12-25", name: "Christmas" }] });

    expect(calendar).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      name: "Office",
      timeZone: "UTC",
      hours: { ...workWeek, saturday: [], sunday: [] },
      holidays: [{ date: "2026-12-25", name: "Christmas" }],
      createdAt: test.clock.now().toISOString(),
      updatedAt: test.clock.now().toISOString(),
      version: 1,
    });
  });

  it.each([
    ["a zone that there is not", { timeZone: "Europe/Atlantis" }],
    ["a zone that is an offset", { timeZone: "+02:00" }],
    ["no working hour", { hours: {} }],
    ["an interval that ends before it begins", { hours: { monday: [{ from: "17:00", to: "09:00" }] } }],
    ["intervals that overlap", { hours: { monday: [...day, { from: "16:00", to: "18:00" }] } }],
    ["a time that there is not", { hours: { monday: [{ from: "09:00", to: "25:00" }] } }],
    ["a day that there is not", { holidays: [{ date: "2026-02-30" }] }],
    ["a holiday twice", { holidays: [{ date: "2026-12-25" }, { date: "2026-12-25" }] }],
    ["a blank name", { name: " " }],
  ])("refuses %s, in a new one and in a change", async (_what, fault) => {
    const { key } = desk.owner;
    const calendar = await createCalendar();

    const body = { name: "Office", timeZone: "UTC", hours: workWeek, ...fault };
    const created = await test.call("POST", path, { key, body });
    const changed = await test.call("PATCH", `${path}/${calendar.id}`, { key, body: fault });

    expect([created.status, changed.status]).toEqual([400, 400]);
    expect((await test.call("GET", `${path}/${calendar.id}`, { key })).body).toEqual(calendar);
  });

  // Row, copy and record are written at once, and each of them has a size limit.
  it("takes as many holidays with as long names as it may have, and changes them", async () => {
    const { key } = desk.owner;
    const start = Date.parse("2026-01-01T00:00:00.000Z");
    const holidays = Array.from({ length: 500 }, (_, at) => ({
      date: new Date(start + at * 86_400_000).toISOString().slice(0, 10),
      name: "x".repeat(200),
    }));
    const calendar = await createCalendar({ holidays });

    const changed = await test.call("PATCH", `${path}/${calendar.id}`, { key, body: { holidays: holidays.slice(1) } });

    expect([calendar.holidays.length, changed.body.holidays.length]).toEqual([500, 499]);
  });

  it("keeps a calendar that a policy works by", async () => {
    const { owner } = await openDesk(test);
    const calendar = await createCalendar({}, owner.key);
    const policy = await createPolicy(calendar.id, owner.key);
    const remove = () => test.call("DELETE", `${path}/${calendar.id}`, { key: owner.key });

    const used = await remove();
    await test.call("DELETE", `/api/v1/sla-policies/${policy.id}`, { key: owner.key });
    const unused = await remove();

    expect([used.status, unused.status]).toEqual([409, 204]);
  });
});

describe("G-5 deadlines by business hours", () => {
  it("puts Friday 16:30 plus one hour to Monday 09:30", async () => {
    const { owner } = await openDesk(test);
    await createPolicy((await createCalendar({}, owner.key)).id, owner.key);
    test.clock.set(friday1630);

    const ticket = await createTicket(test, owner.key);

    expect(ticket.slaDeadline).toBe("2026-03-09T09:30:00.000Z");
    expect(ticket.firstResponseDeadline).toBe("2026-03-06T17:00:00.000Z");
  });

  it("leaves out holidays, in the calendar's own zone", async () => {
    const { owner } = await openDesk(test);
    const fields = { timeZone: "America/New_York", holidays: [{ date: "2026-03-09" }] };
    await createPolicy((await createCalendar(fields, owner.key)).id, owner.key);
    // 16:30 in New York, and the night to Sunday sets its clocks forward.
    test.clock.set(new Date("2026-03-06T21:30:00.000Z"));

    const ticket = await createTicket(test, owner.key);

    expect(ticket.slaDeadline).toBe("2026-03-10T13:30:00.000Z");
  });

  it("moves no deadline of a ticket that is there when the calendar is edited", async () => {
    const { owner } = await openDesk(test);
    const { key } = owner;
    const calendar = await createCalendar({}, key);
    await createPolicy(calendar.id, key);
    test.clock.set(friday1630);
    const before = await createTicket(test, key);

    const body = { hours: { saturday: day }, holidays: [{ date: "2026-03-09" }] };
    const changed = await test.call("PATCH", `${path}/${calendar.id}`, { key, body });
    const after = await createTicket(test, key);
    // A hold of ten minutes in working time goes by the hours that the ticket was stamped with.
    await test.call("PATCH", `/api/v1/tickets/${before.id}`, { key, body: { status: "on_hold" } });
    test.clock.advance(600_000);
    const stillThere = await deadlineOf(before.id, key);
    await test.call("PATCH", `/api/v1/tickets/${before.id}`, { key, body: { status: "open" } });

    expect(changed.body.version).toBe(2);
    expect(stillThere).toBe("2026-03-09T09:30:00.000Z");
    expect(await deadlineOf(before.id, key)).toBe("2026-03-09T09:40:00.000Z");
    expect(after.slaDeadline).toBe("2026-03-07T10:00:00.000Z");
  });
});

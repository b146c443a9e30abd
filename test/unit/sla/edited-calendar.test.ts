import { describe, expect, it } from "vitest";
import { hoursOn, makeCalendar, workdays, workingIn } from "./calendars.ts";
import { makeApplied, openTicket } from "./desk.ts";

describe("G-5 calendars of open tickets", () => {
  const calendarOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

  it("keeps deadlines when hours or holidays are edited, until priority or team changes", async () => {
    const first = makeCalendar();
    const edited = makeCalendar({
      version: 2,
      hours: hoursOn(workdays, "09:00-10:00"),
      holidays: [{ date: "2026-11-19" }],
    });
    const ticket = openTicket({
      createdAt: "2026-11-18T16:30:00.000Z",
      policy: makeApplied({ calendar: calendarOf(first) }),
      working: await workingIn(first),
    });

    ticket.touch("2026-11-18T16:40:00.000Z");
    const untouched = ticket.deadline();
    ticket.apply("2026-11-18T16:50:00.000Z", makeApplied({ calendar: calendarOf(edited) }), await workingIn(edited));

    expect(untouched).toBe("2026-11-19T09:30:00.000Z");
    expect(ticket.deadline()).toBe("2026-11-20T10:00:00.000Z");
  });

  it("warns before a deadline that falls after a night, in working hours", async () => {
    const working = await workingIn({ hours: hoursOn(workdays, "09:00-17:00") });
    const ticket = openTicket({ createdAt: "2026-11-18T16:30:00.000Z", working });

    const events = [ticket.sweep("2026-11-19T09:14:59.999Z"), ticket.sweep("2026-11-19T09:15:00.000Z")];

    expect(ticket.deadline()).toBe("2026-11-19T09:30:00.000Z");
    expect(events).toEqual([["firstResponse breach"], ["resolution warn"]]);
  });

  it("is late one millisecond after a deadline at closing time", async () => {
    const working = await workingIn({ hours: hoursOn(workdays, "09:00-17:00") });
    const ticket = openTicket({ createdAt: "2026-11-18T16:00:00.000Z", working });

    expect(ticket.deadline()).toBe("2026-11-18T17:00:00.000Z");
    expect(ticket.breached("2026-11-18T17:00:00.000Z")).toBe(false);
    expect(ticket.breached("2026-11-18T17:00:00.001Z")).toBe(true);
  });
});

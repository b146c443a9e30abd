import { type CalendarRules, checkCalendar, loadWorkingTime, roundTheClock } from "@tessera/core/sla";
import { createZones } from "@tessera/providers/time";
import { describe, expect, it } from "vitest";
import { everyDay, hoursOn, makeCalendar, workdays } from "./calendars.ts";

const zones = createZones();

const rules = (parts: Partial<CalendarRules>): CalendarRules => ({
  timeZone: "Europe/Berlin",
  hours: hoursOn(workdays, "09:00-17:00"),
  holidays: [],
  ...parts,
});
const mondays = (...spans: string[]) => ({ hours: hoursOn(["monday"], ...spans) });
const manyHolidays = Array.from({ length: 501 }, (_, index) => ({
  date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
}));

describe("G-5 calendars", () => {
  it.each([
    ["office hours", {}],
    ["a lunch break", { hours: hoursOn(workdays, "09:00-12:00", "13:00-17:00") }],
    ["intervals that touch", { hours: hoursOn(workdays, "09:00-12:00", "12:00-17:00") }],
    ["a night shift in two intervals", { hours: hoursOn(everyDay, "00:00-06:00", "22:00-24:00") }],
    ["one hour a week", mondays("09:00-10:00")],
    ["500 holidays, a leap day among them", { holidays: [...manyHolidays.slice(0, 499), { date: "2028-02-29" }] }],
  ])("accept %s", async (_name, parts) => {
    await expect(checkCalendar(zones, rules(parts))).resolves.toBeUndefined();
  });

  it.each([
    ["no hours at all", { hours: hoursOn([]) }, "hours"],
    ["less than an hour a week", mondays("09:00-09:59"), "hours"],
    ["intervals that overlap", mondays("09:00-12:00", "11:59-17:00"), "hours.monday.1"],
    ["intervals out of order", mondays("13:00-17:00", "09:00-12:00"), "hours.monday.1"],
    ["an interval without length", mondays("09:00-09:00"), "hours.monday.0"],
    ["a night shift in one interval", mondays("22:00-06:00"), "hours.monday.0"],
    ["a time that no clock shows", mondays("09:00-17:60"), "hours.monday.0.to"],
    ["an opening at 24:00", mondays("24:00-24:00"), "hours.monday.0.from"],
    ["a day that never is", { holidays: [{ date: "2027-02-29" }] }, "holidays.0.date"],
    ["a holiday twice", { holidays: [{ date: "2026-12-25" }, { date: "2026-12-25" }] }, "holidays.1.date"],
    ["more than 500 holidays", { holidays: manyHolidays }, "holidays"],
    ["a zone that is none", { timeZone: "Europe/Atlantis" }, "timeZone"],
    ["an offset instead of a zone", { timeZone: "+02:00" }, "timeZone"],
  ])("refuse %s", async (_name, parts, field) => {
    await expect(checkCalendar(zones, rules(parts))).rejects.toMatchObject({
      code: "invalid_request",
      details: { field },
    });
  });

  it("give the working time of their zone, and round the clock where there is none", async () => {
    const fridayMs = Date.parse("2026-11-20T15:30Z"); // 16:30 in Berlin

    const working = await loadWorkingTime(zones, makeCalendar({ timeZone: "Europe/Berlin" }));
    const none = await loadWorkingTime(zones, null);

    expect(new Date(working.add(fridayMs, 3_600_000)).toISOString()).toBe("2026-11-23T08:30:00.000Z");
    expect(none).toBe(roundTheClock);
  });

  it("fail as a bug where a saved zone is gone", async () => {
    const act = loadWorkingTime({ load: async () => undefined }, makeCalendar());

    await expect(act).rejects.toMatchObject({ code: "internal_error" });
  });
});

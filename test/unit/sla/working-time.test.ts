import { AppError } from "@tessera/core/errors";
import { roundTheClock } from "@tessera/core/sla";
import { describe, expect, it } from "vitest";
import { everyDay, hoursOn, workdays, workingIn } from "./calendars.ts";

const minuteMs = 60_000;
const office = { hours: hoursOn(workdays, "09:00-17:00") };

interface Case {
  name: string;
  calendar: Parameters<typeof workingIn>[0];
  from: string;
  minutes: number;
  to: string;
}

// 2026-11-20 is a Friday.
const ordinary: Case[] = [
  {
    name: "goes over the weekend: Friday 16:30 plus one hour",
    calendar: office,
    from: "2026-11-20T16:30Z",
    minutes: 60,
    to: "2026-11-23T09:30Z",
  },
  {
    name: "stays at closing time when it ends exactly there",
    calendar: office,
    from: "2026-11-20T16:30Z",
    minutes: 30,
    to: "2026-11-20T17:00Z",
  },
  {
    name: "starts at the next opening when created at night",
    calendar: office,
    from: "2026-11-18T22:00Z",
    minutes: 60,
    to: "2026-11-19T10:00Z",
  },
  {
    name: "starts at the next opening when created at closing time",
    calendar: office,
    from: "2026-11-18T17:00Z",
    minutes: 1,
    to: "2026-11-19T09:01Z",
  },
  {
    name: "starts on Monday when created on Saturday",
    calendar: office,
    from: "2026-11-21T12:00Z",
    minutes: 60,
    to: "2026-11-23T10:00Z",
  },
  {
    name: "starts after the holiday when created on one",
    calendar: { ...office, holidays: [{ date: "2026-12-25" }] },
    from: "2026-12-25T10:00Z",
    minutes: 60,
    to: "2026-12-28T10:00Z",
  },
  {
    name: "leaves a holiday out that lies between",
    calendar: { ...office, holidays: [{ date: "2026-11-19", name: "Fair" }] },
    from: "2026-11-18T16:00Z",
    minutes: 120,
    to: "2026-11-20T10:00Z",
  },
  {
    name: "leaves the lunch break out",
    calendar: { hours: hoursOn(workdays, "09:00-12:00", "13:00-17:00") },
    from: "2026-11-18T11:30Z",
    minutes: 60,
    to: "2026-11-18T13:30Z",
  },
  {
    name: "stays at the start of the lunch break when it ends exactly there",
    calendar: { hours: hoursOn(workdays, "09:00-12:00", "13:00-17:00") },
    from: "2026-11-18T11:30Z",
    minutes: 30,
    to: "2026-11-18T12:00Z",
  },
  {
    name: "counts a leap day",
    calendar: { hours: hoursOn(everyDay, "00:00-24:00") },
    from: "2028-02-28T12:00Z",
    minutes: 2 * 24 * 60,
    to: "2028-03-01T12:00Z",
  },
  {
    name: "counts a leap day as the weekday that it is: Tuesday",
    calendar: { hours: hoursOn(["tuesday"], "09:00-17:00") },
    from: "2028-02-28T12:00Z",
    minutes: 60,
    to: "2028-02-29T10:00Z",
  },
  {
    name: "knows weekdays before 1970 too",
    calendar: office,
    from: "1969-12-26T16:30Z",
    minutes: 60,
    to: "1969-12-29T09:30Z",
  },
];

const zoned: Case[] = [
  {
    name: "Berlin, 8 working hours over the spring weekend",
    calendar: { ...office, timeZone: "Europe/Berlin" },
    from: "2027-03-26T15:00Z", // Friday 16:00 +01:00
    minutes: 8 * 60,
    to: "2027-03-29T14:00Z", // Monday 16:00 +02:00
  },
  {
    name: "Berlin, at closing time of the last working day before the spring change",
    calendar: { ...office, timeZone: "Europe/Berlin" },
    from: "2027-03-26T15:30Z", // Friday 16:30 +01:00
    minutes: 30,
    to: "2027-03-26T16:00Z",
  },
  {
    name: "Berlin, 8 working hours over the autumn weekend",
    calendar: { ...office, timeZone: "Europe/Berlin" },
    from: "2026-10-23T14:00Z", // Friday 16:00 +02:00
    minutes: 8 * 60,
    to: "2026-10-26T15:00Z", // Monday 16:00 +01:00
  },
  {
    name: "New York, 8 working hours over the spring weekend",
    calendar: { ...office, timeZone: "America/New_York" },
    from: "2027-03-12T21:00Z", // Friday 16:00 -05:00
    minutes: 8 * 60,
    to: "2027-03-15T20:00Z", // Monday 16:00 -04:00
  },
  {
    name: "New York, 8 working hours over the autumn weekend",
    calendar: { ...office, timeZone: "America/New_York" },
    from: "2026-10-30T20:00Z", // Friday 16:00 -04:00
    minutes: 8 * 60,
    to: "2026-11-02T21:00Z", // Monday 16:00 -05:00
  },
  {
    name: "a calendar that never closes runs round the clock in spring",
    calendar: { hours: hoursOn(everyDay, "00:00-24:00"), timeZone: "Europe/Berlin" },
    from: "2027-03-27T12:00Z",
    minutes: 24 * 60,
    to: "2027-03-28T12:00Z",
  },
  {
    name: "a calendar that never closes runs round the clock in autumn",
    calendar: { hours: hoursOn(everyDay, "00:00-24:00"), timeZone: "America/New_York" },
    from: "2026-10-31T12:00Z",
    minutes: 24 * 60,
    to: "2026-11-01T12:00Z",
  },
  {
    name: "the night shift of the spring change has 7 hours",
    calendar: { hours: hoursOn(everyDay, "00:00-06:00", "22:00-24:00"), timeZone: "Europe/Berlin" },
    from: "2027-03-27T21:00Z", // Saturday 22:00 +01:00
    minutes: 7 * 60 + 1,
    to: "2027-03-28T20:01Z", // Sunday 22:01 +02:00
  },
  {
    name: "the night shift of the autumn change has 9 hours",
    calendar: { hours: hoursOn(everyDay, "00:00-06:00", "22:00-24:00"), timeZone: "Europe/Berlin" },
    from: "2026-10-24T20:00Z", // Saturday 22:00 +02:00
    minutes: 9 * 60,
    to: "2026-10-25T05:00Z", // Sunday 06:00 +01:00
  },
  {
    name: "an opening in the hour that spring leaves out comes when that hour would have been over",
    calendar: { hours: hoursOn(["sunday"], "02:30-06:00"), timeZone: "Europe/Berlin" },
    from: "2027-03-27T12:00Z",
    minutes: 10,
    to: "2027-03-28T01:10Z", // 03:10 +02:00
  },
  {
    name: "hours that spring leaves out wholly are not worked",
    calendar: { hours: hoursOn(["sunday"], "02:00-03:00"), timeZone: "Europe/Berlin" },
    from: "2027-03-27T12:00Z",
    minutes: 10,
    to: "2027-04-04T00:10Z",
  },
  {
    name: "an hour that autumn repeats is worked twice",
    calendar: { hours: hoursOn(["sunday"], "02:00-03:00"), timeZone: "Europe/Berlin" },
    from: "2026-10-24T12:00Z",
    minutes: 120,
    to: "2026-10-25T02:00Z", // 03:00 +01:00, after both
  },
  {
    name: "Kolkata, half an hour off",
    calendar: { ...office, timeZone: "Asia/Kolkata" },
    from: "2026-11-20T11:00Z", // Friday 16:30 +05:30
    minutes: 60,
    to: "2026-11-23T04:00Z",
  },
  {
    name: "Apia's Friday 2011-12-30 never was",
    calendar: { ...office, timeZone: "Pacific/Apia" },
    from: "2011-12-30T02:00Z", // Thursday 2011-12-29 16:00 -10:00
    minutes: 120,
    to: "2012-01-01T20:00Z", // Monday 2012-01-02 10:00 +14:00
  },
  {
    name: "the day of a holiday is the day of the calendar's zone",
    calendar: { ...office, timeZone: "Asia/Kolkata", holidays: [{ date: "2026-11-23" }] },
    from: "2026-11-20T11:00Z",
    minutes: 60,
    to: "2026-11-24T04:00Z",
  },
];

describe("X-33 G-5 working time", () => {
  it.each([...ordinary, ...zoned])("$name", async ({ calendar, from, minutes, to }) => {
    const working = await workingIn(calendar);

    const end = working.add(Date.parse(from), minutes * minuteMs);

    expect(new Date(end).toISOString()).toBe(new Date(to).toISOString());
    expect(working.between(Date.parse(from), end)).toBe(minutes * minuteMs);
  });

  it("counts nothing backwards", async () => {
    const working = await workingIn(office);

    const betweens = [working, roundTheClock].map((time) =>
      time.between(Date.UTC(2026, 10, 19), Date.UTC(2026, 10, 18)),
    );

    expect(betweens).toEqual([0, 0]);
  });

  it("finds the end of a year of working time at once", async () => {
    const working = await workingIn({ ...office, timeZone: "Europe/Berlin" });
    working.add(Date.UTC(2026, 10, 20), minuteMs);

    const startedAt = performance.now();
    const end = working.add(Date.UTC(2026, 10, 20), 525_600 * minuteMs);
    const tookMs = performance.now() - startedAt;

    // 8,760 hours are 1,095 days of work, which are 219 weeks.
    expect(new Date(end).toISOString()).toBe("2031-01-30T16:00:00.000Z");
    expect(tookMs).toBeLessThan(100);
  });

  it("finds the end of the longest target by the shortest calendar that is allowed", async () => {
    const working = await workingIn({ hours: hoursOn(["monday"], "09:00-10:00") });

    const end = working.add(Date.UTC(2026, 10, 20), 525_600 * minuteMs);

    expect(new Date(end).toISOString()).toBe("2194-10-06T10:00:00.000Z");
  });

  it("gives up on a calendar that is never open", async () => {
    const working = await workingIn({ hours: hoursOn([]), timeZone: "Europe/Berlin" });

    const act = () => working.add(Date.UTC(2026, 10, 20), minuteMs);

    expect(act).toThrow(AppError);
    expect(act).toThrow("too few hours");
  });
});

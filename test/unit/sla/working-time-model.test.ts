import { type CalendarRules, type WeeklyHours, type WorkingTime, weekdays } from "@tessera/core/sla";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workingIn } from "./calendars.ts";

// Everything lies on steps of five minutes, so that the model can walk.
const stepMs = 5 * 60_000;
const stepsOfDay = 288;

/** Jumps of all kinds: forward, back, by half an hour, by a whole day, at midnight. */
const jumps = [
  ["UTC", "2026-11-20T00:00Z"],
  ["Asia/Kolkata", "2026-11-20T00:00Z"],
  ["Europe/Berlin", "2027-03-28T01:00Z"],
  ["Europe/Berlin", "2026-10-25T01:00Z"],
  ["America/New_York", "2027-03-14T07:00Z"],
  ["America/New_York", "2026-11-01T06:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
  ["Australia/Lord_Howe", "2027-04-03T15:00Z"],
  ["America/Havana", "2026-11-01T05:00Z"],
  ["America/Sao_Paulo", "2018-11-04T03:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00Z"],
] as const;

const timeOf = (step: number) =>
  `${String(Math.floor(step / 12)).padStart(2, "0")}:${String((step % 12) * 5).padStart(2, "0")}`;

/** An even number of distinct times, two by two. */
const day = fc.uniqueArray(fc.integer({ min: 0, max: stepsOfDay }), { maxLength: 6 }).map((steps) => {
  const sorted = steps.toSorted((a, b) => a - b).slice(steps.length % 2);
  return sorted.flatMap((from, index) =>
    index % 2 === 0 ? [{ from: timeOf(from), to: timeOf(sorted[index + 1] ?? stepsOfDay) }] : [],
  );
});
const hours: fc.Arbitrary<WeeklyHours> = fc.record({
  monday: day,
  tuesday: day,
  wednesday: day,
  thursday: day,
  friday: day,
  saturday: day,
  sunday: day,
});

interface Situation {
  rules: CalendarRules;
  fromMs: number;
}

const situation: fc.Arbitrary<Situation> = fc
  .record({
    jump: fc.constantFrom(...jumps),
    hours,
    holidays: fc.uniqueArray(fc.integer({ min: -3, max: 3 }), { maxLength: 2 }),
    steps: fc.integer({ min: -2 * stepsOfDay, max: stepsOfDay }),
  })
  .map(({ jump: [timeZone, instant], hours, holidays, steps }) => {
    const at = Date.parse(instant);
    const dates = holidays.map((days) => new Date(at + days * 86_400_000).toISOString().slice(0, 10));
    return { rules: { timeZone, hours, holidays: dates.map((date) => ({ date })) }, fromMs: at + steps * stepMs };
  });

/** The rule in words, asked of Intl for each step: does the wall clock show a working hour? */
function modelOf({ timeZone, hours, holidays }: CalendarRules) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    dateStyle: "short",
    timeStyle: "short",
  });
  return (instantMs: number): boolean => {
    const [date, time] = format.format(instantMs).split(", ");
    if (!date || !time || holidays.some((holiday) => holiday.date === date)) return false;
    const weekday = weekdays[(new Date(date).getUTCDay() + 6) % 7];
    return weekday !== undefined && hours[weekday].some(({ from, to }) => from <= time && time < to);
  };
}

const threeDays = Array.from({ length: 3 * stepsOfDay }, (_, index) => index * stepMs);

describe("X-33 G-5 working time against a model that walks", () => {
  it("agrees on every day around every kind of jump", async () => {
    await fc.assert(
      fc.asyncProperty(situation, fc.integer({ min: 1, max: 200 }), async ({ rules, fromMs }, steps) => {
        const working = await workingIn(rules);
        const isOpen = modelOf(rules);
        const open = threeDays.map((offsetMs) => isOpen(fromMs + offsetMs));
        const opensOf = (length: number) => open.slice(0, length).filter(Boolean).length;

        expect(working.between(fromMs, fromMs + threeDays.length * stepMs)).toBe(opensOf(open.length) * stepMs);
        if (opensOf(open.length) < steps) return;
        const expected = open.findIndex((_, index) => opensOf(index + 1) === steps) + 1;
        expect(working.add(fromMs, steps * stepMs)).toBe(fromMs + expected * stepMs);
      }),
      { numRuns: 150 },
    );
  });
});

const busy = situation.filter(({ rules }) => weekdays.some((weekday) => rules.hours[weekday].length > 0));
const workingMs = fc.integer({ min: 1, max: 40 * 3_600_000 });
const spanMs = fc.integer({ min: 0, max: 30 * 86_400_000 });

function always<Values extends [unknown, ...unknown[]]>(
  values: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  check: (working: WorkingTime, fromMs: number, ...drawn: Values) => void,
) {
  return fc.assert(
    fc.asyncProperty(busy, fc.tuple(...values), async ({ rules, fromMs }, drawn) => {
      check(await workingIn(rules), fromMs, ...(drawn as Values)); // safe: drawn by the arbitraries of Values
    }),
  );
}

describe("X-33 G-5 the algebra of working time", () => {
  it("finds between what it added, and nothing less a millisecond earlier", () =>
    always<[number]>([workingMs], (working, fromMs, addedMs) => {
      const end = working.add(fromMs, addedMs);

      expect(working.between(fromMs, end)).toBe(addedMs);
      expect(working.between(fromMs, end - 1)).toBe(addedMs - 1);
    }));

  it("never adds past the end of what lies between", () =>
    always<[number]>([spanMs], (working, fromMs, lengthMs) => {
      const betweenMs = working.between(fromMs, fromMs + lengthMs);

      expect(working.add(fromMs, betweenMs)).toBeLessThanOrEqual(fromMs + lengthMs);
    }));

  it("adds in two steps what it adds in one", () =>
    always<[number, number]>([workingMs, workingMs], (working, fromMs, firstMs, secondMs) => {
      expect(working.add(working.add(fromMs, firstMs), secondMs)).toBe(working.add(fromMs, firstMs + secondMs));
    }));

  it("sums up over any cut", () =>
    always<[number, number]>([spanMs, spanMs], (working, fromMs, firstMs, secondMs) => {
      const cut = fromMs + firstMs;

      expect(working.between(fromMs, cut) + working.between(cut, cut + secondMs)).toBe(
        working.between(fromMs, cut + secondMs),
      );
    }));

  it("ends no earlier for more work or for a later start", () =>
    always<[number, number, number]>([workingMs, workingMs, spanMs], (working, fromMs, lessMs, moreMs, laterMs) => {
      const end = working.add(fromMs, lessMs);

      expect(working.add(fromMs, lessMs + moreMs)).toBeGreaterThan(end);
      expect(working.add(fromMs + laterMs, lessMs)).toBeGreaterThanOrEqual(end);
    }));
});

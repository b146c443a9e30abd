import { deadlineOf, type HeldTime, roundTheClock } from "@tessera/core/sla";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hoursOn, workdays, workingIn } from "./calendars.ts";

const hourMs = 3_600_000;
const office = { hours: hoursOn(workdays, "09:00-17:00") };
const held = (from: string, to: string): HeldTime => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });

// 2026-11-18 is a Wednesday.
const cases = [
  {
    name: "a hold in working hours moves it by the hold",
    holds: [held("2026-11-18T10:00Z", "2026-11-18T11:00Z")],
    deadline: "2026-11-18T15:00Z",
  },
  {
    name: "repeated holds add up",
    holds: [held("2026-11-18T10:00Z", "2026-11-18T11:00Z"), held("2026-11-18T12:00Z", "2026-11-18T12:30Z")],
    deadline: "2026-11-18T15:30Z",
  },
  {
    name: "a hold over a night counts its working hours alone",
    holds: [held("2026-11-18T12:00Z", "2026-11-19T10:00Z")],
    deadline: "2026-11-19T12:00Z",
  },
  {
    name: "a hold over a weekend counts its working hours alone",
    holds: [held("2026-11-18T12:00Z", "2026-11-23T09:30Z")],
    deadline: "2026-11-23T11:30Z",
  },
  {
    name: "a hold that is partly outside hours counts its part inside",
    holds: [held("2026-11-18T13:30Z", "2026-11-18T20:00Z")],
    deadline: "2026-11-19T09:30Z",
  },
  {
    name: "a hold in the night counts not at all",
    holds: [held("2026-11-18T20:00Z", "2026-11-19T06:00Z")],
    deadline: "2026-11-18T14:00Z",
  },
];

describe("PX-25 G-5 deadlines with holds", () => {
  it.each(cases)("$name", async ({ holds, deadline }) => {
    const working = await workingIn(office);

    const end = deadlineOf(working, Date.parse("2026-11-18T09:00Z"), 5 * hourMs, holds);

    expect(new Date(end).toISOString()).toBe(new Date(deadline).toISOString());
  });

  const startMs = Date.parse("2026-11-18T09:00Z");
  /** Apart from each other and in any order. */
  const apart = fc
    .uniqueArray(fc.integer({ min: 0, max: 10 * 24 * 60 }), { maxLength: 12 })
    .map((minutes) => minutes.toSorted((a, b) => a - b).map((minute) => startMs + minute * 60_000))
    .map((times) =>
      times.flatMap((fromMs, index) => {
        const toMs = times[index + 1];
        return index % 2 === 0 && toMs !== undefined ? [{ fromMs, toMs }] : [];
      }),
    )
    .chain((holds) => fc.shuffledSubarray(holds, { minLength: holds.length }));
  const target = fc.integer({ min: 1, max: 100 }).map((hours) => hours * hourMs);

  it("are creation + target + the sum of holds round the clock", () => {
    fc.assert(
      fc.property(apart, target, (holds, targetMs) => {
        const sumMs = holds.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);

        expect(deadlineOf(roundTheClock, startMs, targetMs, holds)).toBe(startMs + targetMs + sumMs);
      }),
    );
  });

  it("leave exactly the target of working time that was not held", async () => {
    const working = await workingIn(office);
    fc.assert(
      fc.property(apart, target, (holds, targetMs) => {
        const end = deadlineOf(working, startMs, targetMs, holds);

        const heldMs = holds.reduce((sum, { fromMs, toMs }) => sum + working.between(fromMs, toMs), 0);
        expect(working.between(startMs, end) - heldMs).toBe(targetMs);
      }),
    );
  });

  it("count a moment once, however often it is held", async () => {
    const working = await workingIn(office);
    fc.assert(
      fc.property(apart, target, (holds, targetMs) => {
        const halves = holds.flatMap(({ fromMs, toMs }) => {
          const third = (toMs - fromMs) / 3;
          return [
            { fromMs, toMs: toMs - third },
            { fromMs: fromMs + third, toMs },
          ];
        });

        expect(deadlineOf(working, startMs, targetMs, [...halves, ...holds])).toBe(
          deadlineOf(working, startMs, targetMs, holds),
        );
      }),
    );
  });
});

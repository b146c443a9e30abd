import { AppError } from "../errors.ts";
import type { CalendarRules } from "./calendar.ts";
import { passedBy } from "./wall-hours.ts";
import type { Zone } from "./zones.ts";

/** Time in which a promise to a customer runs down. */
export interface WorkingTime {
  /** The earliest instant by which that much working time has passed: closing time, not the next opening. */
  add(fromMs: number, workingMs: number): number;
  /** The working time between two instants; 0 where they are not in order. */
  between(fromMs: number, toMs: number): number;
}

/** What a ticket without a calendar runs on. */
export const roundTheClock: WorkingTime = {
  add: (fromMs, workingMs) => fromMs + Math.max(0, workingMs),
  between: (fromMs, toMs) => Math.max(0, toMs - fromMs),
};

/** A target of a year at one hour a week, the least that a calendar may have, ends within this. */
const horizonMs = 200 * 366 * 86_400_000;

/**
 * Working time by a calendar. An instant counts iff the clock on the wall shows a working hour then: an hour that a
 * change to summer time leaves out is not worked, one that the change back repeats is worked twice.
 */
export function workingTimeOf(calendar: Pick<CalendarRules, "hours" | "holidays">, zone: Zone): WorkingTime {
  const passed = passedBy(calendar);

  return {
    add(fromMs, workingMs) {
      if (workingMs <= 0) return fromMs;
      let missingMs = workingMs;
      for (const period of periodsOf(zone, fromMs, fromMs + horizonMs)) {
        const startMs = passed(period.fromMs + period.offsetMs);
        const passedMs = passed(period.toMs + period.offsetMs) - startMs;
        if (passedMs >= missingMs) {
          const goalMs = startMs + missingMs;
          return earliest(period.fromMs, period.toMs, (ms) => passed(ms + period.offsetMs) >= goalMs);
        }
        missingMs -= passedMs;
      }
      throw new AppError("invalid_request", "The calendar has too few hours for this target", { field: "calendarId" });
    },

    between(fromMs, toMs) {
      let sumMs = 0;
      for (const period of periodsOf(zone, fromMs, toMs)) {
        sumMs += passed(period.toMs + period.offsetMs) - passed(period.fromMs + period.offsetMs);
      }
      return sumMs;
    },
  };
}

/** Cuts a span where the zone's clocks jump. */
function* periodsOf(zone: Zone, fromMs: number, toMs: number) {
  let startMs = fromMs;
  while (startMs < toMs) {
    const { offsetMs, untilMs } = zone.periodAt(startMs);
    const endMs = Math.min(untilMs, toMs);
    yield { fromMs: startMs, toMs: endMs, offsetMs };
    startMs = endMs;
  }
}

/** The first millisecond at which a condition holds that, once true, stays so; it holds at `toMs`. */
function earliest(fromMs: number, toMs: number, holds: (ms: number) => boolean): number {
  let low = fromMs;
  let high = toMs;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

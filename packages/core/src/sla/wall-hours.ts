import { type CalendarRules, timeOfDayMs, type WeeklyHours, weekdays } from "./calendar.ts";

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday: this many days after a Monday. */
const epochWeekday = 3;

interface Day {
  intervals: { fromMs: number; toMs: number }[];
  totalMs: number;
  /** Working time of its week before it. */
  beforeMs: number;
}

/**
 * The working time that has passed at a wall-clock time, counted from a fixed one; only differences mean something.
 * Wall-clock time is what the clock shows, in milliseconds since 1970-01-01 00:00: there no hour is missing or double.
 * The cost does not grow with the distance, so nobody walks from day to day.
 */
export type PassedMs = (wallMs: number) => number;

export function passedBy(calendar: Pick<CalendarRules, "hours" | "holidays">): PassedMs {
  const week = readWeek(calendar.hours);
  const weekMs = week.reduce((sum, day) => sum + day.totalMs, 0);
  const holidays = new Set(calendar.holidays.map(({ date }) => Date.parse(date) / dayMs));

  return (wallMs) => {
    const day = Math.floor(wallMs / dayMs);
    const { weekNumber, weekday } = placeInWeek(day);
    const today = week[weekday];
    let passedMs = weekNumber * weekMs;
    if (today) passedMs += today.beforeMs + workedMs(today, wallMs - day * dayMs);
    for (const holiday of holidays) {
      const lost = week[placeInWeek(holiday).weekday];
      if (lost && holiday <= day) passedMs -= holiday < day ? lost.totalMs : workedMs(lost, wallMs - day * dayMs);
    }
    return passedMs;
  };
}

function readWeek(hours: WeeklyHours): Day[] {
  let beforeMs = 0;
  return weekdays.map((weekday) => {
    const intervals = hours[weekday].map(({ from, to }) => ({ fromMs: timeOfDayMs(from), toMs: timeOfDayMs(to) }));
    const totalMs = intervals.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const day = { intervals, totalMs, beforeMs };
    beforeMs += totalMs;
    return day;
  });
}

function placeInWeek(day: number): { weekNumber: number; weekday: number } {
  const weekNumber = Math.floor((day + epochWeekday) / weekdays.length);
  return { weekNumber, weekday: day + epochWeekday - weekNumber * weekdays.length };
}

/** The day's working time up to a time of the day. */
function workedMs(day: Day, timeMs: number): number {
  return day.intervals.reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(timeMs, toMs) - fromMs), 0);
}

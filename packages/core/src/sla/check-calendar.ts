import { AppError } from "../errors.ts";
import { CalendarRules, type OpenInterval, timeOfDayMs, weekdays } from "./calendar.ts";
import type { Zones } from "./zones.ts";

/** With less than an hour a week, a target of a year would end after two lifetimes. */
const leastWeekMs = 3_600_000;

/** Throws `invalid_request` with the field that makes no sense (G-5). */
export async function checkCalendar(zones: Zones, calendar: CalendarRules): Promise<void> {
  const parsed = CalendarRules.safeParse(calendar);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(issue?.path.join(".") ?? "", issue?.message ?? "The calendar is not valid");
  }

  const { hours, holidays, timeZone } = parsed.data;
  const days = weekdays.map((weekday) => openMs(`hours.${weekday}`, hours[weekday]));
  if (days.reduce((sum, dayMs) => sum + dayMs, 0) < leastWeekMs) {
    throw invalid("hours", "A calendar needs at least one working hour a week");
  }
  const dates = holidays.map(({ date }) => date);
  const repeated = dates.findIndex((date, index) => dates.indexOf(date) !== index);
  if (repeated >= 0) throw invalid(`holidays.${repeated}.date`, `${dates[repeated]} is listed twice`);
  if (!(await zones.load(timeZone))) {
    throw invalid("timeZone", 'timeZone must be an IANA time zone like "Europe/Berlin"');
  }
}

/** The working time of a day whose intervals are in order. */
function openMs(field: string, intervals: readonly OpenInterval[]): number {
  let sumMs = 0;
  let previousMs = 0;
  for (const [index, { from, to }] of intervals.entries()) {
    const [fromMs, toMs] = [timeOfDayMs(from), timeOfDayMs(to)];
    if (fromMs >= toMs)
      throw invalid(`${field}.${index}`, `${from} is not before ${to}; a night shift is two intervals`);
    if (fromMs < previousMs) throw invalid(`${field}.${index}`, "Intervals must be in order and must not overlap");
    sumMs += toMs - fromMs;
    previousMs = toMs;
  }
  return sumMs;
}

function invalid(field: string, message: string): AppError {
  return new AppError("invalid_request", message, { field });
}

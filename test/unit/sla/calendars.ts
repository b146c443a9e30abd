import {
  type BusinessCalendar,
  type CalendarRules,
  type OpenInterval,
  type WeeklyHours,
  type WorkingTime,
  workingTimeOf,
} from "@tessera/core/sla";
import { createZones } from "@tessera/providers/time";

const zones = createZones();

/** The same hours on the named days, as "09:00-12:00" texts; the other days are closed. */
export function hoursOn(days: readonly (keyof WeeklyHours)[], ...spans: string[]): WeeklyHours {
  const open = spans.map((span): OpenInterval => ({ from: span.slice(0, 5), to: span.slice(6) }));
  const closed: WeeklyHours = {
    monday: [],
    tuesday: [],
    wednesday: [],
    thursday: [],
    friday: [],
    saturday: [],
    sunday: [],
  };
  return { ...closed, ...Object.fromEntries(days.map((day) => [day, open])) };
}

export const workdays = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
export const everyDay = [...workdays, "saturday", "sunday"] as const;

export function makeCalendar(parts: Partial<BusinessCalendar> = {}): BusinessCalendar {
  return {
    id: "calendar-1",
    tenantId: "tenant-1",
    name: "Office",
    timeZone: "UTC",
    hours: hoursOn(workdays, "09:00-17:00"),
    holidays: [],
    version: 1,
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
    audit: { sequence: 0, hash: "" },
    ...parts,
  };
}

/** Working time with the real time zones. */
export async function workingIn(rules: Partial<CalendarRules>): Promise<WorkingTime> {
  const calendar = makeCalendar(rules);
  const zone = await zones.load(calendar.timeZone);
  if (!zone) throw new Error(`no such zone: ${calendar.timeZone}`);
  return workingTimeOf(calendar, zone);
}

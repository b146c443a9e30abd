import { AppError } from "../errors.ts";
import type { BusinessCalendar } from "./calendar.ts";
import { roundTheClock, type WorkingTime, workingTimeOf } from "./working-time.ts";
import type { Zones } from "./zones.ts";

type Rules = Pick<BusinessCalendar, "hours" | "holidays" | "timeZone">;

/** The time that a policy's targets run in; null = no calendar. The zone was checked when the calendar was saved. */
export async function loadWorkingTime(zones: Zones, calendar: Rules | null): Promise<WorkingTime> {
  if (!calendar) return roundTheClock;
  const zone = await zones.load(calendar.timeZone);
  if (!zone) throw new AppError("internal_error", `Unknown time zone ${calendar.timeZone}`);
  return workingTimeOf(calendar, zone);
}

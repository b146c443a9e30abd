import { AppError } from "../errors.ts";
import { type BusinessCalendar, checkCalendar } from "../sla/index.ts";
import type { SettingKind } from "./settings-kind.ts";

/** In code points. */
export const calendarNameLimit = 200;

/** G-5: business hours. Every change makes a version of its own, and tickets keep the one that they were stamped with. */
export const businessCalendars: SettingKind<BusinessCalendar> = {
  name: "business_calendar",
  title: "Business calendar",
  rows: (context) => context.calendars,
  writers: "managers",
  // Hundreds of days, of which the versions themselves are the record.
  longFields: ["holidays"],
  check: (context, _tenantId, { timeZone, hours, holidays }) =>
    checkCalendar(context.zones, { timeZone, hours, holidays }),
  checkUnused: async (context, tenantId, { id }) => {
    const policies = await context.slaPolicies.all(tenantId);
    if (policies.every(({ calendarId }) => calendarId !== id)) return;
    throw new AppError("conflict", "An SLA policy works by this calendar");
  },
};

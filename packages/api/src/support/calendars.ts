import { type BusinessCalendar, OpenInterval, weekdays } from "@tessera/core/sla";
import { businessCalendars, calendarNameLimit } from "@tessera/core/tickets";
import * as z from "zod";
import { text } from "../http/text.ts";
import { type CrudDefinition, nameOf, rowFields } from "./crud.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const HolidayWire = z.strictObject({ date: z.iso.date(), name: text(200).optional() }).openapi("Holiday");

const OpenDay = z.array(OpenInterval).max(24);

const hours = z
  .strictObject({
    monday: OpenDay.default([]),
    tuesday: OpenDay.default([]),
    wednesday: OpenDay.default([]),
    thursday: OpenDay.default([]),
    friday: OpenDay.default([]),
    saturday: OpenDay.default([]),
    sunday: OpenDay.default([]),
  })
  .openapi({ description: "A weekday that is not named is closed." });

const fields = {
  name: nameOf(calendarNameLimit),
  timeZone: z.string().min(1).max(64).openapi({ description: "An IANA time zone like `Europe/Berlin`." }),
  hours,
  holidays: z.array(HolidayWire).max(500),
};

const CalendarWire = z
  .strictObject({
    ...rowFields,
    name: z.string(),
    timeZone: z.string(),
    hours: z.record(z.enum(weekdays), OpenDay),
    holidays: z.array(HolidayWire),
  })
  .openapi("BusinessCalendar");

/** G-5, issue 5: `/api/v1/business-calendars`. */
export const calendarCrud: CrudDefinition<BusinessCalendar> = {
  kind: businessCalendars,
  path: "/api/v1/business-calendars",
  operations: { one: "BusinessCalendar", many: "BusinessCalendars" },
  group: "business calendars",
  listField: "calendars",
  newWire: z.strictObject({ ...fields, holidays: fields.holidays.default([]) }).openapi("NewBusinessCalendar"),
  patchWire: z.strictObject(fields).partial().openapi("BusinessCalendarPatch"),
  wire: CalendarWire,
  toWire: ({ id, name, timeZone, hours, holidays, createdAt, updatedAt, version }): z.infer<typeof CalendarWire> => ({
    id,
    name,
    timeZone,
    hours,
    holidays,
    createdAt,
    updatedAt,
    version,
  }),
};

import * as z from "zod";
import { AuditHead } from "../audit/index.ts";

/** Named in the order of ISO: Monday is day 1. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

const clockTime = /^([01]\d|2[0-3]):[0-5]\d$/;
const closingTime = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** A night shift is two of them: until "24:00" of one day, and from "00:00" of the next. */
export const OpenInterval = z.strictObject({
  from: z.string().regex(clockTime, 'must be a time like "09:00"'),
  to: z.string().regex(closingTime, 'must be a time like "17:00", at most "24:00"'),
});
export type OpenInterval = z.infer<typeof OpenInterval>;

const OpenDay = z.array(OpenInterval).max(24).default([]);

/** A weekday that is not named is closed. */
export const WeeklyHours = z.strictObject({
  monday: OpenDay,
  tuesday: OpenDay,
  wednesday: OpenDay,
  thursday: OpenDay,
  friday: OpenDay,
  saturday: OpenDay,
  sunday: OpenDay,
});
export type WeeklyHours = z.infer<typeof WeeklyHours>;

export const Holiday = z.strictObject({ date: z.iso.date(), name: z.string().max(200).optional() });
export type Holiday = z.infer<typeof Holiday>;

/** What says when work is done; `checkCalendar` knows what makes sense. */
export const CalendarRules = z.object({
  timeZone: z.string().min(1).max(64),
  hours: WeeklyHours,
  holidays: z.array(Holiday).max(500).default([]),
});
export type CalendarRules = z.infer<typeof CalendarRules>;

/**
 * Business hours (G-5). Each version is kept: an open ticket stays with the one that it was stamped with, so that
 * editing hours or holidays never moves a deadline that a customer was told.
 */
export const BusinessCalendar = CalendarRules.extend({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  version: z.number().int().min(1),
  createdAt: z.string(),
  updatedAt: z.string(),
  audit: AuditHead,
});
export type BusinessCalendar = z.infer<typeof BusinessCalendar>;

const minuteMs = 60_000;

/** "09:30" as milliseconds since midnight. */
export function timeOfDayMs(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * minuteMs;
}

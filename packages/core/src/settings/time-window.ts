import * as z from "zod";

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Longer than this, and nothing new would ever be told from what is old. */
const longestMs = 30 * 86_400_000;

/** What a time window lasts: `90s`, `15m`, `2h`, `1d` (LC-44). Not a number for any other text. */
export function windowMs(window: string): number {
  return Number(window.slice(0, -1)) * (unitMs[window.slice(-1)] ?? Number.NaN);
}

export const TimeWindow = z
  .string()
  .regex(/^[1-9]\d*[smhd]$/, { error: "must be a time window like 90s, 15m, 2h or 1d", abort: true })
  .refine((window) => windowMs(window) <= longestMs, "must be at most 30d");

import * as z from "zod";

/** A character that shows: neither white space, nor a control, format or filler character such as U+200B (TF-4). */
const visible = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * A text that people wrote: neither empty nor blank, whole characters only (K4), and at most `maximum` code points,
 * as JSON Schema counts: zod's own `max` counts UTF-16 units and would refuse 61 emoji in 120.
 */
export function text(maximum = Number.POSITIVE_INFINITY) {
  return z
    .string()
    .min(1, "must not be empty")
    .refine((value) => value === "" || visible.test(value), "must not be blank")
    .refine((value) => value.isWellFormed(), "must be well-formed Unicode")
    .refine((value) => isWithin(value, maximum), `must have at most ${maximum} characters`);
}

/** Whether a text has at most this many code points. */
export function isWithin(value: string, maximum: number): boolean {
  if (value.length <= maximum) return true;
  return value.length <= 2 * maximum && [...value].length <= maximum;
}

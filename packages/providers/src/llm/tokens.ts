import * as z from "zod";

/** A vendor's count of tokens; null where it gives none, or none that can be (D13). */
export const Tokens = z.number().int().min(0).nullish().catch(null);

/** Null where one of them is not known. */
export function sum(...counts: readonly (number | null | undefined)[]): number | null {
  return counts.reduce<number | null>((total, count) => (total === null || count == null ? null : total + count), 0);
}

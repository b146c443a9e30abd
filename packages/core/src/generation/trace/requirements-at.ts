import type { Requirement } from "./requirement.ts";

/** The ids of the requirements that lie within one of the ranges, in reading order. */
export function requirementsAt(
  requirements: readonly Requirement[],
  ranges: readonly { start: number; end: number }[],
): string[] {
  return requirements
    .filter((requirement) => ranges.some(({ start, end }) => start <= requirement.start && requirement.end <= end))
    .map(({ id }) => id);
}

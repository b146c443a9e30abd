import type { Range } from "./plan/index.ts";

/** In order, without what is in two of them, and with neighbours as one. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (range.end <= range.start) continue;
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else merged.push({ start: range.start, end: range.end });
  }
  return merged;
}

export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((length, { start, end }) => length + end - start, 0);
}

/** What is in the first and not in the second; both merged. */
export function subtractRanges(ranges: readonly Range[], taken: readonly Range[]): Range[] {
  const left: Range[] = [];
  let next = 0;
  for (const range of ranges) {
    let { start } = range;
    while ((taken[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next += 1;
    for (let at = next; (taken[at]?.start ?? Number.POSITIVE_INFINITY) < range.end; at += 1) {
      const hole = taken[at];
      if (!hole) break;
      if (hole.start > start) left.push({ start, end: hole.start });
      start = Math.max(start, hole.end);
    }
    if (start < range.end) left.push({ start, end: range.end });
  }
  return left;
}

/** As much of the ranges as `length` units hold, from the first on. */
export function firstOf(ranges: readonly Range[], length: number): Range[] {
  const first: Range[] = [];
  let room = length;
  for (const { start, end } of ranges) {
    if (room <= 0) break;
    first.push({ start, end: Math.min(end, start + room) });
    room -= end - start;
  }
  return first;
}

/** How much of a range lies in the others. */
export function overlapOf(range: Range, others: readonly Range[]): number {
  return others.reduce(
    (length, other) => length + Math.max(0, Math.min(range.end, other.end) - Math.max(range.start, other.start)),
    0,
  );
}

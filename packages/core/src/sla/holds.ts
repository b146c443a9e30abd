import type { Hold } from "./state.ts";
import type { WorkingTime } from "./working-time.ts";

export interface HeldTime {
  fromMs: number;
  toMs: number;
}

/**
 * When a target ends whose clock stood still during the holds (PX-25): that much more working time must pass. Time on
 * hold outside business hours moves nothing, as the clock stood still then anyway.
 */
export function deadlineOf(
  working: WorkingTime,
  startMs: number,
  targetMs: number,
  holds: readonly HeldTime[],
): number {
  return working.add(startMs, targetMs + heldMs(working, startMs, holds));
}

/** Each moment once, also where holds overlap. */
function heldMs(working: WorkingTime, startMs: number, holds: readonly HeldTime[]): number {
  let heldMs = 0;
  let countedToMs = startMs;
  for (const { fromMs, toMs } of holds.toSorted((a, b) => a.fromMs - b.fromMs)) {
    heldMs += working.between(Math.max(fromMs, countedToMs), toMs);
    countedToMs = Math.max(countedToMs, toMs);
  }
  return heldMs;
}

/** More than people put one ticket on hold; a rule that does it in a loop must not make the row grow without end. */
export const holdLimit = 50;

/** The holds after a moment from which on a ticket is on hold, or is not. */
export function updateHolds(holds: readonly Hold[], held: boolean, at: string): Hold[] {
  const open = openHold(holds);
  if (held && open) return [...holds];
  if (held) return [...(holds.length < holdLimit ? holds : joinNearest(holds)), { from: at, to: null }];
  if (!open) return [...holds];

  const closed = holds.slice(0, -1);
  // Nothing is left of a hold without length, nor of one that ends before it began because a clock was set back (I5).
  return open.from < at ? [...closed, { from: open.from, to: at }] : closed;
}

/** The hold that still lasts: the last one, if any. */
export function openHold(holds: readonly Hold[]): Hold | null {
  const last = holds.at(-1);
  return last && last.to === null ? last : null;
}

/**
 * Makes one of the two closed holds that are the least apart, by moving the first up to the second. Their sum round the
 * clock stays as it is; by a calendar it can change by no more than the working time between them.
 */
function joinNearest(holds: readonly Hold[]): Hold[] {
  const gapsMs = holds.slice(1).map((hold, index) => Date.parse(hold.from) - Date.parse(holds[index]?.to ?? hold.from));
  const gapMs = Math.min(...gapsMs);
  const index = gapsMs.indexOf(gapMs);
  const [first, second] = holds.slice(index, index + 2);
  if (!first || !second) return [...holds];
  return holds.toSpliced(index, 2, { from: new Date(Date.parse(first.from) + gapMs).toISOString(), to: second.to });
}

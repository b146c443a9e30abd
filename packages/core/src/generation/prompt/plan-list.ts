import type { DraftTicket } from "../draft.ts";
import { sizeOf } from "../size.ts";
import { shorten } from "../text.ts";

/** Characters of a title, the most that there is room for. */
const titleLengths = [200, 60];
const shortestTitle = 30;

/**
 * The tickets of a plan, one a line, so that any may depend on any. Where the room is small their titles are short;
 * where it is smaller still only those of the part are listed and those that stand next to them.
 */
export function listPlan(tickets: readonly DraftTicket[], part: readonly string[], room: number): string {
  for (const length of [...titleLengths, shortestTitle]) {
    const text = tickets.map((ticket) => planLine(ticket, length)).join("\n");
    if (sizeOf(text) <= room) return text;
  }
  const shown = new Set<DraftTicket>();
  let left = room;
  for (const ticket of nearestFirst(tickets, part)) {
    left -= shortestPlanLine(ticket);
    if (left < 0) break;
    shown.add(ticket);
  }
  return tickets
    .filter((ticket) => shown.has(ticket))
    .map((ticket) => planLine(ticket, shortestTitle))
    .join("\n");
}

/** The size of a ticket's line in a list with little room. */
export function shortestPlanLine(ticket: DraftTicket): number {
  return sizeOf(planLine(ticket, shortestTitle)) + 1;
}

function planLine({ ref, type, title, epic }: DraftTicket, length: number): string {
  return `${ref} (${type}${epic === null ? "" : ` of ${epic}`}): ${shorten(title, length)}`;
}

/** The tickets of a part, their epics, then the others by how far they stand from them. */
function nearestFirst(tickets: readonly DraftTicket[], part: readonly string[]): DraftTicket[] {
  const own = tickets.filter(({ ref }) => part.includes(ref));
  const epics = tickets.filter(({ ref }) => own.some(({ epic }) => epic === ref));
  const places = own.map((ticket) => tickets.indexOf(ticket));
  const others = tickets
    .map((ticket, at) => ({ ticket, distance: Math.min(...places.map((place) => Math.abs(place - at))) }))
    .sort((left, right) => left.distance - right.distance);
  return [...new Set([...own, ...epics, ...others.map(({ ticket }) => ticket)])];
}

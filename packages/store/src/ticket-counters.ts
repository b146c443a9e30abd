import { isEnded, type Ticket } from "@tessera/core/tickets";
import {
  partOfNumber,
  type StatisticsNumber,
  type StatisticsScope,
  statisticsAttribute,
  statisticsNumbers,
  ticketStatisticsKey,
} from "./entities/ticket-statistics.ts";
import type { Key } from "./entity.ts";
import { addAll, type Write } from "./writes.ts";

/**
 * Moves the counters behind PX-10 with the ticket, in the transaction of its change, so that they are equal to a recount
 * at any moment. A breach is counted from when it is marked: what is overdue and not yet marked, the reader adds.
 */
export function statisticsWrites(before: Ticket | null, after: Ticket): Write[] {
  const items: Items = new Map();
  if (before) collect(items, before, -1);
  collect(items, after, 1);
  return [...items.values()].flatMap(({ key, amounts }) => {
    const changed = Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== 0));
    return Object.keys(changed).length === 0 ? [] : [addAll(key, changed)];
  });
}

/** By key: what is added to each attribute of an item. */
type Items = Map<string, { key: Key; amounts: Record<string, number> }>;

function collect(items: Items, ticket: Ticket, sign: 1 | -1): void {
  if (ticket.deletedAt !== null) return;
  const { status, priority } = ticket;
  const cell = { status, priority, isAssigned: ticket.assigneeId !== null };
  const numbers = statisticsNumbersOf(ticket);
  for (const scope of scopesOf(ticket)) {
    for (const number of statisticsNumbers) {
      const key = ticketStatisticsKey(scope, partOfNumber(number), ticket);
      const name = `${key.pk} ${key.sk}`;
      const item = items.get(name) ?? { key, amounts: {} };
      items.set(name, item);
      const attribute = statisticsAttribute(cell, number);
      item.amounts[attribute] = (item.amounts[attribute] ?? 0) + sign * numbers[number];
    }
  }
}

function scopesOf({ teamId, assigneeId }: Ticket): StatisticsScope[] {
  return [
    { kind: "all" },
    ...(teamId === null ? [] : [{ kind: "team", id: teamId } as const]),
    ...(assigneeId === null ? [] : [{ kind: "assignee", id: assigneeId } as const]),
  ];
}

export function statisticsNumbersOf(ticket: Ticket): Record<StatisticsNumber, number> {
  const since = (at: string | null) => (at === null ? 0 : Date.parse(at) - Date.parse(ticket.createdAt));
  return {
    count: 1,
    breached: isMarkedBreached(ticket) ? 1 : 0,
    responses: ticket.firstResponseAt === null ? 0 : 1,
    responseMs: since(ticket.firstResponseAt),
    resolutions: ticket.resolvedAt === null ? 0 : 1,
    resolutionMs: since(ticket.resolvedAt),
  };
}

/** Breached, by the mark of a sweep or of a change, and not ended since. */
export function isMarkedBreached(ticket: Ticket): boolean {
  return !isEnded(ticket) && (ticket.sla?.resolution?.breachedAt ?? null) !== null;
}

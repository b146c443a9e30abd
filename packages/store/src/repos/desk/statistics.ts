import { matchesFilter, type TicketFilter, type TicketStatistics } from "@tessera/core/tickets";
import type { Item } from "../../attributes.ts";
import type { Table } from "../../calls.ts";
import { behind } from "../../entities/sort-key.ts";
import { slaDue, ticketEntity, ticketOfKey } from "../../entities/ticket.ts";
import {
  categoryOfStatistics,
  cellOfAttribute,
  type StatisticsCell,
  type StatisticsNumber,
  type StatisticsScope,
  ticketCounts,
  ticketStatistics,
} from "../../entities/ticket-statistics.ts";
import { getItems, type IndexEntry, queryIndex, queryItems, type Range } from "../../reads.ts";
import { isMarkedBreached, statisticsNumbersOf } from "../../ticket-counters.ts";
import { isExact, isOverdue, walkPositions, walkTickets } from "./ticket-positions.ts";

/** What is added up, for one combination of the fields that the answer is broken down by. */
interface Sum {
  cell: StatisticsCell;
  numbers: Partial<Record<StatisticsNumber, number>>;
}

/**
 * PX-10's numbers. From maintained counters where those know the filter: a read of some dozen items, however many
 * tickets there are. A text, a tag, a contact, or a team and an assignee at once are counted ticket by ticket.
 */
export async function readStatistics(
  table: Table,
  tenantId: string,
  filter: TicketFilter,
  now: Date,
): Promise<TicketStatistics> {
  const scopes = scopesOf(filter);
  if (!scopes) return summarize(await recount(table, tenantId, filter, now));
  const [sums, unmarked] = await Promise.all([
    readCounters(
      table,
      scopes.map((scope) => ticketStatistics(tenantId, scope)),
      filter,
    ),
    countUnmarked(table, tenantId, filter, now),
  ]);
  const summary = summarize(sums);
  return { ...summary, slaBreached: summary.slaBreached + unmarked };
}

/** Without a counter, a list is counted up to this: more would cost more than the page that it is asked for with. */
const countLimit = 1_000;

/** How many tickets a filter holds; null where that is not worth what it costs. */
export async function countTickets(
  table: Table,
  tenantId: string,
  filter: TicketFilter,
  now: Date,
): Promise<number | null> {
  const scopes = scopesOf(filter);
  if (!scopes) return countListed(table, tenantId, filter, now);
  const sums = await readCounters(
    table,
    scopes.map((scope) => ticketCounts(tenantId, scope)),
    filter,
  );
  return sums.reduce((total, { numbers }) => total + (numbers.count ?? 0), 0);
}

async function countListed(table: Table, tenantId: string, filter: TicketFilter, now: Date): Promise<number | null> {
  let [looked, count] = [0, 0];
  if (isExact({ filter, sort: "-createdAt" })) {
    for await (const _ of walkPositions(table, tenantId, filter)) {
      count += 1;
      if (count > countLimit) return null;
    }
    return count;
  }
  for await (const tickets of walkTickets(table, tenantId, filter, now)) {
    looked += tickets.length;
    count += tickets.filter((ticket) => ticket !== undefined).length;
    if (looked > countLimit) return null;
  }
  return count;
}

/** The counters that hold what the filter asks for; undefined where none do. */
function scopesOf(filter: TicketFilter): StatisticsScope[] | undefined {
  const { teamId, assigneeId, tagId, contactEmail, q, slaBreached } = filter;
  if ([tagId, contactEmail, q, slaBreached].some((field) => field !== undefined)) return undefined;
  // Nobody's tickets are cells of the other counters.
  if (assigneeId === undefined || assigneeId.every((id) => id === null)) {
    return teamId ? distinct(teamId).map((id) => ({ kind: "team", id })) : [{ kind: "all" }];
  }
  if (teamId || assigneeId.includes(null)) return undefined;
  return distinct(assigneeId.filter((id) => id !== null)).map((id) => ({ kind: "assignee", id }));
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

async function readCounters(table: Table, ranges: readonly Range[], filter: TicketFilter): Promise<Sum[]> {
  const read = async (range: Range) => {
    const sums: Sum[] = [];
    for await (const item of queryItems(table, range)) {
      const category = categoryOfStatistics(String(item.sk));
      if (filter.category && !filter.category.some((wanted) => wanted === category)) continue;
      sums.push(...sumsOf(item).filter(({ cell }) => isWanted(cell, filter)));
    }
    return sums;
  };
  return (await Promise.all(ranges.map(read))).flat();
}

function sumsOf(item: Item): Sum[] {
  return Object.entries(item).flatMap(([name, value]) => {
    const known = cellOfAttribute(name);
    return known ? [{ cell: known.cell, numbers: { [known.number]: Number(value) } }] : [];
  });
}

function isWanted({ status, priority, isAssigned }: StatisticsCell, filter: TicketFilter): boolean {
  return (
    (filter.status === undefined || filter.status.includes(status)) &&
    (filter.priority === undefined || filter.priority.includes(priority)) &&
    (filter.assigneeId === undefined || filter.assigneeId.some((id) => (id !== null) === isAssigned))
  );
}

/** What is overdue and has not met a sweep yet: these stand in front of the index of deadlines (PX-27). */
async function countUnmarked(table: Table, tenantId: string, filter: TicketFilter, now: Date): Promise<number> {
  const to = behind(now.toISOString());
  const due = await Promise.all(
    slaDue.map(async (partition) => {
      const entries: IndexEntry[] = [];
      for await (const entry of queryIndex(table, { ...partition, to })) {
        if (ticketOfKey(entry).tenantId === tenantId) entries.push(entry);
      }
      return entries;
    }),
  );
  const items = await getItems(table, due.flat());
  return items.filter((item) => {
    const ticket = item && ticketEntity.fromItem(item);
    if (!ticket || isMarkedBreached(ticket) || !isOverdue(ticket, now)) return false;
    return matchesFilter(ticket, filter, () => true);
  }).length;
}

async function recount(table: Table, tenantId: string, filter: TicketFilter, now: Date): Promise<Sum[]> {
  const sums: Sum[] = [];
  for await (const tickets of walkTickets(table, tenantId, filter, now)) {
    for (const ticket of tickets) {
      if (!ticket) continue;
      const { status, priority, assigneeId } = ticket;
      const numbers = { ...statisticsNumbersOf(ticket), breached: isOverdue(ticket, now) ? 1 : 0 };
      sums.push({ cell: { status, priority, isAssigned: assigneeId !== null }, numbers });
    }
  }
  return sums;
}

function summarize(sums: readonly Sum[]): TicketStatistics {
  const add = (number: StatisticsNumber, wanted: (cell: StatisticsCell) => boolean = () => true) =>
    sums.reduce((total, sum) => total + (wanted(sum.cell) ? (sum.numbers[number] ?? 0) : 0), 0);
  const average = (ms: StatisticsNumber, of: StatisticsNumber) =>
    add(of) === 0 ? null : round(add(ms) / add(of) / 60_000);
  return {
    total: add("count"),
    byStatus: {
      open: add("count", ({ status }) => status === "open"),
      pending: add("count", ({ status }) => status === "pending"),
      on_hold: add("count", ({ status }) => status === "on_hold"),
      resolved: add("count", ({ status }) => status === "resolved"),
      closed: add("count", ({ status }) => status === "closed"),
    },
    byPriority: {
      low: add("count", ({ priority }) => priority === "low"),
      medium: add("count", ({ priority }) => priority === "medium"),
      high: add("count", ({ priority }) => priority === "high"),
      urgent: add("count", ({ priority }) => priority === "urgent"),
    },
    slaBreached: add("breached"),
    unassigned: add("count", ({ isAssigned }) => !isAssigned),
    avgFirstResponseMinutes: average("responseMs", "responses"),
    avgResolutionMinutes: average("resolutionMs", "resolutions"),
  };
}

/** To a tenth of a minute. */
function round(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}

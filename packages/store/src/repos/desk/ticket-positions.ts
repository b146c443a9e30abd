import { isBreached } from "@tessera/core/sla";
import {
  isEnded,
  matchesFilter,
  type Ticket,
  type TicketFilter,
  type TicketQuery,
  ticketStatuses,
} from "@tessera/core/tickets";
import type { Table } from "../../calls.ts";
import { idOfTimeKey } from "../../entities/sort-key.ts";
import { ticketEntity, ticketKey, ticketLists } from "../../entities/ticket.ts";
import { type PositionList, positionsIn, type ReadBudget } from "../../position-lists.ts";
import { getItems, type IndexEntry, type Partition } from "../../reads.ts";

type Order = Pick<TicketQuery, "filter" | "sort">;

/** By creation, every field of the filter that has an index narrows the read; other orders are read through. */
export function positionsOf(
  table: Table,
  tenantId: string,
  { filter, sort }: Order,
  read: { start: string | undefined; pageSize: number; budget: ReadBudget },
): PositionList {
  const direction = sort.startsWith("-") ? "descending" : "ascending";
  return positionsIn(table, partitionsOf(tenantId, { filter, sort }), { direction, ...read });
}

/** Whether every position is a ticket of the filter, as far as an index knows. */
export function isExact({ filter, sort }: Order): boolean {
  if (filter.q !== undefined || filter.slaBreached !== undefined) return false;
  return isByCreation(sort) || Object.values(filter).every((field) => field === undefined);
}

/** Whether no second list is read to find out what stands in the first one. */
export function isOneList({ filter, sort }: Order): boolean {
  return partitionsOf("", { filter, sort }).length === 1;
}

function isByCreation(sort: TicketQuery["sort"]): boolean {
  return sort === "createdAt" || sort === "-createdAt";
}

/** For each field that narrows the read, the partitions of its values. */
function partitionsOf(tenantId: string, { filter, sort }: Order): Partition[][] {
  const status = statusesOf(filter);
  if (!isByCreation(sort)) {
    const list = sort.endsWith("updatedAt") ? ticketLists.updated : ticketLists.deadline;
    // Years of ended tickets are not in the way of who asks for what is at work.
    return [
      distinct((status ?? ticketStatuses).map((value) => isEnded({ status: value }))).map((it) => list(tenantId, it)),
    ];
  }
  const { priority, category, assigneeId, teamId, tagId, contactEmail } = filter;
  const fields = [
    distinct(status)?.map((value) => ticketLists.status(tenantId, value)),
    distinct(priority)?.map((value) => ticketLists.priority(tenantId, value)),
    distinct(category)?.map((value) => ticketLists.category(tenantId, value)),
    distinct(assigneeId)?.map((value) => ticketLists.assigneeId(tenantId, value)),
    distinct(teamId)?.map((value) => ticketLists.teamId(tenantId, value)),
    distinct(tagId)?.map((value) => ticketLists.tagId(tenantId, value)),
    contactEmail === undefined ? undefined : [ticketLists.contactEmail(tenantId, contactEmail)],
  ].filter((partitions) => partitions !== undefined);
  return fields.length === 0 ? [[ticketLists.all(tenantId)]] : fields;
}

/** Only what nobody has ended can be overdue. */
function statusesOf({ status, slaBreached }: TicketFilter): readonly Ticket["status"][] | undefined {
  if (slaBreached !== true) return status;
  return (status ?? ticketStatuses).filter((value) => !isEnded({ status: value }));
}

function distinct<Value>(values: readonly Value[]): Value[];
function distinct<Value>(values: readonly Value[] | undefined): Value[] | undefined;
function distinct<Value>(values: readonly Value[] | undefined): Value[] | undefined {
  return values && [...new Set(values)];
}

export function entryAt(tenantId: string, position: string): IndexEntry {
  return { ...ticketKey(tenantId, idOfTimeKey(position)), position };
}

/** The tickets behind entries; `undefined` for what the filter refuses: an index entry may be older than its row (B10). */
export async function readMatching(
  table: Table,
  entries: readonly IndexEntry[],
  filter: TicketFilter,
  now: Date,
): Promise<(Ticket | undefined)[]> {
  const items = await getItems(table, entries);
  return items.map((item) => {
    const ticket = item && ticketEntity.fromItem(item);
    return ticket && matchesFilter(ticket, filter, (it) => isOverdue(it, now)) ? ticket : undefined;
  });
}

/** PX-27: past its deadline and not resolved, whether a sweep has marked it yet or not. */
export function isOverdue(ticket: Ticket, now: Date): boolean {
  return !isEnded(ticket) && ticket.sla !== null && isBreached(ticket.sla, "resolution", now);
}

const walkPage = 100;

/** Every ticket of a filter, a hundred at a time; the next ones are looked up while these are read. */
export async function* walkTickets(
  table: Table,
  tenantId: string,
  filter: TicketFilter,
  now: Date,
): AsyncGenerator<(Ticket | undefined)[], void, undefined> {
  const positions = walkPositions(table, tenantId, filter);
  const takeEntries = async () => {
    const entries: IndexEntry[] = [];
    while (entries.length < walkPage) {
      const { value, done } = await positions.next();
      if (done) break;
      entries.push(entryAt(tenantId, value));
    }
    return entries;
  };
  for (let entries = await takeEntries(); entries.length > 0; ) {
    const [tickets, following] = await Promise.all([readMatching(table, entries, filter, now), takeEntries()]);
    yield tickets;
    entries = following;
  }
}

/** Where every ticket of a filter stands by creation, with those that the indexes cannot tell apart from them. */
export async function* walkPositions(
  table: Table,
  tenantId: string,
  filter: TicketFilter,
): AsyncGenerator<string, void, undefined> {
  const unlimited = { pages: Number.POSITIVE_INFINITY };
  const read = { start: undefined, pageSize: walkPage, budget: unlimited };
  const positions = positionsOf(table, tenantId, { filter, sort: "-createdAt" }, read);
  for (let at = await positions.next(); at !== undefined; at = await positions.next()) yield at;
}

import { type Ticket, ticketPriorities, ticketStatuses } from "@tessera/core/tickets";
import type { Key } from "../entity.ts";
import { shardOf } from "./shard.ts";
import { lastOfPrefix } from "./sort-key.ts";

/** Whose tickets are counted: all of a tenant's, one team's, or one assignee's. */
export type StatisticsScope = { kind: "all" } | { kind: "team"; id: string } | { kind: "assignee"; id: string };

/** How many tickets there are stands apart from what is added up about them: every list asks for the first alone. */
export type StatisticsPart = "count" | "sum";

const prefixes = { count: "COUNT#", sum: "SUM#" } as const satisfies Record<StatisticsPart, string>;

function partitionOf(tenantId: string, scope: StatisticsScope): string {
  const name = scope.kind === "all" ? "ALL" : `${scope.kind.toUpperCase()}#${scope.id}`;
  return `TICKETSTATS#${tenantId}#${name}`;
}

/** All counters of a scope: the sum of these -> TicketStore.statistics. */
export function ticketStatistics(tenantId: string, scope: StatisticsScope) {
  return { pk: partitionOf(tenantId, scope) };
}

/** Those alone that count tickets -> TicketStore.count. */
export function ticketCounts(tenantId: string, scope: StatisticsScope) {
  return { pk: partitionOf(tenantId, scope), from: prefixes.count, to: lastOfPrefix(prefixes.count) };
}

/** As many as write at the same time: one assignee's tickets change less often than a team's, or all. */
const shardCounts = { all: 4, team: 2, assignee: 2 } as const satisfies Record<StatisticsScope["kind"], number>;

/** Where a ticket is counted: apart by category, which rarely changes, and in shards, so that writers do not collide. */
export function ticketStatisticsKey(
  scope: StatisticsScope,
  part: StatisticsPart,
  { tenantId, id, category }: Pick<Ticket, "tenantId" | "id" | "category">,
): Key {
  return {
    pk: partitionOf(tenantId, scope),
    sk: `${prefixes[part]}${category}#${shardOf(id, shardCounts[scope.kind])}`,
  };
}

/** The category whose tickets an item counts. */
export function categoryOfStatistics(sk: string): string {
  return sk.split("#")[1] ?? "";
}

/** What is added up: tickets, those breached, and the two times with how many have one. */
export const statisticsNumbers = [
  "count",
  "breached",
  "responses",
  "responseMs",
  "resolutions",
  "resolutionMs",
] as const;
export type StatisticsNumber = (typeof statisticsNumbers)[number];

export const partOfNumber = (number: StatisticsNumber): StatisticsPart => (number === "count" ? "count" : "sum");

/** A cell of the table that an item holds. */
export type StatisticsCell = Pick<Ticket, "status" | "priority"> & { isAssigned: boolean };

// An item has an attribute for each number of each cell that was ever used, and its size is paid for on every write and
// every read: so names are four signs long.
const statusCodes = { open: "o", pending: "p", on_hold: "h", resolved: "r", closed: "c" } as const;
const priorityCodes = { low: "l", medium: "m", high: "h", urgent: "u" } as const;
const assignedCodes = { true: "a", false: "n" } as const;
const numberCodes = {
  count: "c",
  breached: "b",
  responses: "f",
  responseMs: "F",
  resolutions: "r",
  resolutionMs: "R",
} as const satisfies Record<StatisticsNumber, string>;

export function statisticsAttribute(cell: StatisticsCell, number: StatisticsNumber): string {
  const { status, priority, isAssigned } = cell;
  return [statusCodes[status], priorityCodes[priority], assignedCodes[`${isAssigned}`], numberCodes[number]].join("");
}

const cells: StatisticsCell[] = ticketStatuses.flatMap((status) =>
  ticketPriorities.flatMap((priority) => [true, false].map((isAssigned) => ({ status, priority, isAssigned }))),
);

const attributes = new Map(
  cells.flatMap((cell) =>
    statisticsNumbers.map((number) => [statisticsAttribute(cell, number), { cell, number }] as const),
  ),
);

/** Undefined for what is no number of a cell: the keys of the item. */
export function cellOfAttribute(name: string): { cell: StatisticsCell; number: StatisticsNumber } | undefined {
  return attributes.get(name);
}

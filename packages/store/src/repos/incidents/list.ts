import type { Page, PageRequest } from "@tessera/core/access";
import {
  type Incident,
  type IncidentCounts,
  type IncidentFilter,
  incidentStatuses,
  matchesIncident,
} from "@tessera/core/incidents";
import { severities } from "@tessera/core/settings";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { incidentEntity, incidentKey, incidentLists } from "../../entities/incident.ts";
import { incidentAttribute, incidentCells, incidentStatistics } from "../../entities/incident-statistics.ts";
import { idOfTimeKey } from "../../entities/sort-key.ts";
import { readPage } from "../../pages.ts";
import { type PositionList, positionsIn, type ReadBudget } from "../../position-lists.ts";
import { getItems, type IndexEntry, type Partition, queryItems } from "../../reads.ts";

/** Rows that one request looks at before it answers with what it has: a search goes on with the next page. */
const examineLimit = 2_000;
/** The same for pages of the indexes, where lists that share little are held against each other. */
const indexPageLimit = 200;
/** What one call reads of an index where more is read than shown. */
const searchPage = 200;
const leapPage = 1_000;

/** One page of a tenant's incidents, newest first (LC-1): as long as an index knows the filter, it costs what it returns. */
export function listIncidents(
  table: Table,
  cursors: Cursors,
  tenantId: string,
  request: PageRequest & { filter: IncidentFilter; offset: number },
): Promise<Page<Incident>> {
  const { filter, offset } = request;
  const budget = { pages: indexPageLimit };
  const isOneList = fieldsOf(tenantId, filter).length === 1 && isExact(filter);
  const pageSizeFor = (wanted: number) => Math.min(Math.max(wanted + offset, isOneList ? 0 : searchPage), leapPage);
  return readPage(cursors, request, {
    list: JSON.stringify(["incidents", tenantId, filter]),
    examineLimit,
    isExact: isExact(filter),
    isSpent: () => budget.pages <= 0,
    async *entries(start, wanted) {
      const read = { start, pageSize: pageSizeFor(wanted), budget };
      yield* entriesOf(tenantId, positionsOf(table, tenantId, filter, read));
    },
    load: (entries) => readMatching(table, entries, filter),
  });
}

function positionsOf(
  table: Table,
  tenantId: string,
  filter: IncidentFilter,
  read: { start: string | undefined; pageSize: number; budget: ReadBudget },
): PositionList {
  return positionsIn(table, fieldsOf(tenantId, filter), { direction: "descending", ...read });
}

function fieldsOf(tenantId: string, { status, severity, service }: IncidentFilter): Partition[][] {
  const fields = [
    status && [...new Set(status)].map((value) => incidentLists.status(tenantId, value)),
    severity && [...new Set(severity)].map((value) => incidentLists.severity(tenantId, value)),
    service === undefined ? undefined : [incidentLists.service(tenantId, service)],
  ].filter((partitions) => partitions !== undefined);
  return fields.length === 0 ? [[incidentLists.all(tenantId)]] : fields;
}

/** Whether every position is an incident of the filter, as far as an index knows. */
function isExact({ q }: IncidentFilter): boolean {
  return q === undefined;
}

async function* entriesOf(tenantId: string, positions: PositionList): AsyncGenerator<IndexEntry, void, undefined> {
  for (let at = await positions.next(); at !== undefined; at = await positions.next()) {
    yield { ...incidentKey(tenantId, idOfTimeKey(at)), position: at };
  }
}

/** The incidents behind entries; `undefined` for what the filter refuses: an entry may be older than its row (B10). */
async function readMatching(
  table: Table,
  entries: readonly IndexEntry[],
  filter: IncidentFilter,
): Promise<(Incident | undefined)[]> {
  const items = await getItems(table, entries);
  return items.map((item) => {
    const incident = item && incidentEntity.fromItem(item);
    return incident && matchesIncident(incident, filter) ? incident : undefined;
  });
}

/** Without a counter, a list is counted up to this: more would cost more than the page that it is asked for with. */
const countLimit = 1_000;

/** How many incidents a filter holds: from the counters, where those know it. Null where that is not worth its cost. */
export async function countMatching(table: Table, tenantId: string, filter: IncidentFilter): Promise<number | null> {
  if (!isExact(filter)) return null;
  if (filter.service === undefined) {
    const { status = incidentStatuses, severity = severities } = filter;
    const counts = await countAll(table, tenantId);
    const cells = [...new Set(status)].flatMap((one) => [...new Set(severity)].map((other) => counts[one][other]));
    return cells.reduce((total, count) => total + count, 0);
  }
  const budget = { pages: Number.POSITIVE_INFINITY };
  const positions = positionsOf(table, tenantId, filter, { start: undefined, pageSize: leapPage, budget });
  let count = 0;
  while ((await positions.next()) !== undefined) {
    count += 1;
    if (count > countLimit) return null;
  }
  return count;
}

export async function countAll(table: Table, tenantId: string): Promise<IncidentCounts> {
  const nothing = () => ({ critical: 0, high: 0, medium: 0, low: 0 });
  const counts: IncidentCounts = {
    open: nothing(),
    acknowledged: nothing(),
    escalated: nothing(),
    resolved: nothing(),
  };
  for await (const item of queryItems(table, incidentStatistics(tenantId))) {
    for (const cell of incidentCells) counts[cell.status][cell.severity] += Number(item[incidentAttribute(cell)] ?? 0);
  }
  return counts;
}

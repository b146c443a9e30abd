import type { Page } from "@tessera/core/access";
import type { Ticket, TicketQuery } from "@tessera/core/tickets";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { readPage } from "../../pages.ts";
import { entryAt, isExact, isOneList, positionsOf, readMatching } from "./ticket-positions.ts";

/** Rows that one request looks at before it answers with what it has: a search goes on with the next page. */
const examineLimit = 1_000;

/** The same for pages of the indexes, where lists that share little are held against each other. */
const indexPageLimit = 200;

/** What one call reads of an index where more is read than shown. */
const searchPage = 200;
const leapPage = 1_000;

/** One page of a tenant's tickets (PX-5): as long as an index knows the filter, it costs what it returns. */
export function listTickets(
  table: Table,
  cursors: Cursors,
  tenantId: string,
  query: TicketQuery,
): Promise<Page<Ticket>> {
  const { filter, sort, now, offset = 0 } = query;
  const budget = { pages: indexPageLimit };
  const readsOnlyWhatItShows = isExact(query) && isOneList(query);
  const pageSizeFor = (wanted: number) =>
    Math.min(Math.max(wanted + offset, readsOnlyWhatItShows ? 0 : searchPage), leapPage);
  return readPage(cursors, query, {
    list: JSON.stringify(["tickets", tenantId, sort, filter]),
    examineLimit,
    isExact: isExact(query),
    isSpent: () => budget.pages <= 0,
    async *entries(start, wanted) {
      const positions = positionsOf(table, tenantId, query, { start, pageSize: pageSizeFor(wanted), budget });
      for (let at = await positions.next(); at !== undefined; at = await positions.next()) yield entryAt(tenantId, at);
    },
    load: (entries) => readMatching(table, entries, filter, now),
  });
}

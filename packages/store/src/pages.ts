import type { Page, PageRequest } from "@tessera/core/access";
import type { Cursors } from "./cursor.ts";
import type { IndexEntry } from "./reads.ts";

interface PageSource<Row> {
  /** Names the query and its owner, for the cursor. */
  list: string;
  /** Entries from a position on (inclusive), newest first; without one, from the start. */
  entries(from: string | undefined, pageSize: number): AsyncGenerator<IndexEntry, void, undefined>;
  /** The rows behind entries; `undefined` where there is none that this list may show. */
  load(entries: readonly IndexEntry[]): Promise<(Row | undefined)[]>;
}

/**
 * A page is full unless it is the last. One row more than asked for is read, to know whether there is a next page: its
 * position is where that page starts, so rows that come or go in between neither repeat nor hide others.
 */
export async function readPage<Row>(
  cursors: Cursors,
  request: PageRequest,
  source: PageSource<Row>,
): Promise<Page<Row>> {
  const start = request.cursor === undefined ? undefined : cursors.open(source.list, request.cursor);
  const wanted = request.limit + 1;
  const entries = source.entries(start, wanted);
  const found: { row: Row; position: string }[] = [];
  while (found.length < wanted) {
    const batch = await take(entries, wanted - found.length);
    if (batch.length === 0) break;
    const rows = await source.load(batch);
    batch.forEach(({ position }, at) => {
      const row = rows[at];
      if (row !== undefined) found.push({ row, position });
    });
  }

  const next = found[request.limit];
  const items = found.slice(0, request.limit).map(({ row }) => row);
  return next ? { items, cursor: cursors.seal(source.list, next.position) } : { items };
}

async function take<Value>(values: AsyncGenerator<Value, void, undefined>, count: number): Promise<Value[]> {
  const taken: Value[] = [];
  while (taken.length < count) {
    const { value, done } = await values.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

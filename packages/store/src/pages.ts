import type { Page, PageRequest } from "@tessera/core/access";
import type { Cursors } from "./cursor.ts";
import type { IndexEntry } from "./reads.ts";

export interface PageSource<Row> {
  /** Names the query and its owner, for the cursor. */
  list: string;
  /** Entries from a position on (inclusive), newest first; without one, from the start. */
  entries(from: string | undefined, pageSize: number): AsyncGenerator<IndexEntry, void, undefined>;
  /** The rows behind entries; `undefined` where there is none that this list may show. */
  load(entries: readonly IndexEntry[]): Promise<(Row | undefined)[]>;
  /** Every entry is a row to show: rows to skip need not be read. */
  isExact?: boolean;
  /** After so many entries a page ends, full or not: what a list refuses row by row must not read the whole table. */
  examineLimit?: number;
  /** Looking for entries has cost enough: the page ends with what it has. */
  isSpent?(): boolean;
}

const batchLimit = 100;

/**
 * A page is full unless it is the last, or has cost its limit. One row more than asked for is read, to know whether there
 * is a next page: its position is where that page starts, so rows that come or go in between neither repeat nor hide
 * others.
 */
export async function readPage<Row>(
  cursors: Cursors,
  request: PageRequest & { offset?: number | undefined },
  source: PageSource<Row>,
): Promise<Page<Row>> {
  const { list, examineLimit = Number.POSITIVE_INFINITY } = source;
  const start = request.cursor === undefined ? undefined : readPosition(cursors.open(list, request.cursor));
  const wanted = request.limit + 1;
  const entries = source.entries(start?.position, wanted);
  const found: { row: Row; position: string }[] = [];
  const pageOf = (position?: string, skip = 0): Page<Row> => {
    const items = found.slice(0, request.limit).map(({ row }) => row);
    return position === undefined ? { items } : { items, cursor: cursors.seal(list, writePosition(position, skip)) };
  };

  let toSkip = start?.skip ?? request.offset ?? 0;
  let examined = 0;
  const isSpent = () => examined >= examineLimit || source.isSpent?.() === true;
  while (found.length < wanted) {
    const isCut = isSpent();
    const leaps = toSkip > 0 && source.isExact === true;
    const batch = await take(
      entries,
      isCut ? 1 : batchSize({ missing: wanted - found.length, toSkip, leaps, examined }),
      isSpent,
    );
    const [following] = batch;
    if (!following) break;
    if (isCut) return pageOf(following.position, toSkip);
    if (leaps) {
      toSkip -= batch.length;
      continue;
    }
    examined += batch.length;
    const shown = shownIn(batch, await source.load(batch));
    found.push(...shown.slice(toSkip));
    toSkip -= Math.min(toSkip, shown.length);
  }
  return pageOf(found[request.limit]?.position);
}

/** Where rows are refused, the last ones wanted are not looked for one by one. */
function batchSize(need: { missing: number; toSkip: number; leaps: boolean; examined: number }): number {
  if (need.leaps) return need.toSkip;
  return Math.max(need.missing, Math.min(Math.max(need.toSkip, need.examined), batchLimit));
}

function shownIn<Row>(batch: readonly IndexEntry[], rows: readonly (Row | undefined)[]) {
  return batch.flatMap(({ position }, at) => {
    const row = rows[at];
    return row === undefined ? [] : [{ row, position }];
  });
}

/** A page that ended before it had skipped all leaves the rest to the next one. */
function writePosition(position: string, skip: number): string {
  return skip === 0 ? position : `skip:${skip}:${position}`;
}

function readPosition(text: string): { position: string; skip: number } {
  const [, skip, position] = /^skip:([0-9]+):(.*)$/.exec(text) ?? [];
  return position === undefined ? { position: text, skip: 0 } : { position, skip: Number(skip) };
}

/** At least one, where there is one. */
async function take<Value>(
  values: AsyncGenerator<Value, void, undefined>,
  count: number,
  isSpent: () => boolean,
): Promise<Value[]> {
  const taken: Value[] = [];
  do {
    const { value, done } = await values.next();
    if (done) break;
    taken.push(value);
  } while (taken.length < count && !isSpent());
  return taken;
}

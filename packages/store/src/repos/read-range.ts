import type { Page, PageRequest } from "@tessera/core/access";
import type { Item } from "../attributes.ts";
import type { Table } from "../calls.ts";
import type { Cursors } from "../cursor.ts";
import { keyOf } from "../entity.ts";
import { queryItems, type Range } from "../reads.ts";

interface RangeSource<Row> {
  range: Range;
  /** Tells lists of one partition apart, for their cursors. */
  list: string;
  read(item: Item): Row | undefined;
  /** How much of a page a row takes, in characters, where rows may be large. */
  sizeOf?(row: Row): number;
}

/** After so many items a page ends, full or not: what is not shown must not read a whole partition. */
const examineLimit = 1_000;

/** A page of more characters than this ends before its limit: an answer must fit into memory, and through a function. */
const pageSizeLimit = 1_000_000;

/** A page of a partition of the table, in its order. The cursor is where the next page starts. */
export async function readRange<Row>(
  table: Table,
  cursors: Cursors,
  request: PageRequest,
  { range, list, read, sizeOf = () => 0 }: RangeSource<Row>,
): Promise<Page<Row>> {
  const name = JSON.stringify([range.pk, list]);
  const start = request.cursor === undefined ? undefined : cursors.open(name, request.cursor);
  const rest = range.newestFirst ? { to: start ?? range.to } : { from: start ?? range.from };
  const rows: Row[] = [];
  let examined = 0;
  let size = 0;
  for await (const item of queryItems(table, { ...range, ...rest, pageSize: request.limit + 1 })) {
    const row = read(item);
    const isFull =
      row !== undefined && (rows.length === request.limit || (rows.length > 0 && size + sizeOf(row) > pageSizeLimit));
    if (examined === examineLimit || isFull) return { items: rows, cursor: cursors.seal(name, keyOf(item).sk) };
    examined += 1;
    if (row === undefined) continue;
    rows.push(row);
    size += sizeOf(row);
  }
  return { items: rows };
}

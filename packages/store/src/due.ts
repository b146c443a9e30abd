import type { Table } from "./calls.ts";
import { behind, timeOfTimeKey } from "./entities/sort-key.ts";
import { mergeSorted } from "./merge.ts";
import { type IndexEntry, queryIndex } from "./reads.ts";

type DuePartition = { readonly index: "gsi2"; readonly pk: string };

/** What one call reads: a sweep that finds little pays little, one after an outage goes on page by page. */
const pageSize = 100;

/** The entries of a sharded due index, oldest first; with `until`, only those whose time has come. */
export function dueEntries(
  table: Table,
  partitions: readonly DuePartition[],
  until?: Date,
): AsyncGenerator<IndexEntry, void, undefined> {
  const to = until && behind(until.toISOString());
  const lists = partitions.map((partition) => queryIndex(table, { ...partition, to, pageSize }));
  return mergeSorted(lists, "ascending");
}

/** What a sweep must look at: each entry's row, and since when it is due. */
export async function* dueRefs<Ref>(
  table: Table,
  partitions: readonly DuePartition[],
  now: Date,
  refOf: (entry: IndexEntry) => Ref,
) {
  for await (const entry of dueEntries(table, partitions, now)) {
    yield { ref: refOf(entry), dueAt: timeOfTimeKey(entry.position) };
  }
}

import type { Table } from "./calls.ts";
import { jobIdOf } from "./entities/job.ts";
import { behind } from "./entities/sort-key.ts";
import { mergeSorted } from "./merge.ts";
import { queryIndex } from "./reads.ts";

type DuePartition = { readonly index: "gsi2"; readonly pk: string };

/** What one call reads: a sweep that finds little pays little, one after an outage goes on page by page. */
const pageSize = 100;

/** Job ids of a sharded due index, oldest first; with `until`, only those whose time has come. */
export async function* dueJobIds(
  table: Table,
  partitions: readonly DuePartition[],
  until?: Date,
): AsyncGenerator<string, void, undefined> {
  const to = until && behind(until.toISOString());
  const lists = partitions.map((partition) => queryIndex(table, { ...partition, to, pageSize }));
  for await (const entry of mergeSorted(lists, "ascending")) yield jobIdOf(entry);
}

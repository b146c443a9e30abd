import type { Owner, Page } from "@tessera/core/access";
import { type Job, type JobQuery, type JobStatus, visibleJob } from "@tessera/core/jobs";
import type { Table } from "../calls.ts";
import type { Cursors } from "../cursor.ts";
import { jobEntity, jobsOfClient, jobsOfClientByStatus } from "../entities/job.ts";
import { behind } from "../entities/sort-key.ts";
import { mergeSorted } from "../merge.ts";
import { readPage } from "../pages.ts";
import { getItems, type IndexEntry, queryIndex, type Range } from "../reads.ts";

type IndexRange = Range & { index: "gsi1" | "gsi3" };

/** One client's jobs as they are to be seen now, newest first (TF-34). */
export function listJobs(table: Table, cursors: Cursors, owner: Owner, query: JobQuery): Promise<Page<Job>> {
  const { status, now } = query;
  const partition = status ? jobsOfClientByStatus(owner.clientId, status) : jobsOfClient(owner.clientId);

  return readPage(cursors, query, {
    list: partition.pk,
    entries: (to, pageSize) => {
      const ranges: IndexRange[] = status ? rangesOfStatus(owner.clientId, status, now.toISOString()) : [partition];
      return mergeSorted(
        ranges.map((range) => queryIndex(table, { ...range, to: lower(range.to, to), pageSize, newestFirst: true })),
        "descending",
      );
    },
    load: (entries) => loadVisible(table, entries, { clientId: owner.clientId, status, now }),
  });
}

/** A row counts as expired from its `expiresAt` on, before a sweep has moved it (TF-37): the index is cut there. */
function rangesOfStatus(clientId: string, status: JobStatus, now: string): IndexRange[] {
  const of = (stored: JobStatus) => jobsOfClientByStatus(clientId, stored);
  if (status === "expired") {
    const unswept = (["completed", "queued"] as const).map((stored) => ({ ...of(stored), to: behind(now) }));
    return [of("expired"), ...unswept];
  }
  if (status === "completed" || status === "queued") return [{ ...of(status), from: behind(now) }];
  return [of(status)];
}

/** The rows themselves decide: an index entry may be older than its row (B10). */
async function loadVisible(
  table: Table,
  entries: readonly IndexEntry[],
  wanted: { clientId: string; status: JobStatus | undefined; now: Date },
): Promise<(Job | undefined)[]> {
  const items = await getItems(table, entries);
  return items.map((item) => {
    const job = item && jobEntity.fromItem(item);
    const visible = job && visibleJob(job, wanted.now);
    const matches = visible?.clientId === wanted.clientId && (wanted.status ?? visible.status) === visible.status;
    return matches ? job : undefined;
  });
}

function lower(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}

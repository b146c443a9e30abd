import type { TagRemoval, TagStore } from "@tessera/core/tickets";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { dueEntries } from "../../due.ts";
import { tagKind } from "../../entities/desk-rows.ts";
import { tagRemovalEntity, tagRemovalKey, tagRemovalsDue } from "../../entities/tag-removal.ts";
import { getItem } from "../../reads.ts";
import { writeAllOrStale } from "../../transaction.ts";
import { put, remove } from "../../writes.ts";
import { createTenantRows, removalWrites } from "../tenant-rows.ts";

export function createTagStore(table: Table, cursors: Cursors): TagStore {
  return {
    ...createTenantRows(table, cursors, tagKind),
    removeFromTickets: (tag, audit, removal) =>
      writeAllOrStale(table, [...removalWrites(tagKind, tag, audit), put(tagRemovalEntity.toItem(removal))]),
    removals: (now) => dueRemovals(table, now),
    endRemoval: (removal) => writeAllOrStale(table, [remove(tagRemovalKey(removal))]),
  };
}

async function* dueRemovals(table: Table, now: Date): AsyncGenerator<TagRemoval, void, undefined> {
  for await (const entry of dueEntries(table, tagRemovalsDue, now)) {
    const item = await getItem(table, entry);
    // The index may lag behind another sweep that has ended it.
    if (item) yield tagRemovalEntity.fromItem(item);
  }
}

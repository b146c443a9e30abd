import type { CalendarStore } from "@tessera/core/tickets";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { calendarKind, calendarVersionEntity, calendarVersionKey } from "../../entities/desk-rows.ts";
import { getItem } from "../../reads.ts";
import { putNew } from "../../writes.ts";
import { createTenantRows } from "../tenant-rows.ts";

/** Each save keeps a copy under its version; a calendar that is removed leaves them to the tickets that it stamped. */
export function createCalendarStore(table: Table, cursors: Cursors): CalendarStore {
  return {
    ...createTenantRows(table, cursors, calendarKind, (row) => [putNew(calendarVersionEntity.toItem(row))]),
    findVersion: async (tenantId, id, version) => {
      const item = await getItem(table, calendarVersionKey(tenantId, id, version));
      return item && calendarVersionEntity.fromItem(item);
    },
  };
}

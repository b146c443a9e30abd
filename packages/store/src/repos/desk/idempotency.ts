import type { IdempotencyStore } from "@tessera/core/idempotency";
import type { Table } from "../../calls.ts";
import { deskMarkerEntity, deskMarkerKey } from "../../entities/idempotency.ts";
import { getItem } from "../../reads.ts";
import { writeAll } from "../../transaction.ts";
import { putOverExpired } from "../../writes.ts";

export function createIdempotencyStore(table: Table): IdempotencyStore {
  return {
    find: async (request) => {
      const item = await getItem(table, deskMarkerKey(request));
      return item && deskMarkerEntity.fromItem(item);
    },
    save: async (marker, now) => {
      await writeAll(table, [
        putOverExpired(deskMarkerEntity.toItem({ ...marker }), Math.floor(now.getTime() / 1_000)),
      ]);
    },
  };
}

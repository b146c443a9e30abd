import type { AuditDraft } from "@tessera/core/audit";
import { AppError } from "@tessera/core/errors";
import type { TenantRow, TenantRows } from "@tessera/core/rows";
import { appendAudit } from "../audit-chain.ts";
import type { Table } from "../calls.ts";
import type { Cursors } from "../cursor.ts";
import { deskMarkerEntity } from "../entities/idempotency.ts";
import { type RowKind, tenantRowKey, tenantRows, uniqueValueEntity, uniqueValueKey } from "../entities/tenant-row.ts";
import { getItem, getItems, queryItems } from "../reads.ts";
import { markerTaken, staleWrite, writeAll, writeAllOrStale } from "../transaction.ts";
import { putNew, putOver, putOverExpired, remove, removeOver, type Write } from "../writes.ts";
import { readRange } from "./read-range.ts";

/** The rows of one kind, each with its audit chain and, where the kind has one, its unique value. */
export function createTenantRows<Row extends TenantRow>(
  table: Table,
  cursors: Cursors,
  kind: RowKind<Row>,
  /** What else a save writes. */
  alongside: (row: Row) => Write[] = () => [],
): TenantRows<Row> {
  const { name, entity } = kind;
  return {
    find: async (tenantId, id) => {
      const item = await getItem(table, tenantRowKey(name, tenantId, id));
      return item && entity.fromItem(item);
    },
    findMany: async (tenantId, ids) => {
      const items = await getItems(
        table,
        ids.map((id) => tenantRowKey(name, tenantId, id)),
      );
      return items.flatMap((item) => (item ? [entity.fromItem(item)] : []));
    },
    all: async (tenantId) => {
      const rows: Row[] = [];
      for await (const item of queryItems(table, tenantRows(name, tenantId))) rows.push(entity.fromItem(item));
      return rows;
    },
    page: (tenantId, { filter, ...request }) =>
      readRange(table, cursors, request, {
        range: { ...tenantRows(name, tenantId), newestFirst: true },
        list: `rows${filter?.name ?? ""}`,
        read: (item) => {
          const row = entity.fromItem(item);
          return filter === undefined || filter.matches(row) ? row : undefined;
        },
      }),
    save: async (row, audit, marker) => {
      const before = await readBefore(table, kind, row);
      const entry = appendAudit(row.audit, audit);
      const saved = { ...row, audit: entry.head };
      const unique = uniqueWrites(kind, before, saved);
      const replaced = putOver(entity.toItem(saved), saved.version - 1);
      const markers = marker ? [putOverExpired(deskMarkerEntity.toItem({ ...marker }), epochOf(audit.at))] : [];
      const refusals = await writeAll(table, [...unique, replaced, entry.write, ...markers, ...alongside(saved)]);
      if (refusals.size === 0) return saved;
      // Whose row is not the one that was read decides anew first: the value may be its own by now.
      if (refusals.has(replaced)) throw staleWrite();
      if (unique.some((write) => refusals.has(write))) throw new AppError("conflict", kind.conflict);
      if (markers.some((write) => refusals.has(write))) throw markerTaken();
      throw staleWrite();
    },
    remove: (row, audit) => writeAllOrStale(table, removalWrites(kind, row, audit)),
  };
}

/** Away with a row and its unique value. */
export function removalWrites<Row extends TenantRow>(kind: RowKind<Row>, row: Row, audit: AuditDraft): Write[] {
  const value = uniqueValueOf(kind, row);
  return [
    removeOver(tenantRowKey(kind.name, row.tenantId, row.id), row.version),
    appendAudit(row.audit, audit).write,
    ...(value === null ? [] : [remove(uniqueValueKey(kind.name, row.tenantId, value))]),
  ];
}

/** The row that a change replaces, for the unique value that it may give up; a new row gives up none. */
async function readBefore<Row extends TenantRow>(
  table: Table,
  { name, entity, uniqueValue }: RowKind<Row>,
  row: Row,
): Promise<Row | undefined> {
  if (row.version === 1 || uniqueValue === null) return undefined;
  const item = await getItem(table, tenantRowKey(name, row.tenantId, row.id));
  return item && entity.fromItem(item);
}

function uniqueWrites<Row extends TenantRow>(kind: RowKind<Row>, before: Row | undefined, row: Row): Write[] {
  const { id: rowId, tenantId } = row;
  const [old, next] = [before ? uniqueValueOf(kind, before) : null, uniqueValueOf(kind, row)];
  if (old === next) return [];
  return [
    ...(next === null ? [] : [putNew(uniqueValueEntity.toItem({ kind: kind.name, tenantId, value: next, rowId }))]),
    ...(old === null ? [] : [remove(uniqueValueKey(kind.name, tenantId, old))]),
  ];
}

function uniqueValueOf<Row extends TenantRow>({ uniqueValue }: RowKind<Row>, row: Row): string | null {
  return uniqueValue === null ? null : uniqueValue(row);
}

function epochOf(at: string): number {
  return Math.floor(Date.parse(at) / 1_000);
}

import type { Page, PageRequest, TenantId } from "./access/index.ts";
import type { AuditDraft, AuditHead } from "./audit/index.ts";
import type { IdempotencyMarker } from "./idempotency.ts";

/** A small thing that a tenant sets up: a tag, a policy, a calendar, a trigger. */
export interface TenantRow {
  id: string;
  tenantId: string;
  createdAt: string;
  version: number;
  audit: AuditHead;
}

/** Which rows a list shows. Only its name tells the cursors of one list from those of another. */
export interface RowFilter<Row> {
  name: string;
  matches(row: Row): boolean;
}

/** The rows of one kind. Another tenant's row is not there. A lost race throws `stale_write`. */
export interface TenantRows<Row extends TenantRow> {
  find(tenantId: TenantId, id: string): Promise<Row | undefined>;
  /** In the order of the ids; those that are not there are left out. */
  findMany(tenantId: TenantId, ids: readonly string[]): Promise<Row[]>;
  /** Every row, oldest first: for kinds of which a tenant has some dozens. */
  all(tenantId: TenantId): Promise<Row[]>;
  /** Newest first; all of them without a filter. */
  page(tenantId: TenantId, request: PageRequest & { filter?: RowFilter<Row> | undefined }): Promise<Page<Row>>;
  /** A new row, or one over its version before. Throws `conflict` where another row has the same unique value. */
  save(row: Row, audit: AuditDraft, marker?: IdempotencyMarker): Promise<Row>;
  /** The row over its version, for good; its audit trail stays. */
  remove(row: Row, audit: AuditDraft): Promise<void>;
}

import { createHash } from "node:crypto";
import type { TenantRow } from "@tessera/core/rows";
import * as z from "zod";
import { defineEntity, type Entity, type Key } from "../entity.ts";

/** One kind of what a tenant sets up: how its rows are kept, and what only one of them may have. */
export interface RowKind<Row extends TenantRow> {
  /** As audit entries name it. */
  name: string;
  entity: Entity<Row>;
  /** A value that no two rows of a tenant share; null for rows without one. Kinds without any have no such function. */
  uniqueValue: ((row: Row) => string | null) | null;
  /** What an error says when another row has it. */
  conflict: string;
}

/** One row by id -> TenantRows.find and findMany. */
export function tenantRowKey(kind: string, tenantId: string, id: string): Key {
  return { ...tenantRows(kind, tenantId), sk: id };
}

/** A tenant's rows of one kind; ids are ULIDs, so oldest first -> TenantRows.all and page. */
export function tenantRows(kind: string, tenantId: string) {
  return { pk: `ROWS#${tenantId}#${kind}` };
}

/** Who has a unique value -> TenantRows.save. By hash: a value is anybody's text. */
export function uniqueValueKey(kind: string, tenantId: string, value: string): Key {
  return { pk: `UNIQUE#${tenantId}#${kind}`, sk: createHash("sha256").update(value).digest("hex") };
}

export const uniqueValueEntity = defineEntity({
  name: "unique value",
  schema: z.object({ kind: z.string(), tenantId: z.string(), value: z.string(), rowId: z.string() }),
  keys: ({ kind, tenantId, value }) => uniqueValueKey(kind, tenantId, value),
});

export function defineRowKind<Schema extends z.ZodObject>(definition: {
  name: string;
  schema: Schema;
  uniqueValue?(row: z.infer<Schema> & TenantRow): string | null;
  conflict?: string;
}): RowKind<z.infer<Schema> & TenantRow> {
  const { name, schema } = definition;
  const entity = defineEntity({
    name,
    schema,
    // A kind's rows are tenant's rows: RowKind's own bound asks for these two.
    keys: (row) => tenantRowKey(name, String(row.tenantId), String(row.id)),
  });
  return {
    name,
    // The schema of a kind describes its whole row.
    entity: entity as Entity<z.infer<Schema> & TenantRow>,
    uniqueValue: definition.uniqueValue ?? null,
    conflict: definition.conflict ?? "There is one already",
  };
}

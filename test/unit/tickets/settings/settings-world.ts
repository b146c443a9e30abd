import type { TenantId } from "@tessera/core/access";
import type { AuditDraft } from "@tessera/core/audit";
import { AppError } from "@tessera/core/errors";
import type { IdempotencyMarker } from "@tessera/core/idempotency";
import type { TenantRows } from "@tessera/core/rows";
import type { DeskContext, SettingKind, SettingRow } from "@tessera/core/tickets";
import { v7 as uuidv7 } from "uuid";

export interface Note extends SettingRow {
  title: string;
  text: string;
}

export const tenantId = "tenant-1" as TenantId;

/** A context of one member, with the rows of one kind in memory and their records. */
export function createSettingsWorld(principal: Partial<DeskContext["principal"]> = {}) {
  const rows = new Map<string, Note>();
  const records: AuditDraft[] = [];
  const markers = new Map<string, IdempotencyMarker>();
  const world = {
    /** Runs once, between a verb's reading and its writing. */
    meanwhile: () => {},
    now: new Date("2026-03-01T12:00:00.000Z"),
  };
  const notes: TenantRows<Note> = {
    find: async (tenant, id) => (tenant === tenantId ? rows.get(id) : undefined),
    findMany: async (_tenant, ids) => ids.flatMap((id) => rows.get(id) ?? []),
    all: async () => [...rows.values()],
    page: async (_tenant, { limit, filter }) => ({
      items: [...rows.values()].filter((row) => filter?.matches(row) ?? true).slice(0, limit),
    }),
    save: async (row, audit, marker) => {
      step(row);
      rows.set(row.id, row);
      records.push(audit);
      if (marker) markers.set(marker.keyHash, marker);
      return row;
    },
    remove: async (row, audit) => {
      step({ ...row, version: row.version + 1 });
      rows.delete(row.id);
      records.push(audit);
    },
  };
  const step = (row: Note) => {
    const { meanwhile } = world;
    world.meanwhile = () => {};
    meanwhile();
    if ((rows.get(row.id)?.version ?? 0) !== row.version - 1) throw new AppError("stale_write", "Somebody was faster");
  };
  // The verbs of settings use no other port of the desk.
  const context = {
    principal: {
      tenantId,
      kind: "user",
      id: "user-1",
      userId: "user-1",
      keyId: "key-1",
      active: true,
      scopes: [],
      roles: ["admin"],
      features: [],
      ...principal,
    },
    correlationId: "test",
    now: () => world.now,
    newId: () => uuidv7(),
    pause: async () => {},
    idempotency: null,
    idempotencyMarkers: { find: async ({ keyHash }: { keyHash: string }) => markers.get(keyHash) },
  } as unknown as DeskContext;
  const kind: SettingKind<Note> = {
    name: "note",
    title: "Note",
    rows: () => notes,
    writers: "members",
    longFields: ["text"],
    check: async (_context, _tenant, { title }) => {
      if (title === "bad") throw new AppError("invalid_request", "bad");
    },
  };
  return { world, rows, records, context, kind };
}

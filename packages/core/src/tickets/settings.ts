import { authorizeMember, type Member, type Page, type PageRequest, type TenantId } from "../access/index.ts";
import { canonicalJson, draftEntry, emptyHead } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { once } from "../idempotency.ts";
import { newUlid } from "../ids.ts";
import { retryStale } from "../retry-stale.ts";
import type { RowFilter } from "../rows.ts";
import type { DeskContext } from "./ports.ts";
import { memberDoer } from "./save-change.ts";
import type { SettingChanges, SettingFields, SettingKind, SettingRow } from "./settings-kind.ts";

interface RowRef {
  id: string;
  /** The version that the caller has seen (If-Match). Throws `version_mismatch` when it is another one by now. */
  version?: number | undefined;
}

export async function createSetting<Row extends SettingRow>(
  context: DeskContext,
  kind: SettingKind<Row>,
  fields: SettingFields<Row>,
): Promise<Row> {
  const caller = authorizeWriter(context, kind);

  return once(context, {
    // Whoever has made it may see what it made, whatever it may see else.
    find: (id) => requireRow(context, kind, caller.tenantId, id),
    make: async (marker) => {
      await kind.check(context, caller.tenantId, fields);
      const at = context.now().toISOString();
      const head = { id: newUlid(context), tenantId: caller.tenantId, createdAt: at, updatedAt: at, version: 1 };
      // A row is what every row has, and its fields: the two halves that SettingFields has split it into.
      const row = { ...fields, ...head, audit: emptyHead } as unknown as Row;
      const audit = entryOf(context, kind, caller, row, {
        verb: "created",
        after: recorded(kind, row, keysOf(fields)),
      });
      return kind.rows(context).save(row, audit, marker?.(row.id));
    },
  });
}

export interface SettingPage<Row> extends Page<Row> {
  total: number;
}

/** Newest first, those that the caller may see. */
export async function listSettings<Row extends SettingRow>(
  context: DeskContext,
  kind: SettingKind<Row>,
  input: PageRequest & { filter?: RowFilter<Row> | undefined },
): Promise<SettingPage<Row>> {
  const caller = authorizeMember(context, "issues.read");

  const { filter } = input;
  const isVisible = await visibility(context, kind, caller);
  const matches = (row: Row) => isVisible(row) && (filter?.matches(row) ?? true);
  const rows = kind.rows(context);
  const page = await rows.page(caller.tenantId, { ...input, filter: { name: filter?.name ?? "", matches } });
  const isWhole = page.cursor === undefined && input.cursor === undefined;
  const all = isWhole ? page.items : (await rows.all(caller.tenantId)).filter(matches);
  return { ...page, total: all.length };
}

export async function getSetting<Row extends SettingRow>(
  context: DeskContext,
  kind: SettingKind<Row>,
  input: { id: string },
): Promise<Row> {
  const caller = authorizeMember(context, "issues.read");

  return requireVisible(context, kind, caller, input);
}

/** What stays as it is leaves no trace. */
export async function updateSetting<Row extends SettingRow>(
  context: DeskContext,
  kind: SettingKind<Row>,
  input: RowRef & { changes: SettingChanges<Row> },
): Promise<Row> {
  const caller = authorizeWriter(context, kind);

  return decideAnew(context, async () => {
    const row = await requireVisible(context, kind, caller, input);
    const after: Row = { ...row, ...defined(input.changes) };
    const names = keysOf(input.changes).filter((name) => canonicalJson(row[name]) !== canonicalJson(after[name]));
    if (names.length === 0) return row;

    await kind.check(context, caller.tenantId, after);
    const audit = entryOf(context, kind, caller, row, {
      verb: "updated",
      before: recorded(kind, row, names),
      after: recorded(kind, after, names),
      details: { fields: names },
    });
    const next = { ...after, updatedAt: context.now().toISOString(), version: row.version + 1 };
    return kind.rows(context).save(next, audit);
  });
}

export async function deleteSetting<Row extends SettingRow>(
  context: DeskContext,
  kind: SettingKind<Row>,
  input: RowRef,
): Promise<void> {
  const caller = authorizeWriter(context, kind, "issues.delete");

  await decideAnew(context, async () => {
    const row = await requireVisible(context, kind, caller, input);
    await kind.checkUnused?.(context, caller.tenantId, row);
    const audit = entryOf(context, kind, caller, row, { verb: "deleted" });
    await (kind.remove?.(context, caller.tenantId, row, audit) ?? kind.rows(context).remove(row, audit));
  });
}

/** Throws `forbidden` for who may not change rows of this kind. */
export function authorizeWriter(
  context: Pick<DeskContext, "principal">,
  { title, writers }: Pick<SettingKind<SettingRow>, "title" | "writers">,
  permission: "issues.edit" | "issues.delete" = "issues.edit",
): Member {
  const caller = authorizeMember(context, permission);
  if (writers === "members" || caller.isManager) return caller;
  throw new AppError("forbidden", `${title}: only Owner and Admin may change it`);
}

function decideAnew<Result>({ pause }: DeskContext, decideAndSave: () => Promise<Result>): Promise<Result> {
  return retryStale(decideAndSave, { pause });
}

async function requireRow<Row extends SettingRow>(
  context: DeskContext,
  kind: SettingKind<Row>,
  tenantId: TenantId,
  id: string,
): Promise<Row> {
  const row = await kind.rows(context).find(tenantId, id);
  if (!row) throw notFound(kind);
  return row;
}

/** One answer for a row of nobody, of another tenant, and for one that the caller may not see (J2). */
async function requireVisible<Row extends SettingRow>(
  context: DeskContext,
  kind: SettingKind<Row>,
  caller: Member,
  { id, version }: RowRef,
): Promise<Row> {
  const row = await requireRow(context, kind, caller.tenantId, id);
  const isVisible = await visibility(context, kind, caller);
  if (!isVisible(row)) throw notFound(kind);
  if (version !== undefined && version !== row.version) {
    throw new AppError("version_mismatch", `${kind.title}: it has been changed in the meantime`);
  }
  return row;
}

function notFound({ title }: { title: string }): AppError {
  return new AppError("not_found", `${title} not found`);
}

async function visibility<Row extends SettingRow>(context: DeskContext, kind: SettingKind<Row>, caller: Member) {
  return (await kind.visibleTo?.(context, caller)) ?? (() => true);
}

function entryOf<Row extends SettingRow>(
  context: DeskContext,
  { name }: SettingKind<Row>,
  caller: Member,
  row: Row,
  what: { verb: "created" | "updated" | "deleted"; before?: object; after?: object; details?: Record<string, unknown> },
) {
  return draftEntry(context, {
    tenantId: row.tenantId,
    subjectType: name,
    subjectId: row.id,
    action: `${name}.${what.verb}`,
    actor: memberDoer(caller).actor,
    details: what.details ?? {},
    oldValue: what.before,
    newValue: what.after,
  });
}

function recorded<Row extends SettingRow>(
  { longFields = [] }: SettingKind<Row>,
  row: Row,
  names: readonly (keyof SettingFields<Row>)[],
): object {
  return Object.fromEntries(names.filter((name) => !longFields.includes(name)).map((name) => [name, row[name]]));
}

/** `Object.keys` forgets the keys, which are those of the fields: requests are parsed by closed schemas. */
function keysOf<Fields extends object>(fields: Fields): (keyof Fields)[] {
  return Object.keys(fields) as (keyof Fields)[];
}

/** Without what the request leaves as it is. */
function defined<Row extends SettingRow>(changes: SettingChanges<Row>): Partial<Row> {
  const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
  // As in `keysOf`; what is left is defined.
  return Object.fromEntries(entries) as Partial<Row>;
}

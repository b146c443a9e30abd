import type { Member, TenantId } from "../access/index.ts";
import type { AuditDraft } from "../audit/index.ts";
import type { TenantRow, TenantRows } from "../rows.ts";
import type { DeskContext } from "./ports.ts";

/** What stands on every row beside the fields that people write. */
export interface SettingRow extends TenantRow {
  updatedAt: string;
}

/** The fields that people write. */
export type SettingFields<Row extends SettingRow> = Omit<Row, keyof SettingRow>;

/** What a request changes of them. */
export type SettingChanges<Row extends SettingRow> = {
  [Field in keyof SettingFields<Row>]?: SettingFields<Row>[Field] | undefined;
};

/** One kind of what people set up for their desk: all that tells it from the others. */
export interface SettingKind<Row extends SettingRow> {
  /** As audit entries name it: `ticket_tag`. */
  name: string;
  /** As people call it: "Tag not found". */
  title: string;
  rows(context: DeskContext): TenantRows<Row>;
  /** Who may create and change; only Owner and Admin delete (Appendix D-14). */
  writers: "members" | "managers";
  /** Fields that may be too long for the record, which then only says that they were changed. */
  longFields?: readonly (keyof SettingFields<Row>)[];
  /** Throws where a field names what is not there, or where the fields do not go together. */
  check(context: DeskContext, tenantId: TenantId, fields: SettingFields<Row>): Promise<void>;
  /** What a caller may see; everything without. */
  visibleTo?(context: DeskContext, caller: Member): Promise<(row: Row) => boolean>;
  /** Throws `conflict` where something still needs the row. */
  checkUnused?(context: DeskContext, tenantId: TenantId, row: Row): Promise<void>;
  /** Where the row alone is not all that goes. */
  remove?(context: DeskContext, tenantId: TenantId, row: Row, audit: AuditDraft): Promise<void>;
}

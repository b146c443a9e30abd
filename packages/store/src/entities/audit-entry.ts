import { AuditEntry } from "@tessera/core/audit";
import { type Attributes, fromAttributes } from "../attributes.ts";
import { defineEntity } from "../entity.ts";
import { auditPrefix } from "./audit-stream.ts";

/** Digits of a sequence number in a key, so that text sorts as numbers do. */
const sequenceDigits = 10;

interface Subject {
  type: string;
  id: string;
  /** Only looked at where another tenant may have the same id. */
  tenantId?: string | undefined;
}

/** Subjects that each tenant numbers for itself (LC-3): two tenants have the same ids. */
const numberedTypes: ReadonlySet<string> = new Set(["incident", "incident_anomalies"]);

/** One subject's entries, oldest first -> AuditReader. */
export function auditEntriesOf({ type, id, tenantId }: Subject) {
  return { pk: `${auditPrefix}${type}#${numberedTypes.has(type) ? `${tenantId}#` : ""}${id}` };
}

/** The entries of a subject behind a sequence number -> GET /tickets/v1/jobs/{id}/events. */
export function auditEntriesAfter(subject: Subject, sequence: number) {
  return { ...auditEntriesOf(subject), from: sequenceKey(sequence + 1) };
}

function sequenceKey(sequence: number): string {
  return String(sequence).padStart(sequenceDigits, "0");
}

export const auditEntryEntity = defineEntity({
  name: "audit",
  schema: AuditEntry,
  keys: (entry) => ({
    ...auditEntriesOf({ type: entry.subjectType, id: entry.subjectId, tenantId: entry.tenantId }),
    sk: sequenceKey(entry.sequence),
  }),
});

/** The audit entry in a stream record's new image; undefined for every other item -> functions/events/publish. */
export function entryFromImage(image: object | undefined): AuditEntry | undefined {
  // Lambda's event types write the same JSON with types of their own; what it holds is parsed below.
  const item = image && fromAttributes(image as Attributes);
  return item && auditEntryEntity.matches(item) ? auditEntryEntity.fromItem(item) : undefined;
}

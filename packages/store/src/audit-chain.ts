import { type AuditDraft, type AuditHead, appendEntry } from "@tessera/core/audit";
import { auditEntryEntity } from "./entities/audit-entry.ts";
import { putNew, type Write } from "./writes.ts";

/**
 * The next entry of a row's chain, and the head for the row itself: both go into one transaction, so there is never
 * the one without the other.
 */
export function appendAudit(head: AuditHead, draft: AuditDraft): { write: Write; head: AuditHead } {
  const appended = appendEntry(head, draft);
  return { write: putNew(auditEntryEntity.toItem(appended.entry)), head: appended.head };
}

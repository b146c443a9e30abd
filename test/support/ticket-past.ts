import type { AuditEntry } from "@tessera/core/audit";
import type { TestApp } from "./api.ts";

/** Everything that is on record of a ticket, oldest first. */
export async function entriesOf(test: TestApp, ticketId: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const entry of test.store.audit.entries({ type: "ticket", id: ticketId })) entries.push(entry);
  return entries;
}

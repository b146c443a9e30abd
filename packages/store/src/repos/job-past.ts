import type { AuditEntry } from "@tessera/core/audit";
import type { Attempt } from "@tessera/core/jobs";
import type { Table } from "../calls.ts";
import { attemptEntity, attemptsOfJob } from "../entities/attempt.ts";
import { auditEntriesAfter, auditEntryEntity } from "../entities/audit-entry.ts";
import { queryItems } from "../reads.ts";

/** Both are few: a job has some twenty entries and attempts at most, so they are read whole. */
export async function readAttempts(table: Table, jobId: string): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for await (const item of queryItems(table, attemptsOfJob(jobId))) attempts.push(attemptEntity.fromItem(item));
  return attempts;
}

export async function readHistory(table: Table, jobId: string, after: number): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const item of queryItems(table, auditEntriesAfter({ type: "job", id: jobId }, after))) {
    entries.push(auditEntryEntity.fromItem(item));
  }
  return entries;
}

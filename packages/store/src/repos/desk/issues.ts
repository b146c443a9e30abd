import type { AuditDraft } from "@tessera/core/audit";
import type { Issue, IssueStore } from "@tessera/core/work-items";
import { appendAudit } from "../../audit-chain.ts";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { issueEntity, issueKey, issueNumberEntity, issueNumberKey, issuesOfTenant } from "../../entities/issue.ts";
import { lastNumberAttribute, numberCounterKey } from "../../entities/number-counter.ts";
import type { Key } from "../../entity.ts";
import { readPage } from "../../pages.ts";
import { getItem, getItems, queryIndex } from "../../reads.ts";
import { takeNumber, writeAllOrStale } from "../../transaction.ts";
import { putNew, putOver, type Write } from "../../writes.ts";

/** Rows that one page looks at for those of a status. */
const examineLimit = 1_000;

export function createIssueStore(table: Table, cursors: Cursors): IssueStore {
  const load = async (key: Key) => {
    const item = await getItem(table, key);
    return item && issueEntity.fromItem(item);
  };
  return {
    nextNumber: (tenantId) => takeNumber(table, numberCounterKey(tenantId, "issue"), lastNumberAttribute),
    find: async (tenantId, ref) => {
      if ("id" in ref) return load(issueKey(tenantId, ref.id));
      const item = await getItem(table, issueNumberKey(tenantId, ref.number));
      return item && load(issueKey(tenantId, issueNumberEntity.fromItem(item).issueId));
    },
    page: (tenantId, { filter, ...request }) =>
      readPage(cursors, request, {
        list: JSON.stringify([issuesOfTenant(tenantId).pk, filter]),
        examineLimit,
        entries: (to, pageSize) => queryIndex(table, { ...issuesOfTenant(tenantId), to, pageSize, newestFirst: true }),
        load: async (entries) => {
          const items = await getItems(table, entries);
          return items.map((item) => {
            const issue = item && issueEntity.fromItem(item);
            return issue && (filter.status?.includes(issue.status) ?? true) ? issue : undefined;
          });
        },
      }),
    save: async (issue, audit) => {
      const { saved, writes } = issueWrites(issue, audit);
      await writeAllOrStale(table, writes);
      return saved;
    },
  };
}

/** An issue over its version before, with its entry; a new one takes its number for ever. */
export function issueWrites(issue: Issue, audit: AuditDraft): { saved: Issue; writes: Write[] } {
  const entry = appendAudit(issue.audit, audit);
  const saved = { ...issue, audit: entry.head };
  const { tenantId, number, id: issueId, version } = saved;
  const taken = version === 1 ? [putNew(issueNumberEntity.toItem({ tenantId, number, issueId }))] : [];
  return { saved, writes: [putOver(issueEntity.toItem(saved), version - 1), entry.write, ...taken] };
}

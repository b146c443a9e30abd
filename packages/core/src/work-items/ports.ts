import type { AccessStore, Page, PageRequest, TenantId } from "../access/index.ts";
import type { AuditDraft } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import type { Issue } from "./issue.ts";

/** An issue by its id, or by the number in `ISS-0042`. */
export type IssueRef = { id: string } | { number: number };

export interface IssueFilter {
  status?: readonly Issue["status"][] | undefined;
}

export interface IssueStore {
  /** Counts up for good, in one atomic step. */
  nextNumber(tenantId: TenantId): Promise<number>;
  find(tenantId: TenantId, ref: IssueRef): Promise<Issue | undefined>;
  /** Newest first. */
  page(tenantId: TenantId, request: PageRequest & { filter: IssueFilter }): Promise<Page<Issue>>;
  /** Over the version before; throws `stale_write`. */
  save(issue: Issue, audit: AuditDraft): Promise<Issue>;
}

export interface IssueContext extends BaseContext {
  issues: IssueStore;
  access: AccessStore;
}

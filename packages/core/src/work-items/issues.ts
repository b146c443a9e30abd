import { authorizeMember, checkTeam, checkUser, type Member, type Page, type PageRequest } from "../access/index.ts";
import { draftEntry } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { retryStale } from "../retry-stale.ts";
import type { Issue } from "./issue.ts";
import type { IssueContext, IssueFilter, IssueRef } from "./ports.ts";

/** The issue, or `not_found`, for another tenant's too. */
export async function requireIssue(context: IssueContext, caller: Member, ref: IssueRef): Promise<Issue> {
  const issue = await context.issues.find(caller.tenantId, ref);
  if (!issue) throw new AppError("not_found", "Issue not found");
  return issue;
}

/** PX-63. */
export async function getIssue(context: IssueContext, input: { issue: IssueRef }): Promise<Issue> {
  const caller = authorizeMember(context, "issues.read");

  return requireIssue(context, caller, input.issue);
}

/** PX-63, newest first. */
export async function listIssues(
  context: IssueContext,
  input: PageRequest & { filter: IssueFilter },
): Promise<Page<Issue>> {
  const { tenantId } = authorizeMember(context, "issues.read");

  return context.issues.page(tenantId, input);
}

const fields = ["title", "description", "status", "type", "priority", "teamId", "assigneeId"] as const;

export interface IssuePatch extends Partial<{ [Field in (typeof fields)[number]]: Issue[Field] | undefined }> {
  issue: IssueRef;
  /** The version that the caller has seen (If-Match). */
  version?: number | undefined;
}

/** PX-63. What stays as it is leaves no trace. */
export async function updateIssue(context: IssueContext, input: IssuePatch): Promise<Issue> {
  const caller = authorizeMember(context, "issues.edit");

  await Promise.all([
    checkTeam(context, caller.tenantId, input.teamId),
    checkUser(context, caller.tenantId, input.assigneeId),
  ]);
  return retryStale(async () => {
    const issue = await requireIssue(context, caller, input.issue);
    if (input.version !== undefined && input.version !== issue.version) {
      throw new AppError("version_mismatch", "The issue has been changed in the meantime");
    }
    const changed = fields.filter((field) => input[field] !== undefined && input[field] !== issue[field]);
    if (changed.length === 0) return issue;

    const edits = Object.fromEntries(changed.map((field) => [field, input[field]]));
    const after: Issue = {
      ...issue,
      ...edits,
      updatedAt: context.now().toISOString(),
      version: issue.version + 1,
    };
    return context.issues.save(
      after,
      issueEntry(context, actorOf(caller), after, "issue.updated", { before: issue, changed }),
    );
  });
}

/** The record of a change of an issue. Long texts are named in it and not repeated. */
export function issueEntry(
  context: IssueContext,
  actor: string,
  issue: Issue,
  action: "issue.created" | "issue.updated",
  change: { before?: Issue; changed: readonly (typeof fields)[number][] },
) {
  const short = change.changed.filter((field) => field !== "description");
  const valuesOf = (of: Issue) => Object.fromEntries(short.map((field) => [field, of[field]]));
  return draftEntry(context, {
    tenantId: issue.tenantId,
    subjectType: "issue",
    subjectId: issue.id,
    action,
    actor,
    details: { number: issue.number, fields: [...change.changed] },
    oldValue: change.before && valuesOf(change.before),
    newValue: valuesOf(issue),
  });
}

function actorOf({ userId, id }: Member): string {
  return userId === null ? `client:${id}` : `user:${userId}`;
}

export { Issue, issueKey, issuePriorities, issueStatuses, issueTypes } from "./issue.ts";
export { getIssue, type IssuePatch, issueEntry, listIssues, requireIssue, updateIssue } from "./issues.ts";
export type { IssueContext, IssueFilter, IssueRef, IssueStore } from "./ports.ts";

export { Issue, issueKey, issuePriorities, issueStatuses, issueTypes } from "./issue.ts";
export { getIssue, type IssuePatch, issueEntry, listIssues, updateIssue } from "./issues.ts";
export type { IssueContext, IssueFilter, IssueRef, IssueStore } from "./ports.ts";

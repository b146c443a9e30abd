import { Issue } from "@tessera/core/work-items";
import * as z from "zod";
import { defineEntity, type Key } from "../entity.ts";
import { timeKey } from "./sort-key.ts";

/** One issue by id -> IssueStore.find. */
export function issueKey(tenantId: string, issueId: string): Key {
  return { pk: `ISSUE#${tenantId}#${issueId}`, sk: "ISSUE" };
}

/** A tenant's issues, newest first -> GET /api/v1/issues. */
export function issuesOfTenant(tenantId: string) {
  return { index: "gsi1", pk: `TENANT#${tenantId}#ISSUES` } as const;
}

/** Which issue has this number: taken once and for ever -> IssueStore.find by `ISS-0042`. */
export function issueNumberKey(tenantId: string, number: number): Key {
  return { pk: `ISSUENUMBER#${tenantId}#${number}`, sk: "NUMBER" };
}

export const issueNumberEntity = defineEntity({
  name: "issue number",
  schema: z.object({ tenantId: z.string(), number: z.number().int(), issueId: z.string() }),
  keys: ({ tenantId, number }) => issueNumberKey(tenantId, number),
});

export const issueEntity = defineEntity({
  name: "issue",
  schema: Issue,
  keys: (issue) => ({
    ...issueKey(issue.tenantId, issue.id),
    gsi1: { pk: issuesOfTenant(issue.tenantId).pk, sk: timeKey(issue.createdAt, issue.id) },
  }),
});

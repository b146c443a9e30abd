import * as z from "zod";
import { AuditHead } from "../audit/index.ts";

/** PX-63: their own, independent of a ticket's. */
export const issueStatuses = ["backlog", "todo", "in_progress", "in_review", "done", "cancelled"] as const;
export const issuePriorities = ["urgent", "high", "medium", "low", "none"] as const;
export const issueTypes = ["task", "bug", "story", "epic", "subtask"] as const;

/** A piece of the team's own work: what other surfaces show as `ISS-0042` (X-37, PX-62). */
export const Issue = z.object({
  id: z.string(),
  tenantId: z.string(),
  /** Counts up in each tenant; never used again. */
  number: z.number().int().min(1),
  title: z.string(),
  description: z.string(),
  status: z.enum(issueStatuses),
  type: z.enum(issueTypes),
  priority: z.enum(issuePriorities),
  teamId: z.string().nullable(),
  assigneeId: z.string().nullable(),
  creatorId: z.string().nullable(),
  /** What it came from: `ticketId`, `ticketNumber` and `ticketUrl` of a converted ticket. */
  metadata: z.record(z.string(), z.unknown()),
  /** The incidents that it fixes (G-4). */
  incidentIds: z.array(z.string()).default([]),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type Issue = z.infer<typeof Issue>;

const shownDigits = 4;

/** `ISS-0042`. */
export function issueKey({ number }: Pick<Issue, "number">): string {
  return `ISS-${String(number).padStart(shownDigits, "0")}`;
}

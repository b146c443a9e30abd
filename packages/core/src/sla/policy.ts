import * as z from "zod";
import { AuditHead } from "../audit/index.ts";
import { AppError } from "../errors.ts";

export const slaPriorities = ["low", "medium", "high", "urgent"] as const;
export type SlaPriority = (typeof slaPriorities)[number];

/** What happens by itself when a target is breached (G-5). */
export const SlaAction = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("notify"), userIds: z.array(z.string().min(1)).min(1).max(50) }),
  z.strictObject({ kind: z.literal("reassign"), assigneeId: z.string().min(1) }),
  z.strictObject({ kind: z.literal("raise_priority") }),
]);
export type SlaAction = z.infer<typeof SlaAction>;

/** One year: no target is longer (PX-28). */
const minutesLimit = 525_600;
const targetMinutes = z.number().int().min(1).max(minutesLimit);

/** What a ticket of one priority is promised, for one team or for the whole organisation (PX-24, PX-28). */
export const SlaPolicy = z.object({
  id: z.string(),
  tenantId: z.string(),
  teamId: z.string().nullable(),
  priority: z.enum(slaPriorities),
  firstResponseMinutes: targetMinutes,
  resolutionMinutes: targetMinutes,
  /** Share of a target after which a warning goes out; null = none. */
  warnPercent: z.number().int().min(1).max(99).nullable().default(75),
  /** Null = round the clock. */
  calendarId: z.string().nullable(),
  onBreach: z.array(SlaAction).max(10).default([]),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type SlaPolicy = z.infer<typeof SlaPolicy>;

/** Throws where a ticket would have to be resolved before it is answered (PX-28). */
export function checkPolicy(policy: Pick<SlaPolicy, "firstResponseMinutes" | "resolutionMinutes">): void {
  if (policy.firstResponseMinutes <= policy.resolutionMinutes) return;
  throw new AppError("unprocessable", "firstResponseMinutes must not be more than resolutionMinutes", {
    field: "firstResponseMinutes",
  });
}

type PolicyScope = Pick<SlaPolicy, "teamId" | "priority">;

/** The team's policy for this priority, else the organisation's, else null (PX-24). */
export function matchPolicy<Policy extends PolicyScope>(
  policies: readonly Policy[],
  ticket: PolicyScope,
): Policy | null {
  const find = (teamId: string | null) =>
    policies.find((policy) => policy.teamId === teamId && policy.priority === ticket.priority);
  return find(ticket.teamId) ?? find(null) ?? null;
}

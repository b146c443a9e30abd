import * as z from "zod";
import type { BusinessCalendar } from "./calendar.ts";
import { SlaAction, type SlaPolicy } from "./policy.ts";

/** A copy: editing or deleting the policy does not touch the tickets that it was applied to (PX-24). */
export const AppliedPolicy = z.object({
  policyId: z.string(),
  firstResponseMinutes: z.number().int(),
  resolutionMinutes: z.number().int(),
  warnPercent: z.number().int().nullable(),
  calendar: z.object({ id: z.string(), version: z.number().int() }).nullable(),
  onBreach: z.array(SlaAction),
});
export type AppliedPolicy = z.infer<typeof AppliedPolicy>;

/** Time on hold; `to` is null while it lasts. */
export const Hold = z.object({ from: z.string(), to: z.string().nullable() });
export type Hold = z.infer<typeof Hold>;

export const slaTargets = ["firstResponse", "resolution"] as const;
export type SlaTargetName = (typeof slaTargets)[number];

export const SlaTarget = z.object({
  deadline: z.string(),
  warnAt: z.string().nullable(),
  status: z.enum(["running", "paused", "fulfilled"]),
  fulfilledAt: z.string().nullable(),
  warnedAt: z.string().nullable(),
  /** When the breach was noticed; stays when the target is fulfilled late. */
  breachedAt: z.string().nullable(),
});
export type SlaTarget = z.infer<typeof SlaTarget>;

/** Stands on the ticket's row. The holds are there without a policy too, for one that applies later. */
export const SlaState = z.object({
  startedAt: z.string(),
  holds: z.array(Hold),
  policy: AppliedPolicy.nullable(),
  /** Null like `resolution` where no policy applies. */
  firstResponse: SlaTarget.nullable(),
  resolution: SlaTarget.nullable(),
  /** Where they stood when their policy went away: a breach that is known is not told again under the next one. */
  dropped: z.object({ firstResponse: SlaTarget.nullable(), resolution: SlaTarget.nullable() }).nullable().default(null),
});
export type SlaState = z.infer<typeof SlaState>;

/** What the engine must know of a ticket, or of anything else that has targets. */
export interface SlaFacts {
  createdAt: string;
  /** The snapshot that stands on the ticket, a new one where priority or team changed, null where none matches. */
  policy: AppliedPolicy | null;
  /** `pending` is active: it does not pause (PX-25). */
  phase: "active" | "held" | "ended";
  firstResponseAt: string | null;
  /** When it was resolved or closed; read in the phase `ended` alone. */
  endedAt: string | null;
}

/** `activate` is a clock that starts or is set anew, `cancel` one whose policy is gone. */
export const slaMetricKinds = ["activate", "pause", "resume", "fulfil", "warn", "breach", "cancel"] as const;

/** One thing that happened to one target; together they answer "why was this breached?". */
export const SlaMetricEvent = z.object({
  target: z.enum(slaTargets),
  kind: z.enum(slaMetricKinds),
  at: z.string(),
  deadline: z.string().nullable(),
  policyId: z.string(),
});
export type SlaMetricEvent = z.infer<typeof SlaMetricEvent>;

export interface SlaChange {
  state: SlaState;
  events: SlaMetricEvent[];
}

/** The copy of a policy that goes onto a ticket, with the newest version of its calendar. */
export function applyPolicy(
  policy: SlaPolicy,
  calendar: Pick<BusinessCalendar, "id" | "version"> | null,
): AppliedPolicy {
  return {
    policyId: policy.id,
    firstResponseMinutes: policy.firstResponseMinutes,
    resolutionMinutes: policy.resolutionMinutes,
    warnPercent: policy.warnPercent,
    calendar: calendar && { id: calendar.id, version: calendar.version },
    onBreach: policy.onBreach,
  };
}

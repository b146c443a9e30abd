import { isLate } from "./advance.ts";
import { deadlineOf, openHold } from "./holds.ts";
import type { AppliedPolicy, Hold, SlaFacts, SlaMetricEvent, SlaState, SlaTarget, SlaTargetName } from "./state.ts";
import type { WorkingTime } from "./working-time.ts";

/** One change of a ticket, as both targets see it. */
export interface TargetChange {
  facts: SlaFacts;
  at: string;
  endedAt: string | null;
  working: WorkingTime;
  /** The holds after the change. */
  holds: readonly Hold[];
  policyIsNew: boolean;
  holdEnded: boolean;
}

type MetricKind = SlaMetricEvent["kind"];

interface TargetResult {
  target: SlaTarget | null;
  /** As it stood before the change, and what is known of it from before its policy went away. */
  last: SlaTarget | null;
  events: SlaMetricEvent[];
}

/** One target after a change, still without what falls due by now: `advanceSla` does that. */
export function reconcileTarget(name: SlaTargetName, previous: SlaState | null, change: TargetChange): TargetResult {
  const stored = previous?.[name] ?? null;
  const fulfilledAt = fulfilmentOf(name, stored, change);
  const at = fulfilledAt ?? change.at;
  const events: SlaMetricEvent[] = [];
  const record = (kind: MetricKind, { deadline }: SlaTarget, { policyId }: AppliedPolicy) =>
    events.push({ target: name, kind, at, deadline, policyId });

  const { policy } = change.facts;
  const before = stored && catchUp(stored, at);
  if (before && previous?.policy) {
    if (before !== stored) record("breach", before, previous.policy);
    if (!policy && before.status !== "fulfilled") record("cancel", before, previous.policy);
  }
  const last = before ?? previous?.dropped?.[name] ?? null;
  if (!policy) return { target: null, last, events };

  const target = nextTarget(name, before, last, policy, fulfilledAt, change);
  for (const kind of transition(before, target, change.policyIsNew)) record(kind, target, policy);
  return { target, last, events };
}

/** Until this moment the clock ran towards its old deadline, and no sweep may have come by since. */
function catchUp(target: SlaTarget, at: string): SlaTarget {
  const missed = target.status === "running" && target.breachedAt === null && isLate(target, Date.parse(at));
  return missed ? { ...target, breachedAt: at } : target;
}

/** An unanswered ticket that ends needs no answer any more. What is fulfilled keeps its moment until it is reopened. */
function fulfilmentOf(name: SlaTargetName, before: SlaTarget | null, change: TargetChange): string | null {
  const fulfilledAt = name === "firstResponse" ? (change.facts.firstResponseAt ?? change.endedAt) : change.endedAt;
  return fulfilledAt === null ? null : (before?.fulfilledAt ?? fulfilledAt);
}

function nextTarget(
  name: SlaTargetName,
  before: SlaTarget | null,
  last: SlaTarget | null,
  policy: AppliedPolicy,
  fulfilledAt: string | null,
  change: TargetChange,
): SlaTarget {
  const status = fulfilledAt !== null ? "fulfilled" : change.facts.phase === "held" ? "paused" : "running";
  const settled = status === "fulfilled" && before?.status === "fulfilled";
  if (before && !change.policyIsNew && (settled || !change.holdEnded)) return { ...before, status, fulfilledAt };

  const clock = clockOf(name, policy, fulfilledAt, change);
  const marks = { warnedAt: last?.warnedAt ?? null, breachedAt: last?.breachedAt ?? null };
  const target = { ...clock, status, fulfilledAt, ...marks } as const;
  return change.policyIsNew ? rearmed(target, fulfilledAt ?? openHold(change.holds)?.from ?? change.at) : target;
}

/** Deadline = creation + target + time on hold (PX-24, PX-25); a hold that lasts does not move it yet. */
function clockOf(name: SlaTargetName, policy: AppliedPolicy, fulfilledAt: string | null, change: TargetChange) {
  const minutes = name === "firstResponse" ? policy.firstResponseMinutes : policy.resolutionMinutes;
  const holds = change.holds.flatMap(({ from, to }) => {
    const counts = to !== null && (fulfilledAt === null || to <= fulfilledAt);
    return counts ? [{ fromMs: Date.parse(from), toMs: Date.parse(to) }] : [];
  });
  const after = (targetMs: number) =>
    new Date(deadlineOf(change.working, Date.parse(change.facts.createdAt), targetMs, holds)).toISOString();
  return {
    deadline: after(minutes * 60_000),
    warnAt: policy.warnPercent === null ? null : after(minutes * 600 * policy.warnPercent),
  };
}

/**
 * A new policy judges anew: its marks fall where its own times are not past when the clock last ran (PX-27). The end of
 * a hold never gets here: it moves a deadline that had passed to no later than now, and the breach stays (PX-25).
 */
function rearmed(target: SlaTarget, ranUntil: string): SlaTarget {
  const warned = target.warnAt !== null && target.warnAt <= ranUntil;
  return {
    ...target,
    warnedAt: warned ? target.warnedAt : null,
    breachedAt: target.deadline < ranUntil ? target.breachedAt : null,
  };
}

function transition(before: SlaTarget | null, after: SlaTarget, policyIsNew: boolean): MetricKind[] {
  const wasFulfilled = before?.status === "fulfilled";
  // Answered before there was a promise: nothing to keep.
  if (after.status === "fulfilled") return before && !wasFulfilled ? ["fulfil"] : [];
  if (!before || wasFulfilled || policyIsNew) return after.status === "paused" ? ["activate", "pause"] : ["activate"];
  if (before.status === after.status) return [];
  return [after.status === "paused" ? "pause" : "resume"];
}

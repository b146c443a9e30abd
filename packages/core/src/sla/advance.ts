import {
  type SlaChange,
  type SlaMetricEvent,
  type SlaState,
  type SlaTarget,
  type SlaTargetName,
  slaTargets,
} from "./state.ts";

/**
 * What has fallen due by `now`: each warning and each breach once (PX-27). Where both are due, because the sweep is
 * late, only the breach is recorded: a warning that comes after it warns of nothing.
 */
export function advanceSla(state: SlaState, now: Date): SlaChange {
  const events: SlaMetricEvent[] = [];
  const advanced = { ...state };
  for (const name of slaTargets) {
    const target = state[name];
    const due = target && dueOf(target, now.getTime());
    if (!state.policy || !target || !due) continue;

    const at = now.toISOString();
    advanced[name] = due === "breach" ? { ...target, breachedAt: at } : { ...target, warnedAt: at };
    events.push({ target: name, kind: due, at, deadline: target.deadline, policyId: state.policy.policyId });
  }
  return { state: advanced, events };
}

function dueOf(target: SlaTarget, nowMs: number): "breach" | "warn" | null {
  if (target.status !== "running" || target.breachedAt !== null) return null;
  if (isLate(target, nowMs)) return "breach";
  return target.warnAt !== null && target.warnedAt === null && nowMs >= Date.parse(target.warnAt) ? "warn" : null;
}

/** Exactly at the deadline is not late (PX-27, I2). */
export function isLate(target: SlaTarget, atMs: number): boolean {
  return atMs > Date.parse(target.deadline);
}

/** When a sweep must look at it next; null where nothing can fall due. */
export function nextDueAt(state: SlaState): string | null {
  const due = slaTargets.flatMap((name) => {
    const target = state[name];
    if (target?.status !== "running" || target.breachedAt !== null) return [];
    if (target.warnAt !== null && target.warnedAt === null) return [Date.parse(target.warnAt)];
    return [Date.parse(target.deadline) + 1];
  });
  return due.length === 0 ? null : new Date(Math.min(...due)).toISOString();
}

/**
 * The fields `slaBreached` and `firstResponseBreached` as they are read: late and still open (PX-10, PX-27). True from
 * the moment on at which a sweep would mark it, whether one came by or not.
 */
export function isBreached(state: SlaState, name: SlaTargetName, now: Date): boolean {
  const target = state[name];
  if (!target || target.status === "fulfilled") return false;
  return target.breachedAt !== null || (target.status === "running" && isLate(target, now.getTime()));
}

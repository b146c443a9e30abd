/** What a model's policy promises, round the clock. */
export interface ModelPolicy {
  id: string;
  firstResponseMinutes: number;
  resolutionMinutes: number;
}

interface Held {
  from: number;
  to: number;
}

const targets = ["firstResponse", "resolution"] as const;
type Target = (typeof targets)[number];

/** A ticket's promises, worked out from its whole past each time they are asked for (PX-24, PX-25, PX-27). */
export interface SlaModel {
  createdAt: number;
  policy: ModelPolicy | null;
  holds: Held[];
  heldSince: number | null;
  /** When the ticket was first answered, or ended unanswered; null while it waits for that. */
  answeredAt: number | null;
  /** Known to be late when the hold that lasts began: on hold nothing becomes late. */
  lateInHold: Record<Target, boolean>;
}

export interface SlaMoment {
  now: number;
  isHeld: boolean;
  endedAt: number | null;
  firstResponseAt: number | null;
  /** Undefined: the policy stays as it is. */
  policy?: ModelPolicy | null;
}

export function newSla(createdAt: number): SlaModel {
  const lateInHold = { firstResponse: false, resolution: false };
  return { createdAt, policy: null, holds: [], heldSince: null, answeredAt: null, lateInHold };
}

const minuteMs = 60_000;

/** Creation, what was promised, and all the time on hold before the end of the target. */
export function deadlineOf(sla: SlaModel, target: Target): number | null {
  if (!sla.policy) return null;
  const until = target === "firstResponse" ? (sla.answeredAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const heldMs = sla.holds.filter(({ to }) => to <= until).reduce((sum, { from, to }) => sum + to - from, 0);
  const { firstResponseMinutes, resolutionMinutes } = sla.policy;
  return sla.createdAt + (target === "firstResponse" ? firstResponseMinutes : resolutionMinutes) * minuteMs + heldMs;
}

/** Late and still to be done. */
export function isLate(sla: SlaModel, target: Target, now: number, endedAt: number | null): boolean {
  const deadline = deadlineOf(sla, target);
  if (deadline === null || endedAt !== null) return false;
  if (target === "firstResponse" && sla.answeredAt !== null) return false;
  return sla.heldSince === null ? now > deadline : sla.lateInHold[target];
}

/** The promises after something has happened to the ticket. */
export function after(sla: SlaModel, moment: SlaMoment): SlaModel {
  const { isHeld, endedAt, firstResponseAt } = moment;
  const policy = moment.policy === undefined ? sla.policy : moment.policy;
  const answered = firstResponseAt ?? endedAt;
  const answeredAt = answered === null || !policy ? null : (sla.answeredAt ?? answered);
  const next = { ...sla, ...holdsAfter(sla, moment), policy, answeredAt };
  return {
    ...next,
    lateInHold: {
      firstResponse: isHeld && staysLate(sla, next, "firstResponse", moment.now),
      resolution: isHeld && staysLate(sla, next, "resolution", moment.now),
    },
  };
}

function holdsAfter({ holds, heldSince }: SlaModel, { now, isHeld, endedAt }: SlaMoment) {
  if (isHeld) return { holds, heldSince: heldSince ?? now };
  return { holds: heldSince === null ? holds : [...holds, { from: heldSince, to: endedAt ?? now }], heldSince: null };
}

/** Another promise is not yet broken because the one before was. */
function staysLate(sla: SlaModel, next: SlaModel, target: Target, now: number): boolean {
  if (!isLate(sla, target, now, null)) return false;
  const deadline = deadlineOf(next, target);
  return next.policy?.id === sla.policy?.id || (deadline !== null && deadline < (next.heldSince ?? now));
}

import {
  type AppliedPolicy,
  advanceSla,
  isBreached,
  reconcileSla,
  roundTheClock,
  type SlaChange,
  type SlaFacts,
  type SlaMetricEvent,
  type SlaState,
  type SlaTarget,
  type SlaTargetName,
  type WorkingTime,
} from "@tessera/core/sla";

export function makeApplied(parts: Partial<AppliedPolicy> = {}): AppliedPolicy {
  return {
    policyId: "policy-1",
    firstResponseMinutes: 30,
    resolutionMinutes: 60,
    warnPercent: 75,
    calendar: null,
    onBreach: [],
    ...parts,
  };
}

interface Start {
  createdAt: string;
  policy?: AppliedPolicy | null;
  working?: WorkingTime;
}

/** One ticket and its engine; every step says when it happens and answers what it emitted, like "resolution breach". */
export function openTicket({ createdAt, policy = makeApplied(), working = roundTheClock }: Start) {
  let facts: SlaFacts = { createdAt, policy, phase: "active", firstResponseAt: null, endedAt: null };
  let state: SlaState | null = null;
  let time = working;
  const log: SlaMetricEvent[] = [];

  const keep = (change: SlaChange) => {
    state = change.state;
    log.push(...change.events);
    return change.events.map(({ target, kind }) => `${target} ${kind}`);
  };
  const change = (at: string, changed: Partial<SlaFacts>) => {
    facts = { ...facts, ...changed };
    return keep(reconcileSla(state, facts, new Date(at), time));
  };
  const current = () => {
    if (!state) throw new Error("the ticket has no state");
    return state;
  };

  const created = change(createdAt, {});
  return {
    created,
    log,
    state: current,
    target(name: SlaTargetName = "resolution"): SlaTarget {
      const target = current()[name];
      if (!target) throw new Error("no policy applies");
      return target;
    },
    deadline: (name: SlaTargetName = "resolution") => current()[name]?.deadline ?? null,
    breached: (at: string, name: SlaTargetName = "resolution") => isBreached(current(), name, new Date(at)),
    sweep: (at: string) => keep(advanceSla(current(), new Date(at))),
    touch: (at: string) => change(at, {}),
    hold: (at: string) => change(at, { phase: "held" }),
    release: (at: string) => change(at, { phase: "active" }),
    answer: (at: string, savedAt = at) => change(savedAt, { firstResponseAt: facts.firstResponseAt ?? at }),
    end: (at: string, savedAt = at) => change(savedAt, { phase: "ended", endedAt: at }),
    reopen: (at: string) => change(at, { phase: "active", endedAt: null }),
    apply(at: string, next: AppliedPolicy | null, nextTime: WorkingTime = roundTheClock) {
      time = nextTime;
      return change(at, { policy: next });
    },
  };
}

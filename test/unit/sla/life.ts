import {
  type AppliedPolicy,
  advanceSla,
  reconcileSla,
  type SlaFacts,
  type SlaMetricEvent,
  type SlaState,
  type WorkingTime,
} from "@tessera/core/sla";
import fc from "fast-check";
import { makeApplied } from "./desk.ts";

const startMs = Date.parse("2026-11-18T15:00:00.000Z");
const minuteMs = 60_000;

const policies = {
  none: null,
  short: makeApplied({ policyId: "short", firstResponseMinutes: 10, resolutionMinutes: 45 }),
  long: makeApplied({ policyId: "long", firstResponseMinutes: 60, resolutionMinutes: 600 }),
  silent: makeApplied({ policyId: "silent", firstResponseMinutes: 20, resolutionMinutes: 120, warnPercent: null }),
} as const satisfies Record<string, AppliedPolicy | null>;

type Step =
  | { kind: "hold" | "release" | "answer" | "end" | "sweep" | "touch" }
  | { kind: "apply"; policy: keyof typeof policies };
interface TimedStep {
  step: Step;
  waitMs: number;
}

/** Waits to the minute, so that steps often fall exactly on deadlines, and sometimes a millisecond beside them. */
export const life: fc.Arbitrary<TimedStep[]> = fc.array(
  fc.record({
    step: fc.oneof(
      fc.record({ kind: fc.constantFrom("hold", "release", "answer", "end", "sweep", "touch") }),
      fc.record({ kind: fc.constant("apply"), policy: fc.constantFrom("none", "short", "long", "silent") }),
    ),
    waitMs: fc.oneof(
      fc.integer({ min: 0, max: 90 }).map((minutes) => minutes * minuteMs),
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 96 }).map((hours) => hours * 60 * minuteMs),
    ),
  }) as fc.Arbitrary<TimedStep>, // safe: the constants above are the kinds of Step
  { maxLength: 25 },
);

function nextFacts(facts: SlaFacts, step: Step, at: string): SlaFacts {
  switch (step.kind) {
    case "hold":
      return { ...facts, phase: "held", endedAt: null };
    case "release":
      return { ...facts, phase: "active", endedAt: null };
    case "end":
      return { ...facts, phase: "ended", endedAt: facts.endedAt ?? at };
    case "answer":
      return { ...facts, firstResponseAt: facts.firstResponseAt ?? at };
    case "apply":
      return { ...facts, policy: policies[step.policy] };
    default:
      return facts;
  }
}

export interface Moment {
  before: SlaState | null;
  state: SlaState;
  facts: SlaFacts;
  events: SlaMetricEvent[];
  now: Date;
}

/** Every moment of a ticket's life, its creation first. */
export function live(steps: readonly TimedStep[], working: WorkingTime): Moment[] {
  const createdAt = new Date(startMs).toISOString();
  let facts: SlaFacts = { createdAt, policy: policies.short, phase: "active", firstResponseAt: null, endedAt: null };
  let now = new Date(startMs);
  let { state, events } = reconcileSla(null, facts, now, working);
  const moments: Moment[] = [{ before: null, state, facts, events, now }];
  for (const { step, waitMs } of steps) {
    const before = state;
    now = new Date(now.getTime() + waitMs);
    facts = nextFacts(facts, step, now.toISOString());
    ({ state, events } = step.kind === "sweep" ? advanceSla(state, now) : reconcileSla(state, facts, now, working));
    moments.push({ before, state, facts, events, now });
  }
  return moments;
}

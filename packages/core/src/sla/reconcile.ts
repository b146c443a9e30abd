import { isDeepStrictEqual } from "node:util";
import { advanceSla } from "./advance.ts";
import { openHold, updateHolds } from "./holds.ts";
import { reconcileTarget } from "./reconcile-target.ts";
import type { SlaChange, SlaFacts, SlaState } from "./state.ts";
import type { WorkingTime } from "./working-time.ts";

/** Whether `reconcileSla` will compute deadlines. Where not, no calendar needs to be loaded: any working time does. */
export function needsWorkingTime(previous: SlaState | null, facts: SlaFacts): boolean {
  return facts.policy !== null && (policyChanged(previous, facts) || holdEnds(previous, facts));
}

/**
 * Brings the state in line with the ticket after any change (X-33, PX-24, PX-25), and up to `now`: a breach that no
 * sweep has seen yet is recorded before the change moves its deadline. `working` is the time of `facts.policy`.
 */
export function reconcileSla(previous: SlaState | null, facts: SlaFacts, now: Date, working: WorkingTime): SlaChange {
  const at = now.toISOString();
  const endedAt = facts.phase === "ended" ? (facts.endedAt ?? at) : null;
  const holds = updateHolds(previous?.holds ?? [], facts.phase === "held", endedAt ?? at);
  const policyIsNew = policyChanged(previous, facts);
  const change = { facts, at, endedAt, working, holds, policyIsNew, holdEnded: holdEnds(previous, facts) };

  const firstResponse = reconcileTarget("firstResponse", previous, change);
  const resolution = reconcileTarget("resolution", previous, change);
  const advanced = advanceSla(
    {
      startedAt: facts.createdAt,
      holds,
      policy: facts.policy,
      firstResponse: firstResponse.target,
      resolution: resolution.target,
      dropped: facts.policy === null ? { firstResponse: firstResponse.last, resolution: resolution.last } : null,
    },
    now,
  );
  return { state: advanced.state, events: [...firstResponse.events, ...resolution.events, ...advanced.events] };
}

function policyChanged(previous: SlaState | null, facts: SlaFacts): boolean {
  return !isDeepStrictEqual(previous?.policy ?? null, facts.policy);
}

function holdEnds(previous: SlaState | null, facts: SlaFacts): boolean {
  return facts.phase !== "held" && openHold(previous?.holds ?? []) !== null;
}

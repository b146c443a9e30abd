import {
  advanceSla,
  isBreached,
  nextDueAt,
  reconcileSla,
  roundTheClock,
  type SlaMetricEvent,
  type SlaState,
  type SlaTarget,
  type SlaTargetName,
  slaTargets,
  type WorkingTime,
} from "@tessera/core/sla";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hoursOn, workdays, workingIn } from "./calendars.ts";
import { life, live, type Moment } from "./life.ts";

const minuteMs = 60_000;
const forever = new Date("2400-01-01T00:00:00.000Z");

function always(check: (moments: Moment[], working: WorkingTime) => void) {
  return async () => {
    const office = await workingIn({
      hours: hoursOn(workdays, "09:00-12:00", "13:00-17:00"),
      timeZone: "Europe/Berlin",
    });
    for (const working of [roundTheClock, office]) {
      fc.assert(
        fc.property(life, (steps) => check(live(steps, working), working)),
        { numRuns: 200 },
      );
    }
  };
}

describe("X-33 PX-25 PX-27 the SLA of any ticket", () => {
  it(
    "changes nothing when the same facts come twice",
    always((moments, working) => {
      for (const { state, facts, now } of moments) {
        // A sweep does not record how the ticket stands, so it is brought in line first.
        const once = reconcileSla(state, facts, now, working);
        expect(reconcileSla(once.state, facts, now, working)).toEqual({ state: once.state, events: [] });
        expect(advanceSla(once.state, now)).toEqual({ state: once.state, events: [] });
      }
    }),
  );

  it(
    "is read as breached exactly where a sweep would mark it",
    always((moments) => {
      for (const { state, now } of moments) {
        for (const laterMs of [0, 1, 30 * minuteMs, 86_400_000]) {
          const then = new Date(now.getTime() + laterMs);
          const swept = advanceSla(state, then).state;
          for (const name of slaTargets) {
            const marked = swept[name]?.status !== "fulfilled" && (swept[name]?.breachedAt ?? null) !== null;
            expect(isBreached(state, name, then)).toBe(marked);
          }
        }
      }
    }),
  );

  it(
    "is due next exactly when something falls due",
    always((moments) => {
      for (const { state } of moments) {
        const next = nextDueAt(state);
        if (next === null) expect(advanceSla(state, forever).events).toEqual([]);
        else {
          expect(advanceSla(state, new Date(Date.parse(next) - 1)).events).toEqual([]);
          expect(advanceSla(state, new Date(next)).events).not.toEqual([]);
        }
      }
    }),
  );

  it(
    "is breached at most once under one policy",
    always((moments) => {
      for (const name of slaTargets) {
        let breaches = 0;
        for (const { before, state, events } of moments) {
          const mine = events.filter(({ target, kind }) => target === name && kind === "breach");
          const policyId = state.policy?.policyId ?? null;
          const earlier = mine.filter((event) => event.policyId !== policyId);
          if ((before?.policy?.policyId ?? null) === policyId) breaches += mine.length;
          else breaches = mine.length - earlier.length;
          expect(breaches).toBeLessThanOrEqual(1);
        }
      }
    }),
  );

  it(
    "is never breached while it is on hold, nor once it has ended",
    always((moments) => {
      for (const { before, state, events, facts } of moments) {
        if (facts.phase === "active" || before?.policy !== state.policy) continue;
        const wasStopped = slaTargets.every((name) => before?.[name]?.status !== "running");
        if (wasStopped) expect(events.filter(({ kind }) => kind === "breach")).toEqual([]);
        expect(advanceSla(state, forever).events).toEqual([]);
      }
    }),
  );

  it(
    "ends at creation + target + working time on hold",
    always((moments, working) => {
      for (const { state, facts } of moments) {
        if (!state.policy || !state.resolution) continue;
        const heldMs = state.holds.reduce(
          (sum, { from, to }) => sum + (to === null ? 0 : working.between(Date.parse(from), Date.parse(to))),
          0,
        );
        const end = working.add(Date.parse(facts.createdAt), state.policy.resolutionMinutes * minuteMs + heldMs);
        expect(state.resolution.deadline).toBe(new Date(end).toISOString());
      }
    }),
  );

  it(
    "tells its story without gaps: each event leads from the status before to the one after",
    always((moments) => {
      for (const { before, state, events } of moments) {
        for (const name of slaTargets) {
          const kinds = events.filter(({ target }) => target === name).map(({ kind }) => kind);
          expect(statusAfter(statusOf(before, name), kinds)).toBe(statusOf(state, name));
        }
      }
    }),
  );
});

type Status = SlaTarget["status"] | "none";
const statusOf = (state: SlaState | null, name: SlaTargetName): Status => {
  const status = state?.[name]?.status ?? "none";
  // A settled target comes and goes with its policy without a word.
  return status === "fulfilled" ? "none" : status;
};

const leadsTo: Record<SlaMetricEvent["kind"], { from: Status[]; to?: Status }> = {
  activate: { from: ["none", "running", "paused"], to: "running" },
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  fulfil: { from: ["running", "paused"], to: "none" },
  cancel: { from: ["running", "paused"], to: "none" },
  warn: { from: ["running"] },
  breach: { from: ["running"] },
};

function statusAfter(start: Status, kinds: readonly SlaMetricEvent["kind"][]): Status {
  let status = start;
  for (const kind of kinds) {
    const { from, to } = leadsTo[kind];
    expect(from).toContain(status);
    status = to ?? status;
  }
  return status;
}

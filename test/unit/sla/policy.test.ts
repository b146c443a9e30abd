import { AppError } from "@tessera/core/errors";
import { applyPolicy, checkPolicy, matchPolicy, SlaPolicy } from "@tessera/core/sla";
import { describe, expect, it } from "vitest";

const makePolicy = (parts: Partial<SlaPolicy> = {}): SlaPolicy => ({
  id: "policy-1",
  tenantId: "tenant-1",
  teamId: null,
  priority: "high",
  firstResponseMinutes: 30,
  resolutionMinutes: 60,
  warnPercent: 75,
  calendarId: null,
  onBreach: [],
  createdAt: "2026-11-18T09:00:00.000Z",
  updatedAt: "2026-11-18T09:00:00.000Z",
  version: 1,
  audit: { sequence: 0, hash: "" },
  ...parts,
});

describe("PX-24 which policy applies", () => {
  const team = makePolicy({ id: "team", teamId: "team-1" });
  const everyone = makePolicy({ id: "everyone" });
  const other = makePolicy({ id: "other", teamId: "team-2", priority: "low" });
  const policies = [everyone, other, team];

  it.each([
    ["the team's, before the organisation's", "team-1", "high", "team"],
    ["the organisation's, where the team has none", "team-2", "high", "everyone"],
    ["the organisation's, for a ticket without a team", null, "high", "everyone"],
    ["none of another team", "team-1", "low", undefined],
    ["none of another priority", "team-1", "urgent", undefined],
  ] as const)("is %s", (_name, teamId, priority, expected) => {
    expect(matchPolicy(policies, { teamId, priority })?.id).toBe(expected);
  });
});

describe("PX-28 policies", () => {
  it.each([
    ["no minutes", { firstResponseMinutes: 0 }],
    ["part of a minute", { resolutionMinutes: 60.5 }],
    ["more than a year", { resolutionMinutes: 525_601 }],
    ["a warning at once", { warnPercent: 0 }],
    ["a warning at the deadline", { warnPercent: 100 }],
    ["an unknown action", { onBreach: [{ kind: "shout" }] }],
  ])("refuse %s", (_name, parts) => {
    expect(SlaPolicy.safeParse({ ...makePolicy(), ...parts }).success).toBe(false);
  });

  it("warn at three quarters unless they say otherwise", () => {
    const { warnPercent, ...silent } = makePolicy();

    expect(warnPercent).toBe(75);
    expect(SlaPolicy.parse(silent).warnPercent).toBe(75);
    expect(SlaPolicy.parse({ ...silent, warnPercent: null }).warnPercent).toBeNull();
  });

  it("refuse to resolve before they answer", () => {
    const act = () => checkPolicy({ firstResponseMinutes: 61, resolutionMinutes: 60 });

    expect(act).toThrow(AppError);
    expect(() => checkPolicy({ firstResponseMinutes: 60, resolutionMinutes: 60 })).not.toThrow();
  });

  it("go onto a ticket with the version of their calendar", () => {
    const policy = makePolicy({ calendarId: "calendar-1", onBreach: [{ kind: "raise_priority" }] });

    expect(applyPolicy(policy, { id: "calendar-1", version: 3 })).toEqual({
      policyId: "policy-1",
      firstResponseMinutes: 30,
      resolutionMinutes: 60,
      warnPercent: 75,
      calendar: { id: "calendar-1", version: 3 },
      onBreach: [{ kind: "raise_priority" }],
    });
  });
});

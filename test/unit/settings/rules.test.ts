import {
  getIncidentSettings,
  updateAnomaly,
  updateNoiseControl,
  updateRouting,
  windowMs,
} from "@tessera/core/settings";
import { describe, expect, it } from "vitest";
import { createSettingsWorld, refusalOf } from "./settings-world.ts";

const dayMs = 86_400_000;

describe("LC-43 routing", () => {
  it("begins as in the seed's sample", async () => {
    const { routing } = await getIncidentSettings(createSettingsWorld().context());

    expect(routing).toEqual({
      critical: ["pagerduty", "slack", "jira"],
      high: ["jira", "slack"],
      medium: ["jira"],
      low: ["slack"],
    });
  });

  it("replaces the given severities, keeps the others and answers all, each platform once", async () => {
    const world = createSettingsWorld();

    const routing = await updateRouting(world.context(), {
      patch: { critical: ["opsgenie", "slack", "opsgenie"], low: [] },
    });

    expect(routing).toEqual({ critical: ["opsgenie", "slack"], high: ["jira", "slack"], medium: ["jira"], low: [] });
    expect((await getIncidentSettings(world.context())).routing).toEqual(routing);
  });

  it.each([
    [null, /object/],
    [[], /object/],
    [{ urgent: ["slack"] }, /Unrecognized key: "urgent"/],
    [{ low: "slack" }, /^low: .*array/],
    [{ low: null }, /^low: .*array/],
    [{ low: ["teams"] }, /^low\.0: .*"slack"/],
    [{ low: ["slack"], high: [1] }, /^high\.0: /],
  ])("refuses %j", async (patch, message) => {
    const { context, rows } = createSettingsWorld();

    const refusal = await refusalOf(updateRouting(context(), { patch }));

    expect(refusal.code).toBe("invalid_request");
    expect(refusal.message).toMatch(message);
    expect(rows.size).toBe(0);
  });
});

describe("LC-44 anomalies", () => {
  it("begin with a score of 0.85 and a window of 15m, and change one by one", async () => {
    const { context } = createSettingsWorld();

    const before = (await getIncidentSettings(context())).anomaly;
    const changed = await updateAnomaly(context(), { patch: { minimumScore: 0.9 } });
    const both = await updateAnomaly(context(), { patch: { lookbackWindow: "30m" } });

    expect(before).toEqual({ minimumScore: 0.85, lookbackWindow: "15m" });
    expect(changed).toEqual({ minimumScore: 0.9, lookbackWindow: "15m" });
    expect(both).toEqual({ minimumScore: 0.9, lookbackWindow: "30m" });
  });

  it.each<[unknown, RegExp]>([
    [{ minimumScore: -0.1 }, /^minimumScore: /],
    [{ minimumScore: "0.9" }, /^minimumScore: /],
    [{ minimumScore: null }, /^minimumScore: /],
    [{ lookbackWindow: 15 }, /^lookbackWindow: /],
    [{ threshold: 1 }, /Unrecognized key/],
    [{ fingerprintFields: ["service"] }, /^fingerprintFields\.0: /],
    ["15m", /object/],
    ...["", "15", "m", "0m", "015m", "1.5h", "-1m", "15 m", "15M", "1w", "15m\n"].map(
      (lookbackWindow): [unknown, RegExp] => [{ lookbackWindow }, /must be a time window like 90s, 15m, 2h or 1d/],
    ),
    ...["31d", "721h", "43201m", "2592001s", `${"9".repeat(400)}d`].map((lookbackWindow): [unknown, RegExp] => [
      { lookbackWindow },
      /^lookbackWindow: must be at most 30d$/,
    ]),
  ])("refuse %j", async (patch, message) => {
    const { context, rows } = createSettingsWorld();

    const refusal = await refusalOf(updateAnomaly(context(), { patch }));

    expect(refusal.code).toBe("invalid_request");
    expect(refusal.message).toMatch(message);
    expect(rows.size).toBe(0);
  });

  it.each([
    ["1s", 1_000],
    ["90s", 90_000],
    ["15m", 900_000],
    ["2h", 7_200_000],
    ["30d", 30 * dayMs],
  ])("take a window of %s", async (lookbackWindow, ms) => {
    const { context } = createSettingsWorld();

    expect(await updateAnomaly(context(), { patch: { lookbackWindow } })).toMatchObject({ lookbackWindow });
    expect(windowMs(lookbackWindow)).toBe(ms);
  });

  it("tell incidents apart by more fields where a tenant says so", async () => {
    const { context } = createSettingsWorld();

    const patch = { fingerprintFields: ["environment", "errorCategory", "environment"], minimumScore: 0 };

    expect(await updateAnomaly(context(), { patch })).toEqual({
      minimumScore: 0,
      lookbackWindow: "15m",
      fingerprintFields: ["environment", "errorCategory"],
    });
  });
});

describe("G-12 noise control", () => {
  const maintenance = { service: "billing", startsAt: "2026-03-01T12:00:00+02:00", endsAt: "2026-03-01T11:00:00Z" };

  it("is off until it is asked for", async () => {
    const { flapping, maintenanceWindows, autoResolve } = await getIncidentSettings(createSettingsWorld().context());

    expect([flapping.enabled, maintenanceWindows, autoResolve.enabled]).toEqual([false, [], false]);
  });

  it("changes one by one, and replaces the windows as a whole", async () => {
    const { context } = createSettingsWorld();
    const update = (patch: unknown) => updateNoiseControl(context(), { patch });

    await update({ flapping: { enabled: true, maxIncidents: 5 }, maintenanceWindows: [maintenance, maintenance] });
    const after = await update({ autoResolve: { enabled: true, quietMinutes: 30 }, maintenanceWindows: [maintenance] });

    expect(after).toEqual({
      flapping: { enabled: true, maxIncidents: 5, window: "1h" },
      maintenanceWindows: [
        {
          service: "billing",
          startsAt: "2026-03-01T10:00:00.000Z",
          endsAt: "2026-03-01T11:00:00.000Z",
          reason: null,
        },
      ],
      autoResolve: { enabled: true, quietMinutes: 30 },
    });
  });

  it.each([
    [{ flapping: { enabled: true, maxIncidents: 0 } }, /^flapping\.maxIncidents: /],
    [{ flapping: { window: "40d" } }, /^flapping\.window: must be at most 30d$/],
    [{ autoResolve: { quietMinutes: 0.5 } }, /^autoResolve\.quietMinutes: /],
    [{ maintenanceWindows: [{ ...maintenance, endsAt: maintenance.startsAt }] }, /endsAt: must be after startsAt$/],
    [{ maintenanceWindows: [{ ...maintenance, startsAt: "tomorrow" }] }, /^maintenanceWindows\.0\.startsAt: /],
    [{ maintenanceWindows: Array.from({ length: 101 }, () => maintenance) }, /^maintenanceWindows: /],
    [{ silences: [] }, /Unrecognized key/],
  ])("refuses what makes no sense (%#)", async (patch, message) => {
    const { context } = createSettingsWorld();

    const refusal = await refusalOf(updateNoiseControl(context(), { patch }));

    expect(refusal.code).toBe("invalid_request");
    expect(refusal.message).toMatch(message);
  });
});

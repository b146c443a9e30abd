import { moveIncident, sweepIncidents } from "@tessera/core/incidents";
import { updateNoiseControl } from "@tessera/core/settings";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

const minute = 60_000;

// Of its own for each test: a sweep takes what is due of all tenants.
let world: World;
let desk: IncidentDesk;
beforeEach(async () => {
  world = await startWorld();
  desk = openIncidents(world);
});
afterEach(() => world.stop());

const setUp = (patch: unknown) => updateNoiseControl(desk.context(), { patch });
/** The first incident as it stands. */
const stored = async () => (await desk.view("inc-20260301-001")).incident;

describe("G-12 a maintenance window", () => {
  const window = { service: "payment-api", startsAt: "2026-03-01T12:00:00Z", endsAt: "2026-03-01T13:00:00Z" };

  it("opens nothing for its service while it lasts, by the anomaly's time, and says so in the log", async () => {
    await setUp({ maintenanceWindows: [window] });

    expect(await desk.takeIn()).toEqual({ kind: "skipped", reason: "maintenance" });
    expect(desk.logged).toContainEqual(["anomaly skipped", expect.objectContaining({ reason: "maintenance" })]);
    for (const at of ["2026-03-01T11:59:59.999Z", "2026-03-01T13:00:00Z"]) {
      expect((await desk.takeIn({ "@timestamp": at })).kind).not.toBe("skipped");
    }
    expect(await desk.takeIn({ service: "checkout" })).toMatchObject({ kind: "created" });
  });

  it("without a service is for all of them", async () => {
    await setUp({ maintenanceWindows: [{ ...window, service: null }] });

    expect(await desk.takeIn({ service: "checkout" })).toEqual({ kind: "skipped", reason: "maintenance" });
  });

  it("takes in what comes again after it was lifted", async () => {
    await setUp({ maintenanceWindows: [window] });
    await desk.takeIn({ event_id: "evt-1" });

    await setUp({ maintenanceWindows: [] });

    expect(await desk.takeIn({ event_id: "evt-1" })).toMatchObject({ kind: "created" });
  });
});

describe("G-12 the guard against flapping", () => {
  const openAndResolve = async () => {
    const incident = await desk.open();
    await moveIncident(desk.context(), { id: incident.id, move: "resolve" });
    return incident;
  };

  beforeEach(async () => {
    await desk.enablePlatforms();
    await setUp({ flapping: { enabled: true, maxIncidents: 3, window: "1h" } });
  });

  it.each([
    ["while the clock goes", minute],
    ["while a set clock stands still (D-21)", 0],
  ])("tells no platform of the fourth incident within an hour, and says why: %s", async (_case, step) => {
    for (let count = 0; count < 3; count += 1) {
      expect((await openAndResolve()).suppressedBy).toBeNull();
      desk.advance(step);
    }

    const fourth = await openAndResolve();

    expect(fourth).toMatchObject({ suppressedBy: "flapping", platforms: [] });
    expect((await desk.view(fourth.id)).forwardings).toEqual([]);
    const [created] = await desk.trail(fourth.id);
    expect(created?.details).toMatchObject({ platforms: [], suppressedBy: "flapping" });
  });

  it("counts only the last hour, and only the same service and severity", async () => {
    for (let count = 0; count < 3; count += 1) await openAndResolve();

    expect((await desk.open({ service: "checkout" })).suppressedBy).toBeNull();
    desk.advance(60 * minute);
    expect((await desk.open()).platforms).toEqual(["pagerduty", "slack"]);
  });

  it("counts a reopened incident once", async () => {
    await openAndResolve();
    await moveIncident(desk.context(), { id: "inc-20260301-001", move: "reopen" });
    await moveIncident(desk.context(), { id: "inc-20260301-001", move: "resolve" });

    for (let count = 0; count < 2; count += 1) expect((await openAndResolve()).suppressedBy).toBeNull();
    expect((await openAndResolve()).suppressedBy).toBe("flapping");
  });

  it("does nothing where it is off", async () => {
    await setUp({ flapping: { enabled: false } });

    for (let count = 0; count < 5; count += 1) expect((await openAndResolve()).suppressedBy).toBeNull();
  });
});

describe("G-12 an incident resolves by itself", () => {
  beforeEach(() => setUp({ autoResolve: { enabled: true, quietMinutes: 10 } }));

  it("once its service was quiet for so long, and not before", async () => {
    await desk.open();

    desk.advance(10 * minute - 1);
    expect(await sweepIncidents(desk.system())).toMatchObject({ checked: 0 });
    desk.advance(1);
    expect(await sweepIncidents(desk.system())).toMatchObject({ checked: 1, changed: 1 });

    expect(await stored()).toMatchObject({ status: "resolved", resolvedAt: "2026-03-01T12:10:00.000Z" });
    const { timeline } = await desk.view("inc-20260301-001");
    expect(timeline.at(-1)).toMatchObject({ actor: "system:auto-resolve", text: "Status changed to resolved" });
    desk.advance(minute);
    expect(await sweepIncidents(desk.system())).toMatchObject({ checked: 0 });
  });

  it("later, when another anomaly has come, also while the sweep looks at it", async () => {
    await desk.open();
    desk.advance(9 * minute);
    await desk.takeIn();
    desk.advance(minute);
    expect(await sweepIncidents(desk.system())).toMatchObject({ checked: 0 });
    desk.advance(9 * minute);
    const context = desk.system();
    const find: typeof context.incidentSettings.find = async (tenantId) => {
      await desk.takeIn({ event_id: "just-now" });
      return world.incidentSettings.find(tenantId);
    };

    await sweepIncidents({ ...context, incidentSettings: { ...world.incidentSettings, find } });

    expect(await stored()).toMatchObject({ status: "open", autoResolveAt: "2026-03-01T12:29:00.000Z" });
  });

  it("not when it was switched off meanwhile", async () => {
    await desk.open();
    await setUp({ autoResolve: { enabled: false } });
    desk.advance(10 * minute);

    await sweepIncidents(desk.system());

    expect(await stored()).toMatchObject({ status: "open", autoResolveAt: null });
  });

  it("later when its time was lengthened meanwhile", async () => {
    await desk.open();
    await setUp({ autoResolve: { quietMinutes: 30 } });
    desk.advance(10 * minute);

    await sweepIncidents(desk.system());

    expect(await stored()).toMatchObject({ status: "open", autoResolveAt: "2026-03-01T12:30:00.000Z" });
    desk.advance(20 * minute);
    await sweepIncidents(desk.system());
    expect(await stored()).toMatchObject({ status: "resolved" });
  });

  it("once, when two sweeps run at the same time (X-41)", async () => {
    await Promise.all(["a", "b", "c"].map((service) => desk.open({ service })));
    desk.advance(10 * minute);

    const summaries = await Promise.all([sweepIncidents(desk.system()), sweepIncidents(desk.system())]);

    expect(summaries.reduce((sum, { changed }) => sum + changed, 0)).toBe(3);
    expect((await desk.trail("inc-20260301-001")).map(({ action }) => action)).toEqual([
      "incident.created",
      "incident.resolved",
    ]);
  });

  it("not after a person has reopened it", async () => {
    await desk.open();
    desk.advance(10 * minute);
    await sweepIncidents(desk.system());
    await moveIncident(desk.context(), { id: "inc-20260301-001", move: "reopen" });
    desk.advance(60 * minute);

    await sweepIncidents(desk.system());

    expect(await stored()).toMatchObject({ status: "open" });
  });
});

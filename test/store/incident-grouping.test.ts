import { type IncidentMove, listIncidents, moveIncident, moveIncidents } from "@tessera/core/incidents";
import { updateAnomaly } from "@tessera/core/settings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

const minute = 60_000;
const windowMs = 15 * minute;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** An anomaly so long after (or before) the first one, which was at noon. */
const at = (ms: number) => ({ "@timestamp": new Date(Date.parse("2026-03-01T12:00:00Z") + ms).toISOString() });

const idsOf = async (desk: IncidentDesk, anomalies: Record<string, unknown>[]) => {
  const ids: string[] = [];
  for (const anomaly of anomalies) ids.push((await desk.open(anomaly)).id);
  return ids;
};

describe("LC-21 the score", () => {
  it("skips what is below 0.85, and says so in the log", async () => {
    const desk = openIncidents(world);

    const intake = await desk.takeIn({ anomaly_score: 0.84, event_id: "evt-low" });

    expect(intake).toEqual({ kind: "skipped", reason: "score" });
    expect((await listIncidents(desk.context(), { limit: 1, offset: 0, filter: {} })).items).toEqual([]);
    expect(desk.logged).toContainEqual([
      "anomaly skipped",
      expect.objectContaining({ reason: "score", eventId: "evt-low", anomalyScore: 0.84 }),
    ]);
  });

  it.each([0.85, 4.2])("opens an incident at %d", async (score) => {
    const desk = openIncidents(world);

    const intake = await desk.takeIn({ anomaly_score: score });

    expect(intake).toMatchObject({ kind: "created", incident: { anomalyScore: score } });
  });

  it("is the tenant's own, from the next anomaly on (LC-44)", async () => {
    const desk = openIncidents(world);
    await updateAnomaly(desk.context(), { patch: { minimumScore: 5 } });
    expect(await desk.takeIn()).toMatchObject({ kind: "skipped" });

    await updateAnomaly(desk.context(), { patch: { minimumScore: 0 } });

    expect(await desk.takeIn({ anomaly_score: 0 })).toMatchObject({ kind: "created" });
  });
});

describe("LC-22, H9 duplicates", () => {
  it("join the incident: it counts one more, and was updated", async () => {
    const desk = openIncidents(world);
    const opened = await desk.open();
    desk.advance(minute);

    const intake = await desk.takeIn();

    expect(intake).toMatchObject({ kind: "grouped", incident: { id: opened.id, anomalyCount: 2 } });
    const { incident } = await desk.view(opened.id);
    expect(incident).toMatchObject({ updatedAt: "2026-03-01T12:01:00.000Z", createdAt: opened.createdAt });
  });

  it.each([{ service: "order-engine" }, { severity: "high" }])("are none with another %o", async (other) => {
    const desk = openIncidents(world);
    await desk.open();

    expect(await desk.takeIn(other)).toMatchObject({ kind: "created", incident: { id: "inc-20260301-002" } });
  });

  it.each([
    ["a second before the window's end", windowMs - 1_000, "grouped"],
    ["exactly at its end", windowMs, "grouped"],
    ["a millisecond later", windowMs + 1, "created"],
    ["a minute later", windowMs + minute, "created"],
  ])("count %s", async (_when, ms, kind) => {
    const desk = openIncidents(world);
    await desk.open(at(0));

    expect(await desk.takeIn(at(ms))).toMatchObject({ kind });
  });

  it("are looked for in the tenant's own window (LC-44)", async () => {
    const desk = openIncidents(world);
    await updateAnomaly(desk.context(), { patch: { lookbackWindow: "30m" } });
    await desk.open(at(0));

    expect(await desk.takeIn(at(30 * minute))).toMatchObject({ kind: "grouped" });
    await updateAnomaly(desk.context(), { patch: { lookbackWindow: "30s" } });
    expect(await desk.takeIn(at(31 * minute))).toMatchObject({ kind: "created" });
  });
});

describe("LC-23 the window", () => {
  it("slides with each anomaly", async () => {
    const desk = openIncidents(world);

    const ids = await idsOf(desk, [at(0), at(14 * minute), at(28 * minute), at(43 * minute + 1)]);

    expect(ids).toEqual(["inc-20260301-001", "inc-20260301-001", "inc-20260301-001", "inc-20260301-002"]);
  });

  it("goes by the anomalies' own times, not by when they arrive", async () => {
    const desk = openIncidents(world);
    await desk.open(at(0));
    desk.advance(60 * minute);

    expect(await desk.takeIn(at(5 * minute))).toMatchObject({ kind: "grouped" });
    expect(await desk.takeIn(at(60 * minute))).toMatchObject({ kind: "created" });
  });

  it("takes a late one in, and moves no time back (D-23)", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open(at(0));
    desk.advance(-minute);

    const intake = await desk.takeIn(at(-windowMs));

    expect(intake).toMatchObject({ kind: "grouped", incident: { anomalyCount: 2 } });
    expect((await desk.view(id)).incident).toMatchObject({
      updatedAt: "2026-03-01T12:00:00.000Z",
      lastAnomalyAt: "2026-03-01T12:00:00.000Z",
      lastSeenAt: "2026-03-01T12:00:00.000Z",
    });
  });

  it("opens a new incident for one that is too late, and both take what is of their time (D-23)", async () => {
    const desk = openIncidents(world);

    const ids = await idsOf(desk, [at(0), at(-windowMs - 1), at(minute), at(-windowMs - minute)]);

    expect(ids).toEqual(["inc-20260301-001", "inc-20260301-002", "inc-20260301-001", "inc-20260301-002"]);
  });

  it("does not find what was resolved", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    await moveIncident(desk.context(), { id, move: "resolve" });

    expect(await desk.takeIn()).toMatchObject({ kind: "created", incident: { id: "inc-20260301-002" } });
    expect((await desk.view(id)).incident.anomalyCount).toBe(1);
  });

  const begun: IncidentMove[] = ["acknowledge", "escalate"];
  it.each(begun)("finds what somebody works on: %s", async (move) => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    await moveIncidents(desk.context(), { ids: [id], move });

    expect(await desk.takeIn()).toMatchObject({ kind: "grouped", incident: { id } });
  });
});

import { actForTenant } from "@tessera/core/access";
import { moveIncident, takeInAnomaly } from "@tessera/core/incidents";
import { updateAnomaly } from "@tessera/core/settings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAnomaly, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe("LC-23 an anomaly that joins an incident", () => {
  it("adds its services, and changes neither title nor severity nor score", async () => {
    const desk = openIncidents(world);
    const opened = await desk.open({ affected_services: ["payment-api", "orders-db"] });

    await desk.takeIn({
      affected_services: ["orders-db", "checkout"],
      anomaly_type: "latency",
      anomaly_score: 99,
      error_message: "out of memory",
      trace_id: "other",
    });

    const { incident } = await desk.view(opened.id);
    expect(incident.affectedServices).toEqual(["payment-api", "orders-db", "checkout"]);
    const { title, severity, anomalyScore, rca, traceId, status } = opened;
    expect(incident).toMatchObject({ title, severity, anomalyScore, rca, traceId, status });
  });

  it("leaves no entry in the incident's trail, and one in that of its anomalies (0.7)", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    await desk.takeIn();
    await desk.takeIn();

    expect((await desk.trail(id)).map(({ action }) => action)).toEqual(["incident.created"]);
    const grouped = await desk.trail(id, "incident_anomalies");
    expect(grouped.map(({ action, oldValue, newValue }) => [action, oldValue, newValue])).toEqual([
      ["incident.grouped", 1, 2],
      ["incident.grouped", 2, 3],
    ]);
    expect(await desk.trailFault(id)).toBeNull();
  });

  it("hints at no work: no platform is told again", async () => {
    const desk = openIncidents(world);
    await desk.enablePlatforms();
    const { id } = await desk.open();
    const before = desk.hints.length;

    await desk.takeIn();

    expect(desk.hints).toHaveLength(before);
    const { forwardings } = await desk.view(id);
    expect(forwardings.map(({ messages }) => messages.length)).toEqual([1, 1]);
  });
});

describe("LC-23 the same event", () => {
  it("counts once", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open({ event_id: "evt-1" });

    const intakes = [await desk.takeIn({ event_id: "evt-1" }), await desk.takeIn({ event_id: "evt-1" })];

    expect(intakes).toEqual(Array(2).fill({ kind: "skipped", reason: "repeated" }));
    expect((await desk.view(id)).incident.anomalyCount).toBe(1);
  });

  it.each([
    ["would open an incident", false],
    ["would join one", true],
  ])("counts once when it comes twenty times at once and %s (B1)", async (_case, isOpen) => {
    const desk = openIncidents(world);
    if (isOpen) await desk.open();

    const intakes = await Promise.all(Array.from({ length: 20 }, () => desk.takeIn({ event_id: "evt-1" })));

    expect(intakes.filter(({ kind }) => kind !== "skipped")).toHaveLength(1);
    const { incident } = await desk.view("inc-20260301-001");
    expect(incident.anomalyCount).toBe(isOpen ? 2 : 1);
    expect(await desk.trail(incident.id, "incident_anomalies")).toHaveLength(isOpen ? 1 : 0);
  });

  it("counts once by workers that share nothing but the table, whatever severity each was told", async () => {
    const desk = openIncidents(world);
    const others = Array.from({ length: 4 }, () => openIncidents({ ...world, ...world.another() }, desk));

    const intakes = await Promise.all(
      others.map((other, at) => other.takeIn({ event_id: "evt-1", severity: at % 2 === 0 ? "high" : "low" })),
    );

    expect(intakes.filter(({ kind }) => kind === "created")).toHaveLength(1);
    expect(intakes.filter(({ kind }) => kind === "skipped")).toHaveLength(3);
  });
});

describe("LC-22 what makes two anomalies the same", () => {
  it("is the sender's key alone, where it gives one", async () => {
    const desk = openIncidents(world);
    const opened = await desk.open({ dedup_key: "orders-db is down" });

    const same = await desk.takeIn({ dedup_key: "orders-db is down", service: "checkout", severity: "low" });
    const other = await desk.takeIn({ dedup_key: "orders-db is slow" });
    const without = await desk.takeIn();

    expect(same).toMatchObject({ kind: "grouped", incident: { id: opened.id, service: "payment-api" } });
    expect([other.kind, without.kind]).toEqual(["created", "created"]);
  });

  it("can have more fields, by the tenant's settings", async () => {
    const desk = openIncidents(world);
    await updateAnomaly(desk.context(), { patch: { fingerprintFields: ["environment", "anomalyType"] } });
    await desk.open({ environment: "eu" });

    expect(await desk.takeIn({ environment: "us" })).toMatchObject({ kind: "created" });
    expect(await desk.takeIn({ environment: "eu", anomaly_type: "latency" })).toMatchObject({ kind: "created" });
    expect(await desk.takeIn({ environment: "eu", error_message: "other" })).toMatchObject({ kind: "grouped" });
  });
});

describe("LC-9, LC-23 a reopened incident", () => {
  it("takes anomalies again, and no second one is opened", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    await moveIncident(desk.context(), { id, move: "resolve" });
    await moveIncident(desk.context(), { id, move: "reopen" });

    expect(await desk.takeIn()).toMatchObject({ kind: "grouped", incident: { id } });
  });

  it("also when its group has forgotten it, as another was opened meanwhile", async () => {
    const desk = openIncidents(world);
    const [first, second] = ["inc-20260301-001", "inc-20260301-002"];
    await desk.open();
    await moveIncident(desk.context(), { id: first, move: "resolve" });
    await desk.open();
    await moveIncident(desk.context(), { id: second, move: "resolve" });

    await moveIncident(desk.context(), { id: first, move: "reopen" });

    expect(await desk.takeIn()).toMatchObject({ kind: "grouped", incident: { id: first, anomalyCount: 2 } });
    expect((await desk.view(second)).incident.anomalyCount).toBe(1);
  });

  it("takes an anomaly that had already decided to open another (LC-24)", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    await moveIncident(desk.context(), { id, move: "resolve" });
    const context = desk.system();
    // Asked for once it is decided that a new incident is needed.
    const nextNumber: typeof context.incidents.nextNumber = async (...parts) => {
      if ((await desk.view(id)).incident.status === "resolved") {
        await moveIncident(desk.context(), { id, move: "reopen" });
      }
      return world.incidents.nextNumber(...parts);
    };
    const incidents = { ...context.incidents, nextNumber };

    const intake = await takeInAnomaly(
      { ...context, incidents },
      actForTenant(context, desk.tenantId),
      makeAnomaly(desk.clock.now),
    );

    expect(intake).toMatchObject({ kind: "grouped", incident: { id, anomalyCount: 2 } });
    expect(await desk.trailFault(id)).toBeNull();
  });
});

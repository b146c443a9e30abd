import { moveIncidents, takeInAnomalies } from "@tessera/core/incidents";
import { updateRouting } from "@tessera/core/settings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openaiModels } from "../unit/settings/settings-world.ts";
import { openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

describe("LC-25 a new incident", () => {
  it("is open, explained by rules, and recorded", async () => {
    const desk = openIncidents(world);

    const incident = await desk.open({ trace_id: "abcdef1234567890", affected_services: ["payment-api", "checkout"] });

    expect(incident).toMatchObject({
      ...{ status: "open", severity: "critical", service: "payment-api", anomalyScore: 4.2, anomalyCount: 1 },
      ...{ traceId: "abcdef1234567890", affectedServices: ["payment-api", "checkout"] },
      ...{ createdAt: "2026-03-01T12:00:00.000Z", updatedAt: "2026-03-01T12:00:00.000Z" },
      ...{ acknowledgedAt: null, resolvedAt: null, escalatedAt: null, escalatedTo: [] },
    });
    expect(incident.rca).toMatchObject({ source: "fallback", rootCause: expect.stringContaining("orders-db") });
    expect((await desk.view(incident.id)).timeline).toEqual([
      expect.objectContaining({
        action: "created",
        text: "Incident created from anomaly detection",
        at: incident.createdAt,
      }),
    ]);
  });

  it("goes to the enabled platforms of its severity's route, in the route's order (D-28)", async () => {
    const desk = openIncidents(world);
    await desk.enable(["slack", "pagerduty", "opsgenie"]);
    await updateRouting(desk.context(), { patch: { critical: ["slack", "jira", "pagerduty"], low: ["jira"] } });

    const [critical, low] = [await desk.open(), await desk.open({ severity: "low" })];

    expect(critical.platforms).toEqual(["slack", "pagerduty"]);
    expect(low.platforms).toEqual([]);
    expect((await desk.view(low.id)).forwardings).toEqual([]);
  });

  it("keeps its platforms when the settings change", async () => {
    const desk = openIncidents(world);
    await desk.enable(["slack"]);
    const { id } = await desk.open();

    await updateRouting(desk.context(), { patch: { critical: [] } });
    await desk.disable("slack");

    expect((await desk.view(id)).incident.platforms).toEqual(["slack"]);
  });

  it("keeps the anomaly that it was opened by, for its analysis", async () => {
    const desk = openIncidents(world);

    const incident = await desk.open({ event_id: "evt-1", evidence_logs: ["ERROR connection refused"] });

    expect(await world.incidents.findAnomaly(incident)).toMatchObject({
      eventId: "evt-1",
      evidenceLogs: [{ message: "ERROR connection refused" }],
    });
  });

  it("is saved whatever its logs weigh", async () => {
    const desk = openIncidents(world);
    const line = { message: "x".repeat(2_000), error: "ü".repeat(2_000) };

    const incident = await desk.open({
      evidence_logs: Array(100).fill(line),
      request_trace: Array(200).fill(line),
    });

    const kept = await world.incidents.findAnomaly(incident);
    expect(kept?.evidenceLogs.length).toBeGreaterThan(0);
    expect(kept?.requestTrace.length).toBeLessThan(200);
  });
});

describe("LC-29 the platforms of a new incident", () => {
  it("are not waited for: they are told by whoever gets the hint", async () => {
    const desk = openIncidents(world);
    await desk.enablePlatforms();
    desk.state.answer = () => new Promise(() => {});

    const { id } = await desk.open();

    expect(desk.told).toEqual([]);
    expect(desk.hints).toEqual([{ tenantId: desk.tenantId, incidentId: id, delaySeconds: 0 }]);
    const { forwardings } = await desk.view(id);
    expect(forwardings.map(({ platform, dueAt }) => [platform, dueAt])).toEqual([
      ["pagerduty", "2026-03-01T12:00:00.000Z"],
      ["slack", "2026-03-01T12:00:00.000Z"],
    ]);
    expect(forwardings.flatMap(({ messages }) => messages)).toEqual(
      Array(2).fill(expect.objectContaining({ number: 1, action: "trigger", status: "pending", attempts: 0 })),
    );
  });

  it("wait for the model's words for six seconds where they only file, and not where they page", async () => {
    const desk = openIncidents(world, { modelSettings: openaiModels });
    await desk.enablePlatforms();

    const { id, analysisDueAt } = await desk.open();

    expect(analysisDueAt).toBe("2026-03-01T12:00:00.000Z");
    expect((await desk.forwarding(id, "pagerduty")).dueAt).toBe("2026-03-01T12:00:00.000Z");
    expect((await desk.forwarding(id, "slack")).dueAt).toBe("2026-03-01T12:00:06.000Z");
  });

  it("are in the table, so that a lost hint loses nothing", async () => {
    const desk = openIncidents(world);
    await desk.enable(["slack"]);
    const context = desk.system();
    const events = [{ event_id: "e", "@timestamp": "2026-03-01T12:00:00Z", anomaly_type: "x", anomaly_score: 1 }];
    const incidentQueue = { send: () => Promise.reject(new Error("the queue is down")) };

    const { taken } = await takeInAnomalies(
      { ...desk.context(), incidentQueue },
      { events: events.map((event) => ({ ...event, severity: "critical", service: "s", tenant_id: "t" })) },
    );

    expect(taken).toMatchObject([{ intake: { kind: "created" } }]);
    expect((await desk.forwarding("inc-20260301-001", "slack")).dueAt).toBe(context.now().toISOString());
  });
});

describe("LC-20, D-24 many anomalies of one caller", () => {
  it("are taken one by one: what cannot be read is named by its place, and stops no other", async () => {
    const desk = openIncidents(world);
    const event = { "@timestamp": "2026-03-01T12:00:00Z", anomaly_type: "x", anomaly_score: 1, severity: "high" };
    const events = [
      { ...event, event_id: "1", service: "a", tenant_id: "t" },
      { ...event, event_id: "2", service: "b", tenant_id: "t", severity: "grave" },
      "nonsense",
      { ...event, event_id: "3", service: "a", tenant_id: "another-tenant" },
      { ...event, event_id: "1", service: "a", tenant_id: "t" },
    ];

    const { taken, rejected } = await takeInAnomalies(desk.context(), { events });

    expect(taken.map(({ index, intake }) => [index, intake.kind])).toEqual([
      [0, "created"],
      [3, "grouped"],
      [4, "skipped"],
    ]);
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, "invalid_request"],
      [2, "invalid_request"],
    ]);
    expect((await desk.view("inc-20260301-001")).incident).toMatchObject({ anomalyCount: 2, tenantId: desk.tenantId });
  });

  it("need a caller who may write", async () => {
    const desk = openIncidents(world);
    const reader = desk.context({ roles: [], scopes: ["incidents:read"] });

    await expect(takeInAnomalies(reader, { events: [] })).rejects.toMatchObject({ code: "forbidden" });
    await expect(moveIncidents(reader, { ids: [], move: "resolve" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

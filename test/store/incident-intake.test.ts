import { getIncident } from "@tessera/core/incidents";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type IncidentDesk, incidentOf, openIncidents } from "./incident-desk.ts";
import { signingKey, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** The same verbs in modules of their own: as in another process, nothing in memory is shared. */
async function openElsewhere(tenantId: string): Promise<IncidentDesk> {
  vi.resetModules();
  const { createStore } = await import("@tessera/store");
  const { createIncidentStore } = await import("@tessera/store/incidents");
  const desk = await import("./incident-desk.ts");
  const stores = createIncidentStore(createStore({ ...world.dynamo, signingKey }).open);
  return desk.openIncidents({ ...world, ...stores }, { tenantId });
}

describe("LC-24, H9 equal anomalies at the same time", () => {
  it("make one incident that counts all of them", async () => {
    const desk = openIncidents(world);

    const intakes = await Promise.all(Array.from({ length: 100 }, () => desk.takeIn()));

    const ids = new Set(intakes.map((intake) => incidentOf(intake).id));
    expect([...ids]).toEqual(["inc-20260301-001"]);
    expect(intakes.filter(({ kind }) => kind === "created")).toHaveLength(1);
    const { incident } = await getIncident(desk.context(), { id: "inc-20260301-001" });
    expect(incident.anomalyCount).toBe(100);
  });

  it("do so also when they come to five processes", async () => {
    const desk = openIncidents(world);
    const processes: IncidentDesk[] = [];
    while (processes.length < 5) processes.push(await openElsewhere(desk.tenantId));

    const intakes = await Promise.all(
      processes.flatMap((process) => Array.from({ length: 10 }, () => process.takeIn())),
    );

    const created = intakes.filter(({ kind }) => kind === "created");
    expect(created).toHaveLength(1);
    const [id = ""] = created.map((intake) => incidentOf(intake).id);
    expect(new Set(intakes.map((intake) => incidentOf(intake).id))).toEqual(new Set([id]));
    expect((await desk.view(id)).incident.anomalyCount).toBe(50);
    expect(await desk.trail(id, "incident_anomalies")).toHaveLength(49);
    expect(await desk.trailFault(id)).toBeNull();
  });
});

import { getIncident, listIncidents, moveIncident } from "@tessera/core/incidents";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeAudit, makeTenant } from "../support/builders.ts";
import { openIncidents } from "./incident-desk.ts";
import { collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Numbers of the first of March that others have taken. */
async function takeNumbers(tenantId: string, count: number): Promise<void> {
  const tenant = tenantId as Parameters<World["incidents"]["nextNumber"]>[0];
  await Promise.all(Array.from({ length: count }, () => world.incidents.nextNumber(tenant, "20260301")));
}

describe("LC-3, X-37 ids", () => {
  it("count from 001 in each day, by the UTC clock", async () => {
    const desk = openIncidents(world);
    desk.clock.now = new Date("2026-03-01T23:59:59.998Z");

    const ids: string[] = [];
    for (const service of ["a", "b", "c"]) {
      ids.push((await desk.open({ service })).id);
      desk.advance(1);
    }
    ids.push((await desk.open({ service: "d" })).id);

    expect(ids).toEqual(["inc-20260301-001", "inc-20260301-002", "inc-20260302-001", "inc-20260302-002"]);
  });

  it("are of the day of creation, whatever day the anomaly says", async () => {
    const desk = openIncidents(world);

    const { id, lastAnomalyAt } = await desk.open({ "@timestamp": "2026-02-28T23:30:00Z" });

    expect(id).toBe("inc-20260301-001");
    expect(lastAnomalyAt).toBe("2026-02-28T23:30:00.000Z");
  });

  it("have a fourth digit from the thousandth on", async () => {
    const desk = openIncidents(world);
    await takeNumbers(desk.tenantId, 998);

    const ids = [await desk.open({ service: "a" }), await desk.open({ service: "b" })].map(({ id }) => id);

    expect(ids).toEqual(["inc-20260301-999", "inc-20260301-1000"]);
  });

  it("are all different when sixty services fail at once", async () => {
    const desk = openIncidents(world);

    const opened = await Promise.all(Array.from({ length: 60 }, (_, at) => desk.open({ service: `service-${at}` })));

    expect(new Set(opened.map(({ id }) => id)).size).toBe(60);
  });
});

describe("LC-3, J2 two tenants", () => {
  it("have the same ids, and see nothing of each other", async () => {
    const [ours, theirs] = [openIncidents(world), openIncidents(world)];
    const [mine, yours] = [await ours.open({ service: "ours" }), await theirs.open({ service: "theirs" })];
    await theirs.open({ service: "theirs-2" });

    await moveIncident(ours.context(), { id: mine.id, move: "resolve" });

    expect(mine.id).toBe(yours.id);
    expect((await theirs.view(yours.id)).incident).toMatchObject({ service: "theirs", status: "open" });
    await expect(getIncident(ours.context(), { id: "inc-20260301-002" })).rejects.toMatchObject({ code: "not_found" });
    const { items } = await listIncidents(ours.context(), { limit: 10, offset: 0, filter: {} });
    expect(items.map(({ service }) => service)).toEqual(["ours"]);
    expect((await theirs.trail(yours.id)).map(({ action }) => action)).toEqual(["incident.created"]);
  });

  it("do not group each other's anomalies, nor take each other's events for repeated", async () => {
    const [ours, theirs] = [openIncidents(world), openIncidents(world)];
    await ours.takeIn({ event_id: "evt-1" });

    const intake = await theirs.takeIn({ event_id: "evt-1" });

    expect(intake).toMatchObject({ kind: "created", incident: { anomalyCount: 1 } });
    expect((await ours.view("inc-20260301-001")).incident.anomalyCount).toBe(1);
  });
});

describe("X-31, N1 the chains of incidents", () => {
  it("are named, each once, and whole for two tenants with the same ids", async () => {
    const tenants = [makeTenant(), makeTenant()];
    for (const tenant of tenants) {
      await world.access.createTenant(
        tenant,
        makeAudit({ id: tenant.id, tenantId: tenant.id }, { subjectType: "tenant" }),
      );
      const desk = openIncidents(world, { tenantId: tenant.id });
      const { id } = await desk.open();
      await Promise.all([desk.takeIn(), desk.takeIn(), moveIncident(desk.context(), { id, move: "acknowledge" })]);
    }

    const subjects = (await collect(world.audit.subjects())).filter(({ type }) => type.startsWith("incident"));

    const named = subjects.map(({ type, id, tenantId }) => `${type} ${tenantId} ${id}`).sort();
    const expected = tenants.flatMap(({ id }) =>
      ["incident", "incident_anomalies"].map((type) => `${type} ${id} inc-20260301-001`),
    );
    expect(named).toEqual(expected.sort());
    for (const subject of subjects) {
      expect(await world.audit.verify(subject)).toEqual({ entries: 2, fault: null });
    }
  });
});

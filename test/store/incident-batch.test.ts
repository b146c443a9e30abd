import { escalateIncident, type Incident, moveIncident, moveIncidents } from "@tessera/core/incidents";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const openMany = (desk: IncidentDesk, count: number): Promise<Incident[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => desk.open({ service: `service-${at}` })));

const statuses = async (desk: IncidentDesk, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await desk.view(id)).incident.status));

describe("LC-10 a batch", () => {
  it.each([
    ["acknowledge", "acknowledged"],
    ["resolve", "resolved"],
    ["escalate", "escalated"],
  ] as const)("can %s, each with an entry of its own", async (move, status) => {
    const desk = openIncidents(world);
    const ids = (await openMany(desk, 3)).map(({ id }) => id);

    const result = await moveIncidents(desk.context(), { ids, move });

    expect(result).toEqual({ ids, failed: [] });
    expect(await statuses(desk, ids)).toEqual([status, status, status]);
    for (const id of ids) {
      expect((await desk.trail(id)).map(({ newValue }) => newValue)).toEqual(["open", status]);
    }
  });

  it("can reopen", async () => {
    const desk = openIncidents(world);
    const ids = (await openMany(desk, 2)).map(({ id }) => id);
    await moveIncidents(desk.context(), { ids, move: "resolve" });

    expect(await moveIncidents(desk.context(), { ids, move: "reopen" })).toEqual({ ids, failed: [] });
    expect(await statuses(desk, ids)).toEqual(["open", "open"]);
  });

  it("does what it can, counts each once, and names what it cannot do", async () => {
    const [desk, theirs] = [openIncidents(world), openIncidents(world)];
    const [open, acknowledged, resolved] = (await openMany(desk, 3)).map(({ id }) => id) as [string, string, string];
    const foreign = "inc-20260301-004";
    await openMany(theirs, 4);
    await moveIncident(desk.context(), { id: acknowledged, move: "acknowledge" });
    await moveIncident(desk.context(), { id: resolved, move: "resolve" });

    const result = await moveIncidents(desk.context(), {
      ids: [resolved, open, "inc-20990101-001", open, acknowledged, foreign, open],
      move: "acknowledge",
    });

    expect(result.ids).toEqual([open, acknowledged]);
    expect(result.failed).toEqual([
      { id: resolved, code: "invalid_transition", message: "An incident that is resolved cannot be acknowledged" },
      { id: "inc-20990101-001", code: "not_found", message: "Incident not found" },
      { id: foreign, code: "not_found", message: "Incident not found" },
    ]);
    expect(await desk.trail(open)).toHaveLength(2);
    expect(await desk.trail(acknowledged)).toHaveLength(2);
    expect((await theirs.view(foreign)).incident.status).toBe("open");
  });

  it("names failures in the order given, whichever comes first", async () => {
    const desk = openIncidents(world);
    const ids = ["inc-20990101-003", "inc-20990101-001", "inc-20990101-002"];
    const { promise: othersFound, resolve: found } = Promise.withResolvers<void>();
    const find: World["incidents"]["find"] = async (tenantId, id) => {
      if (id === ids[0]) await othersFound;
      const incident = await world.incidents.find(tenantId, id);
      if (id === ids[2]) setImmediate(found);
      return incident;
    };

    const { failed } = await moveIncidents(
      { ...desk.context(), incidents: { ...world.incidents, find } },
      { ids, move: "resolve" },
    );

    expect(failed.map(({ id }) => id)).toEqual(ids);
  });
});

describe("A13 a batch that died in the middle", () => {
  it("is finished by the same batch: each of a hundred ids has one transition", async () => {
    const desk = openIncidents(world);
    const ids = (await openMany(desk, 100)).map(({ id }) => id);
    const context = desk.context();
    let commits = 0;
    const dying = {
      ...context,
      incidents: {
        ...world.incidents,
        commit: (...parts: Parameters<typeof world.incidents.commit>) => {
          commits += 1;
          return commits > 37 ? Promise.reject(new Error("killed")) : world.incidents.commit(...parts);
        },
      },
    };
    await expect(moveIncidents(dying, { ids, move: "resolve" })).rejects.toThrow("killed");

    const result = await moveIncidents(context, { ids, move: "resolve" });

    expect(result).toEqual({ ids, failed: [] });
    for (const id of ids) {
      expect((await desk.trail(id)).map(({ action }) => action)).toEqual(["incident.created", "incident.resolved"]);
    }
  });

  it("and two equal batches at once change each incident once", async () => {
    const desk = openIncidents(world);
    const ids = (await openMany(desk, 20)).map(({ id }) => id);

    const results = await Promise.all([1, 2].map(() => moveIncidents(desk.context(), { ids, move: "acknowledge" })));

    expect(results).toEqual(Array(2).fill({ ids, failed: [] }));
    for (const id of ids) expect(await desk.trail(id)).toHaveLength(2);
  });
});

describe("LC-10 an escalating batch", () => {
  it("tells the paging platforms of each incident", async () => {
    const desk = openIncidents(world);
    await desk.enable(["pagerduty"]);
    const ids = (await openMany(desk, 2)).map(({ id }) => id);
    await escalateIncident(desk.context(), { id: ids[0] ?? "" });
    desk.told.length = 0;

    const result = await moveIncidents(desk.context(), { ids, move: "escalate" });

    expect(result).toEqual({ ids, failed: [] });
    expect(desk.told.map(({ incident }) => incident.id).sort()).toEqual(ids.toSorted());
    expect((await desk.trail(ids[0] ?? "")).map(({ newValue }) => newValue)).toEqual([
      "open",
      "escalated",
      "escalated",
    ]);
  });
});

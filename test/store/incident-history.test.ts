import { draftEntry } from "@tessera/core/audit";
import {
  addIncidentNote,
  countIncidents,
  escalateIncident,
  type IncidentMove,
  incidentMoves,
  incidentStatuses,
  listIncidentAudit,
  measureResponse,
  moveIncident,
  moveIncidents,
} from "@tessera/core/incidents";
import { severities } from "@tessera/core/settings";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const audit = async (desk: IncidentDesk, id: string) =>
  (await listIncidentAudit(desk.context(), { id })).map(({ action, at, text }) => [action, at, text]);

describe("LC-60 the audit of an incident", () => {
  it("tells the story of the sample", async () => {
    const desk = openIncidents(world);
    desk.clock.now = new Date("2024-03-01T15:30:00Z");
    await desk.enable(["pagerduty"]);
    const { id } = await desk.open();
    desk.advance(5 * minute);
    await moveIncident(desk.context(), { id, move: "acknowledge" });
    desk.advance(10 * minute);
    await escalateIncident(desk.context(), { id });
    desk.advance(15 * minute);
    await moveIncident(desk.context(), { id, move: "resolve" });

    expect(id).toBe("inc-20240301-001");
    expect(await audit(desk, id)).toEqual([
      ["created", "2024-03-01T15:30:00.000Z", "Incident created from anomaly detection"],
      ["acknowledged", "2024-03-01T15:35:00.000Z", "Status changed from open to acknowledged"],
      ["escalated", "2024-03-01T15:45:00.000Z", "Escalated to pagerduty"],
      ["resolved", "2024-03-01T16:00:00.000Z", "Status changed to resolved"],
    ]);
  });

  it("holds reopenings and what a batch did, and who it was", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    await moveIncidents(desk.context({ userId: "bob" }), { ids: [id], move: "resolve" });
    await moveIncidents(desk.context(), { ids: [id], move: "reopen" });

    const entries = await listIncidentAudit(desk.context(), { id });

    expect(entries.map(({ action, actor, text }) => [action, actor, text]).slice(1)).toEqual([
      ["resolved", "user:bob", "Status changed to resolved"],
      ["reopened", "user:ada", "Status changed from resolved to open"],
    ]);
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(3);
  });

  it("holds neither anomalies nor notes: these stand in the incident's timeline", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    await desk.takeIn();
    await addIncidentNote(desk.context(), { id, text: "Restarted orders-db" });

    expect((await audit(desk, id)).map(([action]) => action)).toEqual(["created"]);
    const { timeline, incident } = await desk.view(id);
    expect(timeline.map(({ action, text, actor }) => [action, text, actor]).at(-1)).toEqual([
      "noted",
      "Restarted orders-db",
      "user:ada",
    ]);
    expect(timeline).toHaveLength(2);
    expect(incident.anomalyCount).toBe(2);
  });

  it("is readable as a whole after five hundred entries (X-31)", async () => {
    const desk = openIncidents(world);
    let incident = await desk.open();
    const { id, tenantId } = incident;
    const facts = { tenantId, subjectType: "incident", subjectId: id, action: "incident.reopened" };
    // As the verbs write them, but faster.
    for (let count = 1; count <= 500; count += 1) {
      const after = { ...incident, version: incident.version + 1 };
      const audit = draftEntry(desk.context(), { ...facts, details: { text: `entry ${count}` } });
      incident = await world.incidents.commit({ before: incident, after, audit }, desk.clock.now);
    }

    const entries = await audit(desk, id);

    expect(entries.map(([, , text]) => text).slice(1)).toEqual(
      Array.from({ length: 500 }, (_, count) => `entry ${count + 1}`),
    );
    expect(await desk.trailFault(id)).toBeNull();
  });

  it.each(["inc-20260301-001", "inc-20260301-999"])("is not_found for a stranger, of %s", async (id) => {
    const [ours, theirs] = [openIncidents(world), openIncidents(world)];
    await theirs.open();

    await expect(audit(ours, id)).rejects.toMatchObject({ code: "not_found", message: "Incident not found" });
    await expect(ours.view(id)).rejects.toMatchObject({ code: "not_found" });
    await expect(addIncidentNote(ours.context(), { id, text: "x" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("LC-61 the counts", () => {
  it("are equal to a recount after any moves, also at the same time", async () => {
    const anyMoves = fc.array(fc.tuple(fc.nat({ max: 7 }), fc.constantFrom(...incidentMoves)), {
      minLength: 20,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(anyMoves, async (moves) => {
        const desk = openIncidents(world);
        const opened = await Promise.all(
          Array.from({ length: 8 }, (_, at) => desk.open({ service: `s${at}`, severity: severities[at % 4] })),
        );
        const act = ([at, move]: [number, IncidentMove]) =>
          moveIncidents(desk.context(), { ids: [opened[at]?.id ?? ""], move });

        await Promise.all(moves.map(act));

        const now = await Promise.all(opened.map(async ({ id }) => (await desk.view(id)).incident));
        const count = (status: string, severity: string) =>
          now.filter((incident) => incident.status === status && incident.severity === severity).length;
        const recount = Object.fromEntries(
          incidentStatuses.map((status) => [
            status,
            Object.fromEntries(severities.map((severity) => [severity, count(status, severity)])),
          ]),
        );
        expect(await countIncidents(desk.context())).toEqual(recount);
      }),
      { numRuns: 5 },
    );
  });
});

describe("LC-61 how fast people are", () => {
  /** Incidents that were acknowledged, and resolved, so many minutes after they were opened. */
  async function livedThrough(desk: IncidentDesk, times: [number | null, number | null][]): Promise<void> {
    for (const [at, [acknowledged, resolved]] of times.entries()) {
      const { id } = await desk.open({ service: `service-${at}` });
      const opened = desk.clock.now.getTime();
      const moveAt = async (minutes: number, move: "acknowledge" | "resolve") => {
        desk.clock.now = new Date(opened + minutes * minute);
        await moveIncident(desk.context(), { id, move });
      };
      if (acknowledged !== null) await moveAt(acknowledged, "acknowledge");
      if (resolved !== null) await moveAt(resolved, "resolve");
    }
  }

  it("is measured from creation, in minutes", async () => {
    const desk = openIncidents(world);
    await livedThrough(desk, [
      [2, 10],
      [4, 20],
      [6, 30],
      [8, 100],
      [null, 40],
      [10, null],
      [null, null],
    ]);

    expect(await measureResponse(desk.context(), { days: 30 })).toEqual({
      mtta: { sampleSize: 5, avg: 6, median: 6, p95: 9.6, min: 2, max: 10 },
      mttr: { sampleSize: 5, avg: 40, median: 30, p95: 88, min: 10, max: 100 },
      isComplete: true,
    });
  });

  it("lies between the two middle ones of an even number, and is rounded to a tenth", async () => {
    const desk = openIncidents(world);
    await livedThrough(desk, [
      [1, null],
      [1, null],
      [3, null],
      [0.25, null],
    ]);

    const { mtta, mttr } = await measureResponse(desk.context(), { days: 1 });

    expect(mtta).toEqual({ sampleSize: 4, avg: 1.3, median: 1, p95: 2.7, min: 0.3, max: 3 });
    expect(mttr).toEqual({ sampleSize: 0, avg: null, median: null, p95: null, min: null, max: null });
  });

  it("counts the incidents of the last days alone", async () => {
    const desk = openIncidents(world);
    await livedThrough(desk, [[60, null]]);
    desk.clock.now = new Date("2026-03-03T12:00:00Z");
    await livedThrough(desk, [[2, null]]);
    const measure = async (days: number) => (await measureResponse(desk.context(), { days })).mtta.sampleSize;

    expect(await measure(2)).toBe(1);
    desk.clock.now = new Date(Date.parse("2026-03-01T12:00:00Z") + 2 * day);
    expect(await measure(2)).toBe(2);
  });

  it("is measured anew for an incident that was reopened", async () => {
    const desk = openIncidents(world);
    await livedThrough(desk, [[1, 5]]);
    const id = "inc-20260301-001";
    await moveIncident(desk.context(), { id, move: "reopen" });
    expect(await measureResponse(desk.context(), { days: 1 })).toMatchObject({ mttr: { sampleSize: 0 } });
    desk.advance(5 * minute);
    await moveIncident(desk.context(), { id, move: "resolve" });

    expect(await measureResponse(desk.context(), { days: 1 })).toMatchObject({ mttr: { avg: 10, sampleSize: 1 } });
  });
});

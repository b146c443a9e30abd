import type { Principal } from "@tessera/core/access";
import {
  escalateIncident,
  type Incident,
  type IncidentMove,
  type IncidentStatus,
  incidentMoves,
  incidentStatuses,
  moveIncident,
} from "@tessera/core/incidents";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type IncidentDesk, openIncidents } from "./incident-desk.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** LC-8 as it is written: where each move leads, `same` where it changes nothing, null where it is illegal. */
const matrix: Record<IncidentStatus, Record<IncidentMove, IncidentStatus | "same" | null>> = {
  open: { acknowledge: "acknowledged", escalate: "escalated", resolve: "resolved", reopen: null },
  acknowledged: { acknowledge: "same", escalate: "escalated", resolve: "resolved", reopen: null },
  escalated: { acknowledge: "acknowledged", escalate: "escalated", resolve: "resolved", reopen: null },
  resolved: { acknowledge: null, escalate: null, resolve: "same", reopen: "open" },
};
const way: Record<IncidentStatus, IncidentMove[]> = {
  open: [],
  acknowledged: ["acknowledge"],
  escalated: ["escalate"],
  resolved: ["resolve"],
};

async function act(desk: IncidentDesk, id: string, move: IncidentMove): Promise<Incident> {
  if (move !== "escalate") return moveIncident(desk.context(), { id, move });
  return (await escalateIncident(desk.context(), { id })).incident;
}

async function openAs(desk: IncidentDesk, status: IncidentStatus): Promise<Incident> {
  let incident = await desk.open();
  desk.advance(60_000);
  for (const move of way[status]) incident = await act(desk, incident.id, move);
  desk.advance(60_000);
  return incident;
}

const cells = incidentStatuses.flatMap((status) =>
  incidentMoves.map((move) => ({ status, move, target: matrix[status][move] })),
);

describe("LC-8 what leads where", () => {
  it.each(cells.filter(({ target }) => target !== null && target !== "same"))(
    "$status: $move leads to $target, and is recorded once",
    async ({ status, move, target }) => {
      const desk = openIncidents(world);
      const before = await openAs(desk, status);

      const after = await act(desk, before.id, move);

      expect(after).toMatchObject({ status: target, updatedAt: desk.clock.now.toISOString() });
      expect((await desk.view(before.id)).incident).toEqual(after);
      const entries = await desk.trail(before.id);
      expect(entries).toHaveLength(way[status].length + 2);
      expect(entries.at(-1)).toMatchObject({ oldValue: status, newValue: target, actor: "user:ada" });
      expect(await desk.trailFault(before.id)).toBeNull();
    },
  );

  it.each(cells.filter(({ target }) => target === "same"))(
    "$status: $move answers the first time, and leaves no trace",
    async ({ status, move }) => {
      const desk = openIncidents(world);
      const before = await openAs(desk, status);
      desk.hints.length = 0;

      const after = await act(desk, before.id, move);

      expect(after).toEqual(before);
      expect(await desk.trail(before.id)).toHaveLength(2);
      expect(desk.hints).toEqual([]);
    },
  );

  it.each(cells.filter(({ target }) => target === null))(
    "$status: $move is refused, and changes nothing",
    async ({ status, move }) => {
      const desk = openIncidents(world);
      const before = await openAs(desk, status);
      desk.told.length = 0;

      await expect(act(desk, before.id, move)).rejects.toMatchObject({ code: "invalid_transition" });

      expect((await desk.view(before.id)).incident).toEqual(before);
      expect(desk.told).toEqual([]);
    },
  );
});

describe("LC-5, LC-6, LC-9 the times of an incident", () => {
  it("are the first ones, and begin anew when it is reopened", async () => {
    const desk = openIncidents(world);
    const { id } = await desk.open();
    const moves: IncidentMove[] = ["acknowledge", "escalate", "acknowledge", "resolve"];
    for (const move of moves) {
      desk.advance(60_000);
      await act(desk, id, move);
    }

    expect((await desk.view(id)).incident).toMatchObject({
      acknowledgedAt: "2026-03-01T12:01:00.000Z",
      escalatedAt: "2026-03-01T12:02:00.000Z",
      resolvedAt: "2026-03-01T12:04:00.000Z",
    });
    desk.advance(60_000);
    expect(await act(desk, id, "reopen")).toMatchObject({
      ...{ status: "open", reopenedAt: "2026-03-01T12:05:00.000Z" },
      ...{ acknowledgedAt: null, escalatedAt: null, resolvedAt: null },
    });
  });
});

const readOnly: Partial<Principal> = { roles: [], scopes: ["incidents:read"] };

describe("LC-8 who may move what", () => {
  it.each(incidentMoves)("%s: not_found for another tenant's and for none, forbidden for a reader", async (move) => {
    const [ours, theirs] = [openIncidents(world), openIncidents(world)];
    await theirs.open();
    const { id } = await theirs.open({ service: "second" });

    for (const unknown of [id, "inc-20260301-999", "x"]) {
      await expect(act(ours, unknown, move)).rejects.toMatchObject({
        code: "not_found",
        message: "Incident not found",
      });
    }
    const reader = { ...theirs, context: () => ours.context({ ...readOnly, tenantId: theirs.tenantId }) };
    await expect(act(reader, id, move)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("H12 thirty moves at once", () => {
  it("make a legal history, one entry for each change", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...incidentMoves), { minLength: 30, maxLength: 30 }), async (moves) => {
        const desk = openIncidents(world);
        await desk.enable(["pagerduty"]);
        const { id } = await desk.open();

        const results = await Promise.allSettled(moves.map((move) => act(desk, id, move)));

        for (const result of results) {
          if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "invalid_transition" });
        }
        const [created, ...entries] = await desk.trail(id);
        let status = created?.newValue as IncidentStatus;
        for (const { action, oldValue, newValue } of entries) {
          expect(oldValue).toBe(status);
          const move = moveOf(action);
          expect(matrix[status][move]).toBe(newValue);
          status = newValue as IncidentStatus;
        }
        expect((await desk.view(id)).incident.status).toBe(status);
        const escalated = results.filter((one, at) => one.status === "fulfilled" && moves[at] === "escalate");
        expect(entries.filter(({ action }) => action === "incident.escalated")).toHaveLength(escalated.length);
        expect(await desk.trailFault(id)).toBeNull();
      }),
      { numRuns: 6 },
    );
  });
});

const moveOf = (action: string): IncidentMove =>
  incidentMoves.find((move) => action.startsWith(`incident.${move.replace(/e$/, "")}`)) ?? "reopen";

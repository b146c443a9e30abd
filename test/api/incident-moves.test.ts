import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import {
  auditOf,
  incidentIn,
  incidentStatuses,
  type Move,
  move,
  moves,
  nobodysId,
  openIncident,
  readIncident,
  type Status,
} from "../support/incidents.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:write"] })).key;
});

/** Where each move leads (LC-8); null: it is illegal. */
const table: Record<Status, Record<Move, Status | null>> = {
  open: { acknowledge: "acknowledged", escalate: "escalated", resolve: "resolved", reopen: null },
  acknowledged: { acknowledge: "acknowledged", escalate: "escalated", resolve: "resolved", reopen: null },
  escalated: { acknowledge: "acknowledged", escalate: "escalated", resolve: "resolved", reopen: null },
  resolved: { acknowledge: null, escalate: null, resolve: "resolved", reopen: "open" },
};

const cells = incidentStatuses.flatMap((from) => moves.map((name) => ({ from, name, to: table[from][name] })));
const past: Record<Move, string> = {
  acknowledge: "acknowledged",
  escalate: "escalated",
  resolve: "resolved",
  reopen: "reopened",
};

describe("LC-8, B-18, B-20 every move from every status", () => {
  it.each(cells.filter(({ to }) => to === null))("$from: $name is illegal, and changes nothing", async (cell) => {
    const id = await incidentIn(test, key, cell.from);
    const before = [await readIncident(test, key, id), await auditOf(test, key, id)];

    test.clock.advance(60_000);
    const { status, body } = await move(test, key, id, cell.name);

    expect(status).toBe(409);
    expect(body).toEqual({ error: { code: "invalid_transition", message: expect.stringContaining(cell.from) } });
    expect([await readIncident(test, key, id), await auditOf(test, key, id)]).toEqual(before);
  });

  it.each(cells.filter(({ from, to }) => to !== null && to !== from))(
    "$from: $name leads to $to, with one entry",
    async ({ from, name, to }) => {
      const id = await incidentIn(test, key, from);
      const entries = await auditOf(test, key, id);
      test.clock.advance(61_000);
      const now = `${test.clock.now().toISOString().slice(0, 19)}Z`;

      const { status, body } = await move(test, key, id, name);

      expect(status).toBe(200);
      expect(body).toEqual({
        ...{ id, status: to, [`${past[name]}At`]: now },
        ...(name === "escalate" && { escalatedTo: [] }),
      });
      expect(await readIncident(test, key, id)).toMatchObject({ status: to, updatedAt: now });
      const after = await auditOf(test, key, id);
      expect(after.slice(0, -1)).toEqual(entries);
      expect(after.at(-1)).toMatchObject({ action: past[name], timestamp: now });
    },
  );

  it.each(["acknowledge", "resolve"] as const)("%s again answers the first time, and writes nothing", async (name) => {
    const id = await openIncident(test, key);
    const first = await move(test, key, id, name);
    const before = [await readIncident(test, key, id), await auditOf(test, key, id)];

    test.clock.advance(3_600_000);
    const second = await move(test, key, id, name);

    expect([second.status, second.text]).toEqual([200, first.text]);
    expect([await readIncident(test, key, id), await auditOf(test, key, id)]).toEqual(before);
  });

  it("D-25 escalate again has a new time and an entry of its own", async () => {
    const id = await openIncident(test, key);
    const first = await move(test, key, id, "escalate");
    test.clock.advance(60_000);

    const second = await move(test, key, id, "escalate");

    expect(second.status).toBe(200);
    expect(Date.parse(second.body.escalatedAt) - Date.parse(first.body.escalatedAt)).toBe(60_000);
    expect((await auditOf(test, key, id)).map(({ action }) => action)).toEqual(["created", "escalated", "escalated"]);
  });

  it("acknowledging an escalated incident keeps when it was first acknowledged", async () => {
    const id = await incidentIn(test, key, "acknowledged");
    const { acknowledgedAt } = await readIncident(test, key, id);
    test.clock.advance(60_000);
    await move(test, key, id, "escalate");

    const { body } = await move(test, key, id, "acknowledge");

    expect(body).toEqual({ id, status: "acknowledged", acknowledgedAt });
  });

  it("LC-9 a reopened incident has none of its former times", async () => {
    const id = await incidentIn(test, key, "resolved");

    await move(test, key, id, "reopen");

    expect(await readIncident(test, key, id)).toMatchObject({
      ...{ status: "open", acknowledgedAt: null, resolvedAt: null, escalatedAt: null },
    });
  });
});

describe("LC-8 an incident that there is not", () => {
  it.each(moves)("%s answers 404 in LC's words", async (name) => {
    for (const id of [nobodysId(), "batch", "INC-20260301-001", "inc-20260301-1", "x".repeat(500)]) {
      const { status, body } = await move(test, key, id, name);

      expect([status, body]).toEqual([404, { error: { code: "not_found", message: "Incident not found" } }]);
    }
  });
});

describe("LC-5, LC-6, LC-9 a move needs no body", () => {
  it.each(["acknowledge", "resolve", "reopen"] as const)("%s looks at none that it is given", async (name) => {
    const id = await incidentIn(test, key, name === "reopen" ? "resolved" : "open");

    const { status } = await test.call("POST", `/api/incidents/${id}/${name}`, { key, raw: "{", headers: {} });

    expect(status).toBe(200);
  });
});

describe("H12 moves at once", () => {
  it("each move is made once, whoever wins", async () => {
    const id = await openIncident(test, key);

    const answers = await Promise.all(Array.from({ length: 10 }, () => move(test, key, id, "acknowledge")));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await auditOf(test, key, id)).map(({ action }) => action)).toEqual(["created", "acknowledged"]);
  });
});

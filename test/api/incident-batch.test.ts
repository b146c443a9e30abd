import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { auditOf, incidentIn, moves, nobodysId, openIncident, readIncident } from "../support/incidents.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:write"] })).key;
});

const batch = (body: unknown) => test.call("POST", "/api/v1/incidents/batch", { key, body });

describe("LC-10 POST /api/v1/incidents/batch", () => {
  it.each(moves)("B-18 %ss many, each with an entry of its own", async (action) => {
    const from = action === "reopen" ? "resolved" : "open";
    const ids = [await incidentIn(test, key, from), await incidentIn(test, key, from)];
    const counts = await Promise.all(ids.map(async (id) => (await auditOf(test, key, id)).length));

    const { status, body } = await batch({ ids, action });

    expect([status, body]).toEqual([200, { updated: 2, action, ids }]);
    for (const [at, id] of ids.entries()) {
      expect(await auditOf(test, key, id)).toHaveLength((counts[at] ?? 0) + 1);
    }
  });

  it("names those that it cannot move, and moves the others", async () => {
    const [open, done, resolved] = [
      await openIncident(test, key),
      await incidentIn(test, key, "acknowledged"),
      await incidentIn(test, key, "resolved"),
    ];
    const unknown = nobodysId();
    const before = await auditOf(test, key, done);

    const { status, body } = await batch({ ids: [unknown, open, resolved, done, "no-id"], action: "acknowledge" });

    expect(status).toBe(200);
    expect(body).toMatchObject({ updated: 2, action: "acknowledge", ids: [open, done] });
    expect(new Map(body.failed.map((one: { id: string; code: string }) => [one.id, one.code]))).toEqual(
      new Map([
        [unknown, "not_found"],
        [resolved, "invalid_transition"],
        ["no-id", "not_found"],
      ]),
    );
    expect((await readIncident(test, key, resolved)).status).toBe("resolved");
    // It stood there already.
    expect(await auditOf(test, key, done)).toEqual(before);
  });

  it("counts an id once, however often it is named", async () => {
    const id = await openIncident(test, key);

    const { body } = await batch({ ids: [id, id, id], action: "escalate" });

    expect(body).toEqual({ updated: 1, action: "escalate", ids: [id] });
    expect((await auditOf(test, key, id)).map(({ action }) => action)).toEqual(["created", "escalated"]);
  });

  it("A13 repeated, it changes nothing more", async () => {
    const ids = [await openIncident(test, key), await openIncident(test, key)];
    const first = await batch({ ids, action: "resolve" });
    const trails = await Promise.all(ids.map((id) => auditOf(test, key, id)));

    const second = await batch({ ids, action: "resolve" });

    expect(second.text).toBe(first.text);
    expect(await Promise.all(ids.map((id) => auditOf(test, key, id)))).toEqual(trails);
  });

  it("takes a hundred ids, and no more", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `inc-20990101-${1_000 + at}`);

    expect((await batch({ ids: many(100), action: "resolve" })).body).toMatchObject({ updated: 0, ids: [] });
    expect((await batch({ ids: many(101), action: "resolve" })).status).toBe(400);
  });

  it.each([
    {},
    { action: "resolve" },
    { ids: [], action: "resolve" },
    { ids: null, action: "resolve" },
    { ids: "inc-20260301-001", action: "resolve" },
    { ids: [1], action: "resolve" },
    { ids: [""], action: "resolve" },
    { ids: ["\ud800"], action: "resolve" },
    { ids: ["x".repeat(129)], action: "resolve" },
    { ids: ["inc-20260301-001"] },
    { ids: ["inc-20260301-001"], action: "close" },
    { ids: ["inc-20260301-001"], action: "resolve", force: true },
    [],
  ])("refuses %j", async (body) => {
    const { status, body: answer } = await batch(body);

    expect([status, answer.error.code]).toEqual([400, "validation_error"]);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Caller, createTestApp, type TestApp } from "../support/api.ts";
import { documentedRoutes, incidentRequest } from "../support/incident-routes.ts";
import { nobodysId, openIncident, readIncident, setPlatforms } from "../support/incidents.ts";
import { dumpTable } from "../support/table-dump.ts";

const mark = "canary-of-the-other";

let test: TestApp;
let own: Caller;
let other: Caller;
let foreignId: string;

beforeAll(async () => {
  test = await createTestApp({ ownTable: true });
  own = await test.signUp();
  other = await test.signUp();
  for (const { key } of [own, other]) {
    await setPlatforms(test, key, { slack: { enabled: true, webhookUrl: "https://hooks.slack.com/services/T/B/x" } });
  }
  await openIncident(test, own.key, { service: "own-service" });
  await openIncident(test, other.key, { service: mark });
  // One whose number the own tenant has not reached.
  foreignId = await openIncident(test, other.key, { service: `${mark}-2`, message: mark });
  await test.call("PATCH", "/api/v1/config/anomaly", { key: other.key, body: { minimumScore: 99 } });
});

/** An answer without what differs by nature: the id that was asked for, the request's, and the count of calls left. */
function essenceOf({ status, headers, text }: Answer, id: string) {
  const { "x-request-id": _id, ratelimit: _left, ...rest } = Object.fromEntries(headers);
  return { status, headers: rest, text: text.replaceAll(id, "ID") };
}

async function compare(ask: (id: string) => Promise<Answer>): Promise<number> {
  const before = await dumpTable(test);
  const unknownId = nobodysId();

  const unknown = essenceOf(await ask(unknownId), unknownId);
  const foreign = essenceOf(await ask(foreignId), foreignId);

  expect(foreign).toEqual(unknown);
  expect(await dumpTable(test)).toEqual(before);
  return foreign.status;
}

describe("J2 an id of another tenant is answered byte for byte like one that never was, and nothing is written", () => {
  it.each(Object.keys(documentedRoutes).filter((route) => route.includes(":id")))("%s", async (route) => {
    const { method, call } = incidentRequest(route);

    const status = await compare((id) => test.call(method, incidentRequest(route, id).path, { key: own.key, ...call }));

    expect(status).toBe(404);
  });

  it("GET /api/v1/audit", async () => {
    const path = "/api/v1/audit?incident_id=";

    expect(await compare((id) => test.call("GET", path + id, { key: own.key }))).toBe(404);
  });

  it.each(["acknowledge", "resolve", "escalate", "reopen"])("a batch that would %s it", async (action) => {
    const body = (id: string) => ({ ids: [id], action });

    const status = await compare((id) =>
      test.call("POST", "/api/v1/incidents/batch", { key: own.key, body: body(id) }),
    );

    expect(status).toBe(200);
  });

  it("the own tenant's incident has the same number as the other's first, and they stay two", async () => {
    const [mine, theirs] = [
      await readIncident(test, own.key, "inc-20260301-001"),
      await readIncident(test, other.key, "inc-20260301-001"),
    ];

    expect([mine.service, theirs.service]).toEqual(["own-service", mark]);
  });
});

describe("J2 nothing of another tenant stands in any answer", () => {
  it.each([
    "/api/incidents",
    `/api/incidents?q=${mark}`,
    `/api/incidents?service=${mark}`,
    "/api/v1/stats",
    "/api/v1/metrics/mttr",
    "/api/v1/config",
    "/api/v1/audit?incident_id=inc-20260301-001",
    "/api/v1/llm-status",
  ])("%s", async (path) => {
    const { status, text } = await test.call("GET", path, { key: own.key });

    expect(status).toBe(200);
    expect(text).not.toContain(mark);
  });

  it("counts and settings are the own ones", async () => {
    const get = async (path: string, { key }: Caller) => (await test.call("GET", path, { key })).body;

    expect([(await get("/api/v1/stats", own)).total, (await get("/api/v1/stats", other)).total]).toEqual([1, 2]);
    expect((await get("/api/v1/config", own)).anomaly.minimumScore).toBe(0.85);
    expect((await get("/api/v1/config", other)).anomaly.minimumScore).toBe(99);
  });

  it("anomalies of the same service are grouped within their tenant alone (LC-23)", async () => {
    const id = await openIncident(test, own.key, { service: mark });

    expect((await readIncident(test, own.key, id)).anomalyCount).toBe(1);
  });
});

describe("J3 cursors", () => {
  it("another tenant's, an edited and a made-up one are 400, in the same words", async () => {
    const list = (query: string, { key }: Caller) => test.call("GET", `/api/incidents?limit=1${query}`, { key });
    const cursorOf = async (caller: Caller) => String((await list("", caller)).headers.get("x-next-cursor"));
    const [mine, theirs] = [await cursorOf(own), await cursorOf(other)];
    const follow = (cursor: string) => list(`&cursor=${encodeURIComponent(cursor)}`, own);
    const middle = Math.floor(mine.length / 2);
    const edited = `${mine.slice(0, middle)}${mine[middle] === "A" ? "B" : "A"}${mine.slice(middle + 1)}`;

    const good = await follow(mine);
    const bad = [await follow(theirs), await follow(edited), await follow("eyJwIjoxfQ.AAAA"), await follow(`${mine}A`)];

    expect(good.status).toBe(200);
    expect(new Set(bad.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect([bad[0]?.status, bad[0]?.body.error.code]).toEqual([400, "validation_error"]);
  });
});

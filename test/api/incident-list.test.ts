import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { move, openIncident } from "../support/incidents.ts";

let test: TestApp;
let key: string;
/** Newest first. */
let ids: string[];

beforeAll(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:write"] })).key;
  const made: string[] = [];
  for (const fields of [
    { severity: "critical", service: "payment-api" },
    { severity: "high", service: "payment-api" },
    { severity: "medium", service: "order-engine" },
    { severity: "low", service: "search", affected_services: ["search", "index"] },
  ]) {
    test.clock.advance(1_000);
    made.push(await openIncident(test, key, fields));
  }
  ids = made.toReversed();
  await move(test, key, at(0), "acknowledge");
  await move(test, key, at(1), "resolve");
});

const at = (place: number) => ids[place] ?? expect.fail(`no incident at ${place}`);
const list = (query = "") => test.call("GET", `/api/incidents${query}`, { key });
const idsOf = async (query: string) => (await list(query)).body.map(({ id }: { id: string }) => id);

describe("LC-1 GET /api/incidents", () => {
  it("answers a bare array, newest first, with every field of the seed", async () => {
    const { status, headers, body } = await list();

    expect(status).toBe(200);
    expect(Array.isArray(body)).toBe(true);
    expect(body.map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(headers.get("x-total-count")).toBe("4");
    expect(headers.get("x-next-cursor")).toBeNull();
    expect(body[0]).toMatchObject({
      id: at(0),
      title: expect.stringContaining("search"),
      severity: "low",
      status: "acknowledged",
      service: "search",
      anomalyScore: 4.2,
      affectedServices: ["search", "index"],
      traceId: null,
      createdAt: "2026-03-01T12:00:04Z",
      updatedAt: "2026-03-01T12:00:04Z",
      platforms: [],
    });
  });

  it("LC-3 ids count up within the day", () => {
    expect(ids.toReversed()).toEqual([1, 2, 3, 4].map((number) => `inc-20260301-00${number}`));
  });

  it.each<[string, number[]]>([
    ["?status=open", [2, 3]],
    ["?status=acknowledged", [0]],
    ["?status=open,resolved", [1, 2, 3]],
    ["?severity=critical", [3]],
    ["?severity=high,%20low", [0, 2]],
    ["?status=open&severity=high", [2]],
    ["?status=escalated", []],
    ["?service=payment-api", [2, 3]],
    ["?service=payment", []],
    ["?q=PAYMENT", [2, 3]],
    ["?limit=2", [0, 1]],
    ["?limit=2&offset=1", [1, 2]],
    ["?offset=4", []],
    ["?offset=3&status=open,acknowledged,resolved", [3]],
  ])("%s", async (query, places) => {
    expect(await idsOf(query)).toEqual(places.map(at));
  });

  it("hands on a cursor in a header until the last page", async () => {
    const first = await list("?limit=3");
    const cursor = encodeURIComponent(first.headers.get("x-next-cursor") ?? "");

    const second = await list(`?limit=3&cursor=${cursor}`);

    expect([...first.body, ...second.body].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(second.headers.get("x-next-cursor")).toBeNull();
  });

  it.each([
    "?status=new",
    "?status=",
    "?status=open,",
    "?status=OPEN",
    "?severity=urgent",
    "?severity=high&severity=low",
    "?limit=0",
    "?limit=1001",
    "?limit=-1",
    "?limit=1e2",
    "?limit=x",
    "?offset=-1",
    "?offset=10001",
    "?service=",
    "?q=",
    "?cursor=x",
    "?limit=1&cursor=x&offset=1",
    "?stauts=open",
    "?__proto__=1",
  ])("refuses %s", async (query) => {
    const { status, body } = await list(query);

    expect([status, body.error.code]).toEqual([400, "validation_error"]);
  });

  it("takes the whole range of limit", async () => {
    expect(await idsOf("?limit=1000")).toEqual(ids);
    expect(await idsOf("?limit=1")).toEqual([at(0)]);
  });
});

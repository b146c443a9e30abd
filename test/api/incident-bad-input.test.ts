import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Caller, createTestApp, type TestApp } from "../support/api.ts";
import { hostileIds, hostileTexts, wrongValues } from "../support/hostile-values.ts";
import { documentedRoutes, incidentRequest } from "../support/incident-routes.ts";
import { anomalyEvent, openIncident, readIncident } from "../support/incidents.ts";
import { dumpTable } from "../support/table-dump.ts";

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp({ ownTable: true });
  caller = await test.signUp();
});

const send = (method: string, path: string, call: object) => test.call(method, path, { key: caller.key, ...call });

/** A refusal that helps whoever sent the request: in LC's words, short, and whole. */
function expectRefusal(
  { status, headers, body, text }: Answer,
  what: string,
  expected = 400,
  code = "validation_error",
) {
  expect([status, body?.error?.code], `${what}: ${text}`).toEqual([expected, code]);
  expect(Object.keys(body)).toEqual(["error"]);
  expect(Object.keys(body.error)).toEqual(["code", "message"]);
  expect(body.error.message).toMatch(/\S/);
  expect(body.error.message.length).toBeLessThan(2_000);
  expect(headers.get("content-type")).toMatch(/^application\/json/);
}

const withBody = Object.entries(documentedRoutes).filter(([, { body }]) => body !== undefined);

describe.each(withBody.map(([route]) => route))("X-3, K1, K2, K8 %s refuses, and writes nothing", (route) => {
  const { method, path } = incidentRequest(route);

  it.each<[string, object]>([
    ["no body", {}],
    ["an empty body", { raw: "" }],
    ["half a body", { raw: '{"ids":' }],
    ["a body that is no JSON", { raw: "<xml/>" }],
    ["another type", { raw: "{}", headers: { "content-type": "text/plain" } }],
    ["a form", { raw: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } }],
    ["no type", { raw: "{}", headers: { "content-type": "" } }],
    ["another charset", { raw: "{}", headers: { "content-type": "application/json; charset=utf-16" } }],
    ["a compressed body", { raw: "{}", headers: { "content-encoding": "gzip" } }],
    ["bytes that are no text", { raw: new Uint8Array([0x22, 0xff, 0x22]) }],
    ["what nests too deep", { raw: `${"[".repeat(1_000)}${"]".repeat(1_000)}` }],
    ["a text", { raw: '"x"' }],
    ["a number", { raw: "1" }],
    ["null", { raw: "null" }],
  ])("%s", async (what, call) => {
    const before = await dumpTable(test);

    expectRefusal(await send(method, path, call), what);

    expect(await dumpTable(test)).toEqual(before);
  });

  it("more than 1 MiB", async () => {
    const raw = JSON.stringify({ text: "x".repeat(1_024 * 1_024) });

    expectRefusal(await send(method, path, { raw }), "too large", 413, "request_too_large");
  });
});

describe("K3 values that are never right", () => {
  const fields: Record<string, string[]> = {
    "POST /api/v1/incidents/batch": ["ids", "action"],
    "POST /api/v1/incidents/:id/notes": ["text"],
    "POST /api/v1/incidents/:id/forward": ["platform"],
    "POST /api/v1/test-connection": ["platform"],
    "PATCH /api/v1/config/platforms": ["slack", "nobody"],
    "PATCH /api/v1/config/routing": ["critical"],
    "PATCH /api/v1/config/anomaly": ["minimumScore", "lookbackWindow", "fingerprintFields"],
    "PATCH /api/v1/config/llm": ["provider", "model", "apiKey"],
    "PATCH /api/v1/config/noise": ["flapping", "maintenanceWindows", "autoResolve"],
  };
  // An empty object changes nothing, and so it may be said; a big number is one.
  const harmless = /^(?:\{\}|9007199254740993\.5)$/;

  it.each(Object.entries(fields))("%s", async (route, names) => {
    const { method, path, call } = incidentRequest(route);
    const before = await dumpTable(test);
    for (const name of names) {
      for (const [what, value] of Object.entries(wrongValues).filter(([, json]) => !harmless.test(json))) {
        const right: Record<string, unknown> = { ...(call.body as object), [name]: "@@" };
        const raw = JSON.stringify(right).replace('"@@"', value);
        expectRefusal(await send(method, path, { raw }), `${name}: ${what}`);
      }
    }
    expect(await dumpTable(test)).toEqual(before);
  });
});

describe("K7 ids that are none", () => {
  it.each(Object.keys(documentedRoutes).filter((route) => route.includes(":id")))("%s is 404", async (route) => {
    const { method, call } = incidentRequest(route);
    for (const id of hostileIds) {
      const answer = await send(method, incidentRequest(route, id).path, call);
      // Forwarding looks at the platform first, which nobody has enabled.
      const isEarlier = route.endsWith("/forward") && answer.status === 400;
      if (!isEarlier) expect([answer.status, answer.body.error.code], id).toEqual([404, "not_found"]);
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
  });

  it("GET /api/v1/audit", async () => {
    for (const id of hostileIds) {
      expect((await send("GET", `/api/v1/audit?incident_id=${id}`, {})).status).toBe(404);
    }
    for (const query of ["", "?incident_id=", "?incidentId=inc-20260301-001", "?incident_id=a&incident_id=b"]) {
      expectRefusal(await send("GET", `/api/v1/audit${query}`, {}), query);
    }
  });
});

describe("K6 queries", () => {
  it.each(["days=0", "days=366", "days=-1", "days=1.5", "days=", "days=x", "weeks=1", "days=1&days=2"])(
    "/api/v1/metrics/mttr?%s is refused",
    async (query) => {
      expectRefusal(await send("GET", `/api/v1/metrics/mttr?${query}`, {}), query);
    },
  );

  it("/api/v1/stats takes none", async () => {
    expectRefusal(await send("GET", "/api/v1/stats?status=open", {}), "status");
  });
});

describe("K4, L4 texts of logs are data", () => {
  it.each(Object.entries(hostileTexts))("%s comes in and out whole, or is left out", async (_what, hostile) => {
    const event = anomalyEvent(test, {
      message: hostile,
      error_message: hostile,
      evidence_logs: [hostile],
      trace_id: hostile,
    });
    const { status, body } = await send("POST", "/api/v1/anomalies", { body: event });

    expect(status).toBe(202);
    const incident = await readIncident(test, caller.key, body.results[0].incidentId);
    expect(incident).toMatchObject({ severity: "critical", status: "open", service: event.service });
    expect(JSON.stringify(incident).isWellFormed()).toBe(true);
  });

  it("a note says what its author wrote", async () => {
    const id = await openIncident(test, caller.key);
    const text = '<script>alert(1)</script> {{x}} "quotes" \u{1f9fe}';

    const { status, body } = await send("POST", `/api/v1/incidents/${id}/notes`, { body: { text } });

    expect([status, body]).toEqual([201, { id, text, createdAt: "2026-03-01T12:00:00Z" }]);
    expect((await readIncident(test, caller.key, id)).timeline.at(-1)).toMatchObject({ action: "noted", text });
  });
});

describe("P-9 faults of the inside", () => {
  it("are 500 without a word of what it was", async () => {
    const sick = await createTestApp({
      incidentContextFor: () => Promise.reject(new Error("canary: host 10.0.0.1 refused")),
    });
    const { key } = await sick.signUp();

    const { status, text, body } = await sick.call("GET", "/api/incidents", { key });

    expect([status, body]).toEqual([500, { error: { code: "internal_error", message: "Internal error" } }]);
    expect(text).not.toContain("canary");
    expect(JSON.stringify(sick.logged)).toContain("canary");
  });
});

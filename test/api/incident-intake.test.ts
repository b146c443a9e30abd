import { beforeEach, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { anomalyEvent, openIncident, readIncident } from "../support/incidents.ts";

let test: TestApp;
let key: string;

beforeEach(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:write"] })).key;
});

const post = (body: unknown) => test.call("POST", "/api/v1/anomalies", { key, body });
const required = ["event_id", "@timestamp", "anomaly_type", "anomaly_score", "severity", "service", "tenant_id"];

describe("LC-20 POST /api/v1/anomalies", () => {
  it("makes an incident of one event, of its caller's tenant (D-22)", async () => {
    const { status, body } = await post(anomalyEvent(test, { tenant_id: "somebody-else" }));

    expect(status).toBe(202);
    expect(body).toEqual({
      accepted: 1,
      rejected: [],
      results: [{ index: 0, outcome: "created", incidentId: "inc-20260301-001" }],
    });
    expect(await readIncident(test, key, "inc-20260301-001")).toMatchObject({ status: "open", anomalyCount: 1 });
    expect(test.hints.map(({ incidentId }) => incidentId)).toEqual(["inc-20260301-001"]);
  });

  it("takes an array, and tells of each what became of it (D-24)", async () => {
    const event = anomalyEvent(test, { service: "payment-api" });
    const events = [
      event,
      { ...event, event_id: "second" },
      { ...event, anomaly_score: 0.84, event_id: "low" },
      { ...event, severity: "urgent" },
      "nonsense",
      null,
    ];

    const { status, body } = await post(events);

    expect(status).toBe(202);
    expect(body.accepted).toBe(3);
    expect(body.results.map(({ outcome }: { outcome: string }) => outcome).toSorted()).toEqual([
      "created",
      "grouped",
      "skipped",
    ]);
    expect(body.results[2]).toEqual({ index: 2, outcome: "skipped", reason: "score" });
    expect(body.rejected).toEqual([
      { index: 3, code: "validation_error", message: expect.stringMatching(/^severity: /) },
      { index: 4, code: "validation_error", message: "An anomaly must be a JSON object" },
      { index: 5, code: "validation_error", message: "An anomaly must be a JSON object" },
    ]);
  });

  it("LC-23 takes the same event once", async () => {
    const event = anomalyEvent(test);
    await post(event);

    const { status, body } = await post(event);

    expect(status).toBe(202);
    expect(body.results).toEqual([{ index: 0, outcome: "skipped", reason: "repeated" }]);
  });

  it("an array of which nothing can be read is still accepted, an empty one too", async () => {
    expect((await post([{}, 1])).body).toMatchObject({
      accepted: 0,
      results: [],
      rejected: [{ index: 0 }, { index: 1 }],
    });
    expect(await post([])).toMatchObject({ status: 202, body: { accepted: 0, rejected: [], results: [] } });
  });

  it.each(required)("a single event without %s is refused by that name", async (field) => {
    const { [field]: _left, ...event } = anomalyEvent(test);

    const { status, body } = await post(event);

    expect(status).toBe(400);
    expect(body).toEqual({ error: { code: "validation_error", message: `${field}: is required` } });
    expect((await test.call("GET", "/api/incidents", { key })).body).toEqual([]);
  });

  it.each([{ anomaly_score: -1 }, { anomaly_score: "4" }, { "@timestamp": "yesterday" }, { service: "" }])(
    "refuses %j",
    async (fields) => {
      expect(await post(anomalyEvent(test, fields))).toMatchObject({
        status: 400,
        body: { error: { code: "validation_error" } },
      });
    },
  );

  it.each([1, "x", null, true])("refuses %j, which is no event", async (body) => {
    expect((await post(body)).status).toBe(400);
  });

  it("refuses more than 500 at once, and takes 500", async () => {
    const many = (count: number) => Array.from({ length: count }, () => ({}));

    expect((await post(many(501))).status).toBe(400);
    expect((await post(many(500))).body.rejected).toHaveLength(500);
  });

  it("takes camelCase too", async () => {
    const id = await openIncident(test, key, { event_id: undefined, eventId: "e-1", service: "search" });

    expect(await readIncident(test, key, id)).toMatchObject({ service: "search" });
  });

  it("H9, LC-24 twenty equal ones at once make one incident that counts them all", async () => {
    const event = anomalyEvent(test, { service: "payment-api" });

    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => post({ ...event, event_id: `e-${at}` })));

    expect(new Set(answers.map(({ body }) => body.results[0].incidentId)).size).toBe(1);
    expect(await readIncident(test, key, "inc-20260301-001")).toMatchObject({ anomalyCount: 20 });
  });
});

describe("LC-26, D-29 what an incident says of its cause", () => {
  it("is by rules where no model is set up, and says so", async () => {
    const id = await openIncident(test, key, {
      service: "payment-api",
      error_message: "java.lang.OutOfMemoryError: Java heap space",
      affected_services: ["payment-api", "order-engine"],
    });

    const incident = await readIncident(test, key, id);

    expect(incident).toMatchObject({ rcaSource: "fallback", fallback: true });
    expect(incident.rootCause).toMatch(/memory/i);
    expect(incident.reproduceSteps.length).toBeGreaterThan(0);
    expect([incident.impact, incident.suggestedFix].every((text: string) => text.length > 0)).toBe(true);
  });
});

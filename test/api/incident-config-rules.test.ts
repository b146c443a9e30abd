import { beforeEach, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { anomalyEvent, openIncident } from "../support/incidents.ts";

let test: TestApp;
let key: string;

beforeEach(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:admin"] })).key;
});

const patch = (section: string, body: unknown) => test.call("PATCH", `/api/v1/config/${section}`, { key, body });

describe("LC-43 PATCH /api/v1/config/routing", () => {
  it("replaces the severities that are given, and answers all", async () => {
    const { status, body } = await patch("routing", { low: [], high: ["slack", "slack", "opsgenie"] });

    expect(status).toBe(200);
    expect(body).toEqual({
      status: "ok",
      routing: { critical: ["pagerduty", "slack", "jira"], high: ["slack", "opsgenie"], medium: ["jira"], low: [] },
    });
  });

  it.each([{ urgent: [] }, { low: "slack" }, { low: ["email"] }, { low: null }])("refuses %j", async (wrong) => {
    expect(await patch("routing", wrong)).toMatchObject({ status: 400, body: { error: { code: "validation_error" } } });
  });
});

describe("LC-44, B-18 PATCH /api/v1/config/anomaly", () => {
  it("counts for the next anomaly", async () => {
    const { body } = await patch("anomaly", { minimumScore: 5, lookbackWindow: "30m" });

    expect(body).toEqual({ status: "ok", anomaly: { minimumScore: 5, lookbackWindow: "30m" } });
    const low = await test.call("POST", "/api/v1/anomalies", { key, body: anomalyEvent(test) });
    expect(low.body.results).toEqual([{ index: 0, outcome: "skipped", reason: "score" }]);
    expect(await openIncident(test, key, { anomaly_score: 5 })).toMatch(/^inc-/);
  });

  it.each([
    ...["0m", "15", "15x", "-15m", "1.5h", "", "m", "31d"].map((lookbackWindow) => ({ lookbackWindow })),
    ...[-0.1, "1", null].map((minimumScore) => ({ minimumScore })),
    { other: 1 },
  ])("refuses %j", async (wrong) => {
    expect(await patch("anomaly", wrong)).toMatchObject({ status: 400, body: { error: { code: "validation_error" } } });
  });
});

describe("LC-45 PATCH /api/v1/config/llm", () => {
  it("answers the model with its key masked", async () => {
    const { status, body } = await patch("llm", { provider: "anthropic", model: "claude-sonnet", apiKey: "sk-canary" });

    expect(status).toBe(200);
    expect(body).toEqual({ status: "ok", llm: { provider: "claude", model: "claude-sonnet", apiKey: "****" } });
  });

  it.each([{ provider: "nobody" }, { model: "" }, { apiKey: "a b" }, { temperature: 1 }])(
    "refuses %j",
    async (wrong) => {
      expect(await patch("llm", wrong)).toMatchObject({ status: 400, body: { error: { code: "validation_error" } } });
    },
  );
});

describe("G-12 PATCH /api/v1/config/noise", () => {
  const window = { service: "search", startsAt: "2026-03-01T12:00:00+01:00", endsAt: "2026-03-01T14:00:00Z" };

  it("answers what keeps incidents few, and its own GET shows it", async () => {
    const { body } = await patch("noise", { autoResolve: { enabled: true }, maintenanceWindows: [window] });

    expect(body).toEqual({
      status: "ok",
      noise: {
        flapping: { enabled: false, maxIncidents: 3, window: "1h" },
        maintenanceWindows: [
          { service: "search", startsAt: "2026-03-01T11:00:00Z", endsAt: "2026-03-01T14:00:00Z", reason: null },
        ],
        autoResolve: { enabled: true, quietMinutes: 60 },
      },
    });
    expect((await test.call("GET", "/api/v1/config/noise", { key })).body).toEqual(body.noise);
    const during = await test.call("POST", "/api/v1/anomalies", {
      key,
      body: anomalyEvent(test, { service: "search" }),
    });
    expect(during.body.results).toEqual([{ index: 0, outcome: "skipped", reason: "maintenance" }]);
  });

  it.each([
    { flapping: { maxIncidents: 0 } },
    { maintenanceWindows: [{ ...window, endsAt: window.startsAt }] },
    { x: 1 },
  ])("refuses %j", async (wrong) => {
    expect(await patch("noise", wrong)).toMatchObject({ status: 400, body: { error: { code: "validation_error" } } });
  });
});

describe("K1 patches that are no objects", () => {
  it.each(["platforms", "routing", "anomaly", "llm", "noise"])("%s", async (section) => {
    for (const body of [[], "x", 1, null]) {
      expect(await patch(section, body)).toMatchObject({ status: 400, body: { error: { code: "validation_error" } } });
    }
  });
});

describe("LC-46 what is set up stays", () => {
  it("versioned and audited, for every process that reads the table", async () => {
    const { tenantId } = await test.signUp();
    const caller = await test.signUp({ tenantId, scopes: ["incidents:admin"] });
    const own = { key: caller.key, body: { minimumScore: 2 } };
    await test.call("PATCH", "/api/v1/config/anomaly", own);
    await test.call("PATCH", "/api/v1/config/anomaly", own);

    const entries = [];
    for await (const entry of test.store.audit.entries({ type: "incident_settings", id: tenantId }))
      entries.push(entry);

    // The second one has changed nothing.
    expect(entries).toMatchObject([{ action: "settings.updated", actor: `client:${caller.clientId}` }]);
  });
});

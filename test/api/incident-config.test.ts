import { beforeEach, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { dumpTable } from "../support/table-dump.ts";

let test: TestApp;
let key: string;

beforeEach(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:admin"] })).key;
});

const config = async () => (await test.call("GET", "/api/v1/config", { key })).body;
const patch = (section: string, body: unknown) => test.call("PATCH", `/api/v1/config/${section}`, { key, body });

/** What each platform needs, in clear, with a mark in every secret. */
const complete = {
  pagerduty: { routingKey: "canary-routing-key" },
  jira: { baseUrl: "https://org.atlassian.net", apiToken: "canary-token", userEmail: "ops@example.org" },
  servicenow: { instanceUrl: "https://org.service-now.com", username: "ops", password: "canary-password" },
  opsgenie: { apiKey: "canary-api-key" },
  slack: { webhookUrl: "https://hooks.slack.com/services/T/B/canary" },
};

describe("LC-40 GET /api/v1/config", () => {
  it("of a tenant that has set nothing up: the defaults, and the truth about its model (LC-45)", async () => {
    expect(await config()).toEqual({
      platforms: {
        pagerduty: { enabled: false },
        jira: { enabled: false },
        servicenow: { enabled: false },
        opsgenie: { enabled: false },
        slack: { enabled: false },
      },
      routing: {
        critical: ["pagerduty", "slack", "jira"],
        high: ["jira", "slack"],
        medium: ["jira"],
        low: ["slack"],
      },
      anomaly: { minimumScore: 0.85, lookbackWindow: "15m" },
      llm: { provider: "offline", model: expect.any(String) },
    });
  });
});

describe("LC-41 secrets", () => {
  it("are masked in every answer, and stand in clear nowhere", async () => {
    const own = await createTestApp({ ownTable: true });
    const caller = await own.signUp({ scopes: ["incidents:admin"] });
    const call = (method: string, path: string, body?: object) =>
      own.call(method, path, { key: caller.key, ...(body && { body }) });

    const answers = [
      await call("PATCH", "/api/v1/config/platforms", complete),
      await call("PATCH", "/api/v1/config/llm", { provider: "openai", model: "gpt-4", apiKey: "sk-canary" }),
      await call("PATCH", "/api/v1/config/platforms", { pagerduty: { routingKey: "canary key" } }),
      await call("PATCH", "/api/v1/config/platforms", { slack: { webhookUrl: "https://canary.example/x" } }),
      await call("PATCH", "/api/v1/config/llm", { apiKey: "canary with blanks" }),
      await call("PATCH", "/api/v1/config/platforms", { jira: { canary: "canary" } }),
    ];
    const shown = await call("GET", "/api/v1/config");

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 400, 400, 400]);
    expect(shown.body.platforms).toEqual({
      pagerduty: { enabled: false, routingKey: "****" },
      jira: { enabled: false, ...complete.jira, apiToken: "****" },
      servicenow: { enabled: false, ...complete.servicenow, password: "****" },
      opsgenie: { enabled: false, apiKey: "****" },
      slack: { enabled: false, webhookUrl: "****" },
    });
    expect(shown.body.llm).toEqual({ provider: "openai", model: "gpt-4", apiKey: "****" });
    const told = [...answers.slice(0, 5), shown].map(({ text }) => text);
    expect(told.join("\n")).not.toContain("canary");
    expect(JSON.stringify(own.logged)).not.toContain("canary");
    expect(Object.values(await dumpTable(own)).join("\n")).not.toContain("canary");
  });
});

describe("LC-42 PATCH /api/v1/config/platforms", () => {
  it("names what was updated, in the order given", async () => {
    const { status, body } = await patch("platforms", {
      slack: { enabled: true, ...complete.slack },
      pagerduty: { enabled: true, ...complete.pagerduty },
    });

    expect([status, body]).toEqual([200, { status: "ok", updated: ["slack", "pagerduty"] }]);
  });

  it.each(Object.entries(complete))("%s needs each of its fields before it is enabled", async (name, fields) => {
    for (const field of Object.keys(fields)) {
      const { [field]: _left, ...rest } = fields as Record<string, string>;

      const { status, body } = await patch("platforms", { [name]: { enabled: true, ...rest } });

      expect(status).toBe(400);
      expect(body.error).toEqual({ code: "validation_error", message: `${name}: missing required fields: ${field}` });
    }
    expect((await patch("platforms", { [name]: { enabled: true, ...fields } })).status).toBe(200);
  });

  it("merges, and keeps a secret for its mask", async () => {
    await patch("platforms", { jira: { enabled: true, ...complete.jira } });

    await patch("platforms", { jira: { apiToken: "****", projectKey: "WEB" } });

    expect((await config()).platforms.jira).toEqual({
      ...{ enabled: true, ...complete.jira, apiToken: "****", projectKey: "WEB" },
    });
  });

  it.each([
    { email: { enabled: true } },
    { slack: [] },
    { slack: null },
    { slack: { enabled: "yes" } },
    { slack: { colour: "red" } },
    { slack: { webhookUrl: "http://hooks.slack.com/x" } },
    { slack: { webhookUrl: "https://169.254.169.254/latest/meta-data" } },
    { jira: { baseUrl: "file:///etc/passwd" } },
    { pagerduty: { routingKey: "****" } },
  ])("refuses %j, and changes nothing, not even beside it", async (wrong) => {
    const before = await config();

    const { status, body } = await patch("platforms", { opsgenie: complete.opsgenie, ...wrong });

    expect([status, body.error.code]).toEqual([400, "validation_error"]);
    expect(await config()).toEqual(before);
  });
});

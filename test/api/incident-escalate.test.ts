import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { auditOf, incidentIn, move, openIncident, readIncident, setPlatforms } from "../support/incidents.ts";
import { type FakeHost, startFakeOpsgenie, startFakePagerduty, startFakeSlack } from "../support/platforms/index.ts";

let test: TestApp;
let key: string;

beforeEach(async () => {
  test = await createTestApp();
  key = (await test.signUp({ scopes: ["incidents:admin"] })).key;
});

async function running<Host extends FakeHost>(start: () => Promise<Host>): Promise<Host> {
  const host = await start();
  onTestFinished(() => host.stop());
  return host;
}

const escalate = (id: string, body?: object) =>
  test.call("POST", `/api/incidents/${id}/escalate`, { key, ...(body && { body }) });

describe("LC-7 escalate", () => {
  it("tells the platforms that page, and answers which of them took it", async () => {
    const [pagerduty, opsgenie] = [await running(startFakePagerduty), await running(startFakeOpsgenie)];
    const id = await openIncident(test, key, { severity: "low" });
    await setPlatforms(test, key, {
      pagerduty: { enabled: true, ...pagerduty.config },
      opsgenie: { enabled: true, apiKey: opsgenie.config.apiKey, apiUrl: opsgenie.config.apiUrl },
    });

    const { status, body } = await escalate(id);

    expect([status, body.escalatedTo]).toEqual([200, ["pagerduty", "opsgenie"]]);
    expect(pagerduty.requests).toHaveLength(1);
    expect(JSON.stringify(pagerduty.requests[0]?.body)).toContain(id);
    expect((await auditOf(test, key, id)).at(-1)?.details).toBe("Escalated to pagerduty, opsgenie");
  });

  it("D-27 leaves a platform out that fails, and records why", async () => {
    const pagerduty = await running(startFakePagerduty);
    const id = await openIncident(test, key);
    await setPlatforms(test, key, { pagerduty: { enabled: true, ...pagerduty.config } });
    pagerduty.failNext({ status: 503 });

    const { status, body } = await escalate(id);

    expect([status, body]).toEqual([200, expect.objectContaining({ status: "escalated", escalatedTo: [] })]);
    expect((await auditOf(test, key, id)).at(-1)?.details).toBe("Escalated to no platform");
    expect((await readIncident(test, key, id)).notifications).toEqual([
      expect.objectContaining({ platform: "pagerduty", action: "trigger", status: "pending", attempts: 1 }),
    ]);
  });

  it("tells the platforms that it is given, and no other", async () => {
    const [pagerduty, slack] = [await running(startFakePagerduty), await running(startFakeSlack)];
    const id = await openIncident(test, key);
    await setPlatforms(test, key, {
      pagerduty: { enabled: true, ...pagerduty.config },
      slack: { enabled: true, webhookUrl: slack.config.webhookUrl },
    });

    const { body } = await escalate(id, { platforms: ["slack", "slack", "jira"] });

    expect(body.escalatedTo).toEqual(["slack"]);
    expect([pagerduty.requests.length, slack.requests.length]).toEqual([0, 1]);
  });

  it("takes the route of the next higher severity where nothing pages, but for those that were told", async () => {
    const slack = await running(startFakeSlack);
    await setPlatforms(test, key, { slack: { enabled: true, webhookUrl: slack.config.webhookUrl } });
    const [low, medium] = [
      await openIncident(test, key, { severity: "low" }),
      await openIncident(test, key, { severity: "medium" }),
    ];

    expect((await escalate(low)).body.escalatedTo).toEqual([]);
    expect((await escalate(medium)).body.escalatedTo).toEqual(["slack"]);
  });

  it("refuses platforms that there are not, and tells nobody", async () => {
    const id = await openIncident(test, key);
    const wrong = [{ platforms: ["email"] }, { platforms: "slack" }, { platforms: [] }, { platform: "slack" }, []];

    for (const body of wrong) {
      const answer = await escalate(id, body);
      expect([answer.status, answer.body.error.code]).toEqual([400, "validation_error"]);
    }
    expect((await readIncident(test, key, id)).status).toBe("open");
  });

  it.each([
    ["no body", {}],
    ["no body and JSON for a type", { headers: { "content-type": "application/json" } }],
    ["no body and a form's type", { headers: { "content-type": "application/x-www-form-urlencoded" } }],
    ["an empty body", { raw: "" }],
    ["an empty object", { body: {} }],
  ])("takes %s", async (_what, call) => {
    const id = await openIncident(test, key);

    const { status } = await test.call("POST", `/api/incidents/${id}/escalate`, { key, ...call });

    expect(status).toBe(200);
  });

  it.each([
    ["a body that is no JSON", { raw: "{" }],
    ["a body of another type", { raw: "{}", headers: { "content-type": "text/plain" } }],
    ["a body of no type", { raw: "{}", headers: { "content-type": "" } }],
  ])("refuses %s", async (_what, call) => {
    const id = await openIncident(test, key);

    const { status, body } = await test.call("POST", `/api/incidents/${id}/escalate`, { key, ...call });

    expect([status, body.error.code]).toEqual([400, "validation_error"]);
  });

  it("does not tell anybody of an incident that is resolved", async () => {
    const pagerduty = await running(startFakePagerduty);
    const id = await incidentIn(test, key, "resolved");
    await setPlatforms(test, key, { pagerduty: { enabled: true, ...pagerduty.config } });

    expect((await move(test, key, id, "escalate")).status).toBe(409);
    expect(pagerduty.requests).toEqual([]);
  });
});

import { readFileSync } from "node:fs";
import { AppError } from "@tessera/core/errors";
import type { ModelGateway } from "@tessera/core/models";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import * as z from "zod";
import { type Caller, createTestApp, type TestApp } from "../support/api.ts";
import { expectStatus } from "../support/desk.ts";
import { anomalyEvent, openIncident } from "../support/incidents.ts";
import { type FakeHost, startFakeJira, startFakePagerduty, startFakeSlack } from "../support/platforms/index.ts";

/** What seed 003 says of its API, with its samples as they stand there. */
const { operations, samples } = z
  .object({
    operations: z.array(z.tuple([z.string(), z.string()])),
    samples: z.record(z.string(), z.any()),
  })
  .parse(JSON.parse(readFileSync(new URL("fixtures/seed-003.json", import.meta.url), "utf8")));

let test: TestApp;
let caller: Caller;
let answerOfModel: ModelGateway["call"];

beforeAll(async () => {
  test = await createTestApp({ models: { call: (call) => answerOfModel(call) } });
});

beforeEach(async () => {
  test.clock.set(new Date("2024-03-01T15:30:00Z"));
  caller = await test.signUp({ scopes: ["incidents:admin"] });
  answerOfModel = async () => ({
    text: '{"ok":true}',
    finishReason: "stop",
    usage: { promptTokens: 1, completionTokens: 1 },
  });
});

const call = (method: string, path: string, body?: object) =>
  test.call(method, path, { key: caller.key, ...(body && { body }) });
const at = (time: string) => test.clock.set(new Date(`2024-03-01T${time}:00Z`));

async function running<Host extends FakeHost>(start: () => Promise<Host>): Promise<Host> {
  const host = await start();
  onTestFinished(() => host.stop());
  return host;
}

/** The sample's platforms, on hosts of our own. */
async function setUpPlatforms() {
  const [pagerduty, jira, slack] = [
    await running(startFakePagerduty),
    await running(startFakeJira),
    await running(startFakeSlack),
  ];
  const body = {
    pagerduty: { enabled: true, ...pagerduty.config },
    jira: { enabled: true, ...jira.config },
    slack: { enabled: true, webhookUrl: slack.config.webhookUrl },
  };
  expectStatus(await call("PATCH", "/api/v1/config/platforms", body), 200);
  return { pagerduty };
}

describe("LC-0 seed 003, its endpoints", () => {
  it.each(operations)("%s %s is served and documented", async (method, path) => {
    const { body } = await test.call("GET", "/openapi.json");

    expect(body.paths[path]).toHaveProperty(method.toLowerCase());
    expect(test.app.routes).toContainEqual(
      expect.objectContaining({ method, path: path.replaceAll(/\{(\w+)\}/g, ":$1") }),
    );
  });
});

describe("LC-1, LC-3, LC-5..LC-7, LC-60 seed 003, the life of its incident", () => {
  it("is told in its own words, at its own times", async () => {
    await setUpPlatforms();
    const [row] = samples.list;
    const id = await openIncident(test, caller.key, {
      anomaly_score: row.anomalyScore,
      service: row.service,
      severity: row.severity,
      affected_services: row.affectedServices,
      trace_id: row.traceId,
    });

    const list = await call("GET", "/api/incidents");
    at("15:35");
    const acknowledged = await call("POST", `/api/incidents/${id}/acknowledge`);
    at("15:45");
    const escalated = await call("POST", `/api/incidents/${id}/escalate`);
    at("16:00");
    const resolved = await call("POST", `/api/incidents/${id}/resolve`);
    const audit = await call("GET", `/api/v1/audit?incident_id=${id}`);

    // The sample names the platforms in another order than the route of its own settings.
    const { platforms, ...fields } = row;
    expect(list.body).toEqual([expect.objectContaining(fields)]);
    expect(list.body[0].platforms.toSorted()).toEqual(platforms.toSorted());
    expect(acknowledged.body).toEqual(samples.acknowledge);
    expect(escalated.body).toEqual(samples.escalate);
    expect(resolved.body).toEqual(samples.resolve);
    expect(audit.body).toEqual({
      incident_id: samples.audit.incident_id,
      entries: samples.audit.entries.map((entry: object) => ({
        ...entry,
        actor: `client:${caller.clientId}`,
        id: expect.any(String),
      })),
    });
  });

  it("LC-10 three at once", async () => {
    for (const service of ["a", "b", "c"]) await openIncident(test, caller.key, { service });

    const { status, body } = await call("POST", "/api/v1/incidents/batch", samples.batchRequest);

    expect([status, body]).toEqual([200, samples.batch]);
  });
});

describe("LC-40..LC-45 seed 003, its settings", () => {
  it("are changed by its requests, answered by its answers, and shown as it shows them", async () => {
    const jira = { enabled: true, baseUrl: "https://org.atlassian.net", apiToken: "t", userEmail: "ops@example.org" };
    const answers = {
      platforms: await call("PATCH", "/api/v1/config/platforms", samples.platformsRequest),
      routing: await call("PATCH", "/api/v1/config/routing", samples.routingRequest),
      llm: await call("PATCH", "/api/v1/config/llm", { ...samples.llmRequest, apiKey: "sk-1" }),
      jira: await call("PATCH", "/api/v1/config/platforms", { jira }),
    };
    const config = await call("GET", "/api/v1/config");

    expect(answers.platforms.body).toEqual(samples.platforms);
    expect(answers.routing.body).toEqual(samples.routing);
    expect(answers.jira.body).toEqual({ status: "ok", updated: ["jira"] });
    expect(Object.keys(config.body)).toEqual(Object.keys(samples.config));
    expect(config.body).toMatchObject(samples.config);
    expect(config.body.platforms.pagerduty).toEqual(samples.config.platforms.pagerduty);
    expect(config.body.platforms.servicenow).toEqual(samples.config.platforms.servicenow);
  });

  it("its thresholds, and its window for duplicates", async () => {
    const first = await call("PATCH", "/api/v1/config/anomaly", samples.anomalyRequest);
    const second = await call("PATCH", "/api/v1/config/anomaly", samples.windowRequest);

    expect(first.body).toEqual({ status: "ok", anomaly: samples.anomalyRequest });
    expect(second.body.anomaly).toEqual({ ...samples.anomalyRequest, ...samples.windowRequest });
  });
});

describe("LC-47..LC-49 seed 003, its tests of connections", () => {
  it("a platform that answers, and one that does not know the key", async () => {
    const { pagerduty } = await setUpPlatforms();

    const good = await call("POST", "/api/v1/test-connection", samples.testConnectionRequest);
    await call("PATCH", "/api/v1/config/platforms", { pagerduty: { routingKey: "wrong" } });
    const bad = await call("POST", "/api/v1/test-connection", samples.testConnectionRequest);

    expect([good.status, good.body]).toEqual([200, samples.testConnection]);
    expect([bad.status, bad.body]).toEqual([200, samples.testConnectionFailure]);
    expect(pagerduty.requests).toHaveLength(2);
  });

  it("a model that answers, and one that takes too long", async () => {
    await call("PATCH", "/api/v1/config/llm", { ...samples.llmRequest, apiKey: "sk-1" });

    const answers = [await call("POST", "/api/v1/test-llm"), await call("GET", "/api/v1/llm-status")];
    test.clock.advance(60_000);
    answerOfModel = () => Promise.reject(new AppError("model_timeout", "too late"));
    answers.push(await call("GET", "/api/v1/llm-status"));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ body }) => body)).toEqual([samples.testLlm, samples.llmStatus, samples.llmStatusDegraded]);
  });
});

describe("LC-22 seed 003, its deduplication", () => {
  it("no new incident, a refreshed updatedAt, and one more anomaly", async () => {
    const id = await openIncident(test, caller.key, { service: "payment-api" });
    at("15:40");

    const second = await call("POST", "/api/v1/anomalies", anomalyEvent(test, { service: "payment-api" }));
    const { body } = await call("GET", "/api/incidents");

    expect(second.body.results).toEqual([{ index: 0, outcome: "grouped", incidentId: id }]);
    expect(body).toMatchObject([
      { id, anomalyCount: 2, updatedAt: "2024-03-01T15:40:00Z", createdAt: "2024-03-01T15:30:00Z" },
    ]);
  });
});

import { workOnIncident } from "@tessera/core/incidents";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../support/api.ts";
import { incidentIn, move, openIncident, readIncident, setPlatforms } from "../support/incidents.ts";
import { startFakeJira, startFakeSlack } from "../support/platforms/index.ts";

let test: TestApp;
let caller: Caller;
let key: string;

beforeEach(async () => {
  test = await createTestApp();
  caller = await test.signUp({ scopes: ["incidents:admin"] });
  key = caller.key;
});

const get = (path: string) => test.call("GET", path, { key });
const minutes = (count: number) => test.clock.advance(count * 60_000);

describe("LC-4, LC-29 GET /api/incidents/{id}", () => {
  it("tells what became of telling the platforms, and their names for it", async () => {
    const [jira, slack] = [await startFakeJira(), await startFakeSlack()];
    onTestFinished(async () => void (await Promise.all([jira.stop(), slack.stop()])));
    await setPlatforms(test, key, {
      jira: { enabled: true, ...jira.config },
      slack: { enabled: true, webhookUrl: slack.config.webhookUrl },
    });
    const id = await openIncident(test, key, { severity: "high" });
    slack.failNext({ status: 404 });

    await workOnIncident(test.incidentWorker(), { tenantId: caller.tenantId, incidentId: id });

    const incident = await readIncident(test, key, id);
    expect(incident.platforms).toEqual(["jira", "slack"]);
    expect(incident.externalRefs).toEqual([
      {
        system: "jira",
        refId: expect.stringMatching(/^OPS-\d+$/),
        url: expect.stringContaining(jira.url),
        syncedAt: "2026-03-01T12:00:00Z",
      },
    ]);
    expect(incident.notifications).toEqual([
      { ...told("jira"), status: "sent", reason: null },
      { ...told("slack"), status: "failed", reason: expect.stringMatching(/\S/) },
    ]);
    expect(incident.timeline.map(({ action }: { action: string }) => action)).toEqual(["created", "forward_failed"]);
  });

  const told = (platform: string) => ({ platform, action: "trigger", attempts: 1, at: "2026-03-01T12:00:00Z" });

  it("C-2 has times of whole seconds only", async () => {
    test.clock.advance(1_234);
    const id = await incidentIn(test, key, "acknowledged");

    const { text } = await get(`/api/incidents/${id}`);

    const times = text.match(/\d{4}-\d\d-\d\dT[^"]*/g) ?? [];
    expect(times.filter((time) => /^2026-03-01T12:00:01Z$/.test(time)).length).toBeGreaterThan(3);
    expect(times.filter((time) => !/T\d\d:\d\d:\d\dZ/.test(time))).toEqual([]);
  });
});

describe("LC-61 POST /api/v1/incidents/{id}/forward", () => {
  it("tells a platform that its route does not lead to", async () => {
    const slack = await startFakeSlack();
    onTestFinished(() => slack.stop());
    const id = await openIncident(test, key, { severity: "medium" });
    await setPlatforms(test, key, { slack: { enabled: true, webhookUrl: slack.config.webhookUrl } });

    const { status, body } = await test.call("POST", `/api/v1/incidents/${id}/forward`, {
      ...{ key, body: { platform: "slack" } },
    });
    await workOnIncident(test.incidentWorker(), { tenantId: caller.tenantId, incidentId: id });

    expect([status, body]).toEqual([202, { id, platform: "slack", status: "queued" }]);
    expect(slack.posts).toHaveLength(1);
    expect((await readIncident(test, key, id)).notifications).toMatchObject([{ platform: "slack", status: "sent" }]);
  });

  it("refuses one that is not enabled", async () => {
    const id = await openIncident(test, key);

    const { status, body } = await test.call("POST", `/api/v1/incidents/${id}/forward`, {
      ...{ key, body: { platform: "slack" } },
    });

    expect([status, body]).toEqual([400, { error: { code: "validation_error", message: "slack is not enabled" } }]);
  });
});

describe("LC-60 GET /api/v1/audit", () => {
  it("tells the changes of status oldest first, batch and reopen too, and no note", async () => {
    const id = await openIncident(test, key);
    await test.call("POST", `/api/v1/incidents/${id}/notes`, { key, body: { text: "Looking" } });
    minutes(1);
    await test.call("POST", "/api/v1/incidents/batch", { key, body: { ids: [id], action: "resolve" } });
    minutes(1);
    await move(test, key, id, "reopen");

    const { status, body } = await get(`/api/v1/audit?incident_id=${id}`);

    expect(status).toBe(200);
    expect(body.incident_id).toBe(id);
    expect(body.entries.map(({ action, details }: Record<string, string>) => [action, details])).toEqual([
      ["created", "Incident created from anomaly detection"],
      ["resolved", "Status changed to resolved"],
      ["reopened", "Status changed from resolved to open"],
    ]);
    const actors = body.entries.map(({ actor }: { actor: string }) => actor);
    expect(new Set(actors)).toEqual(new Set([`client:${caller.clientId}`]));
  });
});

describe("LC-61 GET /api/v1/stats", () => {
  it("counts by status and severity", async () => {
    await openIncident(test, key, { severity: "low" });
    await incidentIn(test, key, "acknowledged");
    await incidentIn(test, key, "resolved");

    const { body } = await get("/api/v1/stats");

    expect(body).toMatchObject({
      total: 3,
      byStatus: { open: 1, acknowledged: 1, escalated: 0, resolved: 1 },
      bySeverity: { critical: 2, high: 0, medium: 0, low: 1 },
    });
    expect(body.counts.open).toEqual({ critical: 0, high: 0, medium: 0, low: 1 });
    expect(body.counts.resolved.critical).toBe(1);
  });
});

describe("LC-61 GET /api/v1/metrics/mttr", () => {
  it("measures the incidents of the last days", async () => {
    for (const [toAcknowledge, toResolve] of [
      [5, 10],
      [10, 20],
    ]) {
      const id = await openIncident(test, key);
      minutes(toAcknowledge ?? 0);
      await move(test, key, id, "acknowledge");
      minutes((toResolve ?? 0) - (toAcknowledge ?? 0));
      await move(test, key, id, "resolve");
    }
    await openIncident(test, key);

    const { body } = await get("/api/v1/metrics/mttr?days=1");

    expect(body).toEqual({
      days: 1,
      mtta: { sampleSize: 2, avgMinutes: 7.5, medianMinutes: 7.5, p95Minutes: 9.8, minMinutes: 5, maxMinutes: 10 },
      mttr: { sampleSize: 2, avgMinutes: 15, medianMinutes: 15, p95Minutes: 19.5, minMinutes: 10, maxMinutes: 20 },
      isComplete: true,
    });
    minutes(24 * 60);
    const later = (await get("/api/v1/metrics/mttr?days=1")).body;
    expect([later.mttr.sampleSize, later.mttr.avgMinutes]).toEqual([0, null]);
    expect((await get("/api/v1/metrics/mttr")).body).toMatchObject({ days: 30, mttr: { sampleSize: 2 } });
  });
});

import type { PlatformName } from "@tessera/core/settings";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  anomalyOf,
  type FakeVendors,
  type IncidentDesk,
  type IncidentView,
  newTenant,
  startIncidentProduct,
  startVendors,
} from "../support/incident-product.ts";
import type { Product } from "../support/product.ts";
import { waitFor } from "../support/wait.ts";

const names = ["pagerduty", "jira", "servicenow", "opsgenie", "slack"] as const;

let product: Product;
let vendors: FakeVendors;
let desk: IncidentDesk;

interface PlatformTest {
  status: string;
  platform: string;
  message: string;
}
const probe = (tenant: IncidentDesk, platform: PlatformName) =>
  tenant.ok<PlatformTest>("POST", "/api/v1/test-connection", { platform });
const probeAll = (tenant: IncidentDesk) => Promise.all(names.map((name) => probe(tenant, name)));

/** All five at platforms that never answer: ten seconds in which the other tests run. */
let unanswered: Promise<PlatformTest[]>;
let deafVendors: FakeVendors;

beforeAll(async () => {
  product = await startIncidentProduct();
  deafVendors = await startVendors();
  for (const name of names) deafVendors[name].failNext("hang");
  const tenant = await newTenant(product);
  await tenant.route(deafVendors.settings);
  unanswered = probeAll(tenant);
});
// Each has its own: every tenant's first incident has the same id.
beforeEach(async () => {
  vendors = await startVendors();
  desk = await newTenant(product);
  await desk.route(vendors.settings);
  return vendors.stop;
});
afterAll(async () => {
  await unanswered;
  await deafVendors?.stop();
  await product?.dispose();
});

const isTold = ({ notifications }: IncidentView) => notifications.every(({ status }) => status === "sent");
const notificationOf = ({ notifications }: IncidentView, platform: PlatformName) =>
  notifications.find((one) => one.platform === platform);

/** Lets time pass until what has failed is due again, and tries it. */
async function tryAgainAfter(seconds: number): Promise<void> {
  await desk.advance(seconds * 1_000);
  await desk.sweep("notifications");
}

describe("LC-25, LC-50 an incident and the platforms of its route", () => {
  it("tells each in its own words that it is there, was acknowledged and was resolved", async () => {
    const { incidentId: id } = await desk.report({ severity: "critical", service: "payment-api" });
    await desk.until(id, "the alerts", isTold);
    await desk.move(id, "acknowledge");
    await desk.move(id, "resolve");
    const incident = await desk.until(id, "the changes", (now) => now.notifications.length === 15 && isTold(now));

    expect(incident.platforms).toEqual(names);
    expect(vendors.pagerduty.requests.map(({ path, body }) => [path, body])).toEqual(
      ["trigger", "acknowledge", "resolve"].map((event_action) => [
        "/v2/enqueue",
        expect.objectContaining({ event_action, dedup_key: id }),
      ]),
    );
    expect(vendors.pagerduty.requests[0]?.body).toMatchObject({ payload: { severity: "critical" } });
    expect([...vendors.opsgenie.alerts]).toEqual([[id, { state: "close", count: 1 }]]);
    expect(vendors.opsgenie.requests[0]?.body).toMatchObject({ alias: id, priority: "P1" });
    expect(vendors.jira.issues).toEqual([
      { key: "OPS-1", labels: expect.arrayContaining([`tessera-${id}`]), comments: [aboutIt(id), aboutIt(id)] },
    ]);
    expect(vendors.jira.requests[0]?.body).toMatchObject({ fields: { priority: { name: "Highest" } } });
    const [record] = vendors.servicenow.records;
    expect(vendors.servicenow.records).toEqual([
      { sys_id: record?.sys_id, correlation_id: id, notes: [aboutIt(id), aboutIt(id)] },
    ]);
    expect(vendors.servicenow.requests[0]?.body).toMatchObject({ urgency: "1", impact: "1" });
    expect(vendors.slack.posts.map(({ text }) => text)).toEqual([aboutIt(id), aboutIt(id), aboutIt(id)]);
    const refs = Object.fromEntries(incident.externalRefs.map(({ system, refId }) => [system, refId]));
    expect(refs).toEqual({ pagerduty: id, opsgenie: id, jira: "OPS-1", servicenow: record?.sys_id });
    const urls = incident.externalRefs.flatMap(({ url }) => url ?? []);
    expect(urls).toContain(`${vendors.jira.url}/browse/OPS-1`);
    expect(urls).toContainEqual(expect.stringContaining(`${record?.sys_id}`));
  });

  /** D-28: every message names the incident, its severity and its service. */
  const aboutIt = (id: string) => expect.stringMatching(new RegExp(`${id} \\\\?\\[critical\\\\?\\].*payment-api`));
});

describe("LC-29, D-27 platforms that fail", () => {
  it("are tried again until they take it, show what is wrong meanwhile, and are told once (G8)", async () => {
    vendors.jira.failNext({ status: 500 }, { status: 502 });
    // It does what it is asked, and nobody hears of it.
    vendors.servicenow.failNext("lost");
    vendors.pagerduty.failNext("lost");
    vendors.opsgenie.failNext({ status: 429, headers: { "retry-after": "40" } });

    const { incidentId: id } = await desk.report();
    const failed = await desk.until(id, "the first attempts", ({ notifications }) =>
      notifications.every(({ status, reason }) => status === "sent" || reason !== null),
    );
    await tryAgainAfter(5);
    const again = await desk.until(id, "the second attempt", (now) => notificationOf(now, "jira")?.attempts === 2);
    await desk.until(id, "those that were lost", (now) => notificationOf(now, "servicenow")?.status === "sent");
    await tryAgainAfter(10);
    await desk.until(id, "the third attempt", (now) => notificationOf(now, "jira")?.status === "sent");
    const patient = vendors.opsgenie.requests.length;
    await tryAgainAfter(30);
    const told = await desk.until(id, "all platforms", isTold);

    expect(Object.fromEntries(failed.notifications.map(({ platform, reason }) => [platform, reason]))).toEqual({
      pagerduty: "Connection closed by the platform",
      jira: "The platform is not available",
      servicenow: "Connection closed by the platform",
      opsgenie: "Too many requests",
      slack: null,
    });
    expect(failed.notifications.filter(({ status }) => status === "pending")).toHaveLength(4);
    expect(notificationOf(again, "jira")).toMatchObject({ status: "pending" });
    expect(notificationOf(told, "jira")).toMatchObject({ attempts: 3, reason: null });
    // What the vendor asked for counts more than our own impatience.
    expect(patient).toBe(1);
    expect(vendors.jira.issues).toHaveLength(1);
    expect(vendors.servicenow.records).toHaveLength(1);
    expect([...vendors.opsgenie.alerts]).toEqual([[id, { state: "open", count: 1 }]]);
    expect([...vendors.pagerduty.alerts]).toEqual([[id, "trigger"]]);
    expect(vendors.pagerduty.requests).toHaveLength(2);
    expect(vendors.slack.posts).toHaveLength(1);
  });

  it("are given up at once where they refuse the credentials, which the incident says", async () => {
    await desk.patch("platforms", { opsgenie: { apiKey: "wrong" } });

    const { incidentId: id } = await desk.report();
    const incident = await desk.until(id, "the end", ({ notifications }) =>
      notifications.every(({ status }) => status !== "pending"),
    );

    expect(notificationOf(incident, "opsgenie")).toMatchObject({
      status: "failed",
      attempts: 1,
      reason: "Invalid API key",
    });
    expect(incident.timeline).toContainEqual(
      expect.objectContaining({ action: "forward_failed", text: "opsgenie could not be told" }),
    );
    expect(incident.notifications.filter(({ status }) => status === "sent")).toHaveLength(4);
    await tryAgainAfter(3_600);
    expect(vendors.opsgenie.requests).toHaveLength(1);
  });

  it("hold up nothing where they hang: not the answer to the detector, not the other platforms", async () => {
    vendors.pagerduty.failNext("hang");

    const { incidentId: id, tookMs } = await desk.report();
    const isToldElsewhere = (now: IncidentView) => now.notifications.filter(({ status }) => status === "sent").length;
    const incident = await desk.until(id, "the other platforms", (now) => isToldElsewhere(now) === 4, 9_000);
    await waitFor(() => vendors.pagerduty.requests.length === 1, { what: "the call that hangs" });

    // Ten seconds is what it would take to wait for it.
    expect(tookMs).toBeLessThan(5_000);
    expect(notificationOf(incident, "pagerduty")).toMatchObject({ status: "pending", attempts: 1, reason: null });
    vendors.pagerduty.dropHanging();
    await desk.until(id, "the failure", (now) => notificationOf(now, "pagerduty")?.reason !== null);
    await tryAgainAfter(5);
    await desk.until(id, "the page", isTold);
    expect([...vendors.pagerduty.alerts]).toEqual([[id, "trigger"]]);
  });
});

describe("LC-22, LC-24 anomalies over HTTP", () => {
  it("are one incident until its window has passed, by the product's clock", async () => {
    // It stands still, so that a busy machine cannot make the window pass.
    let { now } = await desk.advance(0);
    await desk.ok("POST", "/admin/clock", { set: now });
    const reportAfter = async (minutes: number, seconds: number) => {
      ({ now } = await desk.advance((minutes * 60 + seconds) * 1_000));
      return desk.report({ "@timestamp": now, service: "window-api" });
    };

    const first = await reportAfter(0, 0);
    const second = await reportAfter(14, 59);
    const third = await reportAfter(15, 1);

    expect(second).toMatchObject({ outcome: "grouped", incidentId: first.incidentId });
    expect(third.outcome).toBe("created");
    expect(await desk.read(first.incidentId)).toMatchObject({ anomalyCount: 2 });
  });

  it("are counted one by one, however many come at once", async () => {
    const events = Array.from({ length: 50 }, () => anomalyOf({ service: "burst-api" }));

    const answers = await Promise.all(events.map((event) => desk.call("POST", "/api/v1/anomalies", event)));

    expect(answers.map(({ status }) => status)).toEqual(events.map(() => 202));
    expect(await desk.list("?service=burst-api")).toMatchObject([{ anomalyCount: 50 }]);
  });
});

describe("LC-47 POST /api/v1/test-connection", () => {
  it("says of each platform whether it takes the settings, and why not", async () => {
    const empty = await newTenant(product);
    const wrong = {
      pagerduty: { routingKey: "wrong" },
      jira: { apiToken: "wrong" },
      servicenow: { password: "wrong" },
      opsgenie: { apiKey: "wrong" },
      slack: { webhookUrl: `${vendors.slack.url}/services/T/B/wrong` },
    };

    const fine = await probeAll(desk);
    await desk.patch("platforms", wrong);
    const refused = await probeAll(desk);
    await vendors.stop();
    const gone = await probeAll(desk);

    expect(fine).toEqual(names.map((platform) => ({ status: "ok", platform, message: "Connection successful" })));
    expect(refused.every(({ status }) => status === "error")).toBe(true);
    expect(refused.map(({ message }) => message)).toEqual([
      "Invalid routing key",
      "Invalid credentials",
      "Invalid credentials",
      "Invalid API key",
      "Invalid webhook URL",
    ]);
    expect(gone).toEqual(names.map((platform) => ({ status: "error", platform, message: "Connection refused" })));
    expect(await unanswered).toEqual(
      names.map((platform) => ({ status: "error", platform, message: "Connection timed out after 10s" })),
    );
    expect(await probe(empty, "jira")).toMatchObject({
      status: "error",
      message: "Missing required fields: baseUrl, apiToken, userEmail",
    });
    expect((await desk.call("POST", "/api/v1/test-connection", { platform: "fax" })).status).toBe(400);
  });
});

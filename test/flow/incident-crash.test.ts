import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fullSize } from "../support/full-size.ts";
import {
  anomalyOf,
  type FakeVendors,
  type IncidentView,
  incidentDesk,
  startIncidentProduct,
  startVendors,
} from "../support/incident-product.ts";
import type { Product } from "../support/product.ts";
import { verifyAudit } from "../support/verify-audit.ts";
import { waitFor } from "../support/wait.ts";

let vendors: FakeVendors;
const started: Product[] = [];

// Anew for each: every product's first incident has the same id.
beforeEach(async () => {
  vendors = await startVendors();
});
afterEach(async () => {
  for (const product of started.splice(0)) await product.dispose();
  await vendors.stop();
});

async function start(options: { dataDir?: string; env: Record<string, string> }): Promise<Product> {
  const product = await startIncidentProduct(options);
  started.push(product);
  return product;
}

/** The claim of an attempt that died with its process runs out after a minute. */
const afterClaims = { TESSERA_TIME_OFFSET_MS: "120000" };

/** An incident of a product that dies with it, seen again once everybody has been told. */
async function crashAndRecover(
  env: Record<string, string>,
  kill: (product: Product) => Promise<unknown>,
): Promise<{ recovered: Product; incident: IncidentView }> {
  const dying = await start({ env });
  const before = incidentDesk(dying);
  // All but Slack, which can neither be searched nor told of a repeat.
  const { slack: _, ...settings } = vendors.settings;
  await before.route(settings);
  const anomaly = { event_id: crypto.randomUUID(), "@timestamp": new Date().toISOString() };
  // The process may die before it has answered: then the detector knows nothing and sends the same again.
  await before.report(anomaly).catch(() => undefined);
  await kill(dying);

  const recovered = await start({ dataDir: dying.dataDir, env: afterClaims });
  const desk = incidentDesk(recovered);
  const again = await desk.ok<{ results: { reason?: string }[] }>("POST", "/api/v1/anomalies", anomalyOf(anomaly));
  const [found] = await desk.list();
  if (!found) throw new Error("The incident is gone");
  const incident = await desk.until(found.id, "the platforms", ({ notifications }) =>
    notifications.every(({ status }) => status === "sent"),
  );
  expect(again.results).toMatchObject([{ outcome: "skipped", reason: "repeated" }]);
  return { recovered, incident };
}

async function expectOneOfEach(recovered: Product, { id, notifications }: IncidentView): Promise<void> {
  const { pagerduty, opsgenie, jira, servicenow } = vendors;
  expect(await incidentDesk(recovered).list()).toHaveLength(1);
  expect(notifications.map(({ platform, action }) => `${platform} ${action}`).toSorted()).toEqual([
    "jira trigger",
    "opsgenie trigger",
    "pagerduty trigger",
    "servicenow trigger",
  ]);
  expect(jira.issues).toHaveLength(1);
  expect(servicenow.records).toHaveLength(1);
  expect([...opsgenie.alerts.keys()]).toEqual([id]);
  expect([...pagerduty.alerts]).toEqual([[id, "trigger"]]);
  await recovered.stop();
  expect(await verifyAudit(recovered.dataDir)).toMatchObject({ faults: [] });
}

describe("RELIABILITY A12: kill -9 between an incident and its platforms", () => {
  const places: [place: string, failpoint: string][] = [
    ["an attempt is claimed, nothing sent", "platform.send:before:kill"],
    ["the incident is saved, its hint not sent", "incidentQueue.send:before:kill"],
    ["an outcome is recorded", "incidents.saveForwarding:after:kill#5"],
  ];

  it.each(fullSize(places, places.slice(0, 1)))(
    "%s: one incident, one alert and one ticket",
    async (_place, failpoint) => {
      const { recovered, incident } = await crashAndRecover({ FAILPOINT: failpoint }, ({ exited }) => exited);

      await expectOneOfEach(recovered, incident);
    },
  );

  it("all have taken it, no outcome is recorded: told again by the same key, or found", async () => {
    const { pagerduty, opsgenie, jira, servicenow } = vendors;
    const hosts = [pagerduty, opsgenie, jira, servicenow];
    for (const host of hosts) host.failNext("mute");

    const { recovered, incident } = await crashAndRecover({}, async (product) => {
      await waitFor(() => hosts.every(({ requests }) => requests.length === 1), { what: "the four calls" });
      await product.killTree();
    });

    const keys = pagerduty.requests.map(({ body }) => body);
    expect(keys).toEqual([1, 2].map(() => expect.objectContaining({ dedup_key: incident.id })));
    expect(opsgenie.alerts.get(incident.id)).toEqual({ state: "open", count: 2 });
    expect(incident.notifications.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2]);
    await expectOneOfEach(recovered, incident);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anomalyOf, type IncidentDesk, incidentDesk, startIncidentProduct } from "../support/incident-product.ts";
import type { Product } from "../support/product.ts";
import { verifyAudit } from "../support/verify-audit.ts";
import { waitFor } from "../support/wait.ts";

/** Marks that stand nowhere else: whatever holds one of them holds a secret. */
const canaries = {
  routingKey: "canary-routing-key-7Qx",
  apiToken: "canary-api-token-8Rw",
  password: "canary-password-9Sv",
  apiKey: "canary-api-key-1Tu",
  webhook: "canary-webhook-2Ut",
  llm: "canary-llm-key-3Vs",
} as const;
/** As they are, and as Basic credentials carry them. */
const secrets = [
  ...Object.values(canaries),
  Buffer.from(`ops@example.com:${canaries.apiToken}`).toString("base64"),
  Buffer.from(`ops:${canaries.password}`).toString("base64"),
];
const count = 100;

/** A vendor of every kind that refuses whatever it is asked, and quotes it. */
let vendor: Server;
let url: string;
/** What it was asked, header and body, with credentials in clear. */
const asked: string[] = [];
const started: Product[] = [];

beforeAll(async () => {
  vendor = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const quoted = JSON.stringify([request.url, request.headers, clearBasic(request.headers.authorization)]);
    asked.push(quoted + Buffer.concat(chunks).toString("utf8"));
    response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ error: { message: quoted } }));
  });
  await new Promise<void>((resolve) => vendor.listen(0, "127.0.0.1", resolve));
  // A TCP server that listens has an address with a port.
  url = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const product of started) await product.dispose();
  vendor?.close();
});

const clearBasic = (header = "") => Buffer.from(header.replace("Basic ", ""), "base64").toString("utf8");

async function start(options: Parameters<typeof startIncidentProduct>[0]): Promise<Product> {
  const product = await startIncidentProduct({ ...options, env: { OPENAI_BASE_URL: url, ...options?.env } });
  started.push(product);
  return product;
}

const settings = () => ({
  pagerduty: { enabled: true, routingKey: canaries.routingKey, apiUrl: url },
  jira: { enabled: true, baseUrl: url, apiToken: canaries.apiToken, userEmail: "ops@example.com" },
  servicenow: { enabled: true, instanceUrl: url, username: "ops", password: canaries.password },
  opsgenie: { enabled: true, apiKey: canaries.apiKey, apiUrl: url },
  slack: { enabled: true, webhookUrl: `${url}/services/T/B/${canaries.webhook}` },
});
const names = ["pagerduty", "jira", "servicenow", "opsgenie", "slack"] as const;

const heard = () => Object.values(canaries).filter((canary) => asked.some((text) => text.includes(canary)));

/** Everything that uses a secret, and everything that could show one. */
async function useSecrets(desk: IncidentDesk): Promise<void> {
  for (const platform of names) await desk.ok("POST", "/api/v1/test-connection", { platform });
  await desk.ok("POST", "/api/v1/test-llm");
  await desk.ok("GET", "/api/v1/llm-status");
  await desk.call("GET", "/dashboard");
  await desk.call("GET", "/dashboard/settings");
}

describe("LC-46, J7, A13 a product that is killed in the middle of a batch", () => {
  it("has its settings and each incident's one transition after the restart, and shows a secret to nobody", async () => {
    const dying = await start({ env: { FAILPOINT: `incidents.commit:after:kill#${count + 40}` } });
    const before = incidentDesk(dying);
    const events = Array.from({ length: count }, (_, index) => anomalyOf({ service: `service-${index}` }));
    const intake = await before.ok<{ results: { incidentId: string }[] }>("POST", "/api/v1/anomalies", events);
    const ids = intake.results.map(({ incidentId }) => incidentId);
    await before.route(settings());
    await before.patch("llm", { provider: "openai", model: "gpt-4o", apiKey: canaries.llm });
    const shown = await before.ok<Record<string, object>>("GET", "/api/v1/config");
    await useSecrets(before);
    const batch = { ids, action: "acknowledge" };
    const killed = await before.call("POST", "/api/v1/incidents/batch", batch).catch(() => "no answer");
    await dying.exited;
    const beforeTheKill = heard();

    asked.length = 0;
    const product = await start({ dataDir: dying.dataDir });
    const desk = incidentDesk(product);
    const restored = await desk.ok<Record<string, object>>("GET", "/api/v1/config");
    const { length: moved } = await desk.list("?status=acknowledged");
    const rerun = await desk.ok<{ updated: number; ids: string[] }>("POST", "/api/v1/incidents/batch", batch);
    await desk.patch("platforms", {
      pagerduty: { routingKey: "****" },
      jira: { apiToken: "****", projectKey: "INC" },
      servicenow: { password: "****" },
      opsgenie: { apiKey: "****" },
      slack: { webhookUrl: "****" },
    });
    await desk.patch("llm", { provider: "openai", model: "gpt-4o-mini", apiKey: "****" });
    const { incidentId } = await desk.report({ service: "told-api" });
    const told = await desk.until(incidentId, "the platforms", ({ notifications }) =>
      notifications.every(({ status }) => status === "failed"),
    );
    await desk.until(incidentId, "the model", () => asked.some((text) => text.includes("/chat/completions")));
    await useSecrets(desk);

    expect(killed).toBe("no answer");
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(count);
    expect(beforeTheKill).toEqual(Object.values(canaries));
    expect(restored).toEqual(shown);
    expect(shown).toMatchObject({
      platforms: {
        pagerduty: { routingKey: "****" },
        jira: { apiToken: "****", baseUrl: url },
        servicenow: { password: "****" },
        opsgenie: { apiKey: "****" },
        slack: { webhookUrl: "****" },
      },
      llm: { provider: "openai", model: "gpt-4o", apiKey: "****" },
    });
    // The stars have kept what was stored.
    expect(heard()).toEqual(Object.values(canaries));
    expect(told.notifications).toHaveLength(5);
    expect(rerun).toMatchObject({ updated: count, ids });

    expect(await acknowledgementsOf(desk, ids)).toEqual(ids.map((id) => `${id} 1`));

    await refusesOtherHosts(desk);
    await waitFor(() => product.lines.some((line) => line.includes("could not be told")), { what: "the log" });
    await product.stop();
    expect(await verifyAudit(product.dataDir)).toMatchObject({ faults: [] });
    const places = {
      answers: [...before.answers, ...desk.answers],
      log: [...dying.lines, ...product.lines],
      // The table, with its stream: so every audit entry, and every event that was made of one.
      files: filesOf(product.dataDir),
    };
    for (const [place, texts] of Object.entries(places)) {
      expect(texts.join(), place).toMatch(marksOf[place] ?? "");
      const leaks = secrets.filter((canary) => texts.some((text) => text.includes(canary)));
      expect(leaks, place).toEqual([]);
    }
  });

  /** F6, D-26: a secret goes to the host that it was entered for; and an answer that refuses one does not quote it. */
  async function refusesOtherHosts(desk: IncidentDesk): Promise<void> {
    const other = url.replace("127.0.0.1", "localhost");
    const moves = {
      pagerduty: { apiUrl: `${url}/other` },
      jira: { baseUrl: `${url}/other` },
      servicenow: { instanceUrl: `${url}/other` },
      opsgenie: { apiUrl: `${url}/other` },
      slack: { webhookUrl: `${other}/services/${canaries.webhook}` },
    };
    for (const [name, move] of Object.entries(moves)) {
      expect((await desk.call("PATCH", "/api/v1/config/platforms", { [name]: move })).status, name).toBe(400);
    }
    const wrong = { pagerduty: { routingKey: [canaries.routingKey] }, opsgenie: { apiKey: `${canaries.apiKey} ü` } };
    expect((await desk.call("PATCH", "/api/v1/config/platforms", wrong)).status).toBe(400);
    await desk.patch("platforms", { jira: { baseUrl: `${url}/other`, apiToken: canaries.apiToken } });
  }
});

/** That a place was really looked into: what an answer, a log and an audit entry say. */
const marksOf: Record<string, RegExp> = {
  answers: /Invalid routing key/,
  log: /a platform could not be told of an incident/,
  files: /slack could not be told/,
};

async function acknowledgementsOf(desk: IncidentDesk, ids: readonly string[]): Promise<string[]> {
  return Promise.all(
    ids.map(async (id) => {
      const { entries } = await desk.ok<{ entries: { action: string }[] }>("GET", `/api/v1/audit?incident_id=${id}`);
      return `${id} ${entries.filter(({ action }) => action === "acknowledged").length}`;
    }),
  );
}

/** Every file, read as bytes: a secret in a database is as clear as one in a text. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
}

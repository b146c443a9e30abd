import { bootstrapAccess } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { anomalyEvent } from "../support/incidents.ts";

let test: TestApp;
let rootKey: string;

beforeAll(async () => {
  test = await createTestApp({ ownTable: true, allowAnonymous: true, limits: { incidentsPerMinute: 1_000 } });
  const { key } = await bootstrapAccess(test.asOperator(), { fixedKey: null });
  rootKey = key ?? expect.fail("no key was made");
});

const list = (headers: Record<string, string>) => test.call("GET", "/api/incidents", { headers });

describe("X-24, D-22 callers without a key, where they are let in", () => {
  it("act for the default tenant: what one reports, the tenant's key sees", async () => {
    const body = anomalyEvent(test, { service: "payment-api" });
    const { body: intake } = await test.call("POST", "/api/v1/anomalies", { body });
    const id = intake.results[0].incidentId;

    const { body: incidents } = await test.call("GET", "/api/incidents", { headers: { "x-logclaw-api-key": rootKey } });
    const { body: audit } = await test.call("GET", `/api/v1/audit?incident_id=${id}`);

    expect(incidents.map((incident: { id: string }) => incident.id)).toEqual([id]);
    expect(audit.entries[0].actor).toBe("anonymous:anonymous");
  });

  it("see nothing of another tenant, and nothing of the other surfaces", async () => {
    const { key } = await test.signUp();
    await test.call("POST", "/api/v1/anomalies", { key, body: anomalyEvent(test, { service: "of-another" }) });

    expect((await list({})).text).not.toContain("of-another");
    for (const path of ["/api/v1/tickets", "/tickets/v1/jobs", "/admin/tenants"]) {
      expect((await test.call("GET", path)).status).toBe(401);
    }
  });
});

describe("C-23 a page of another site that somebody has open", () => {
  const host = "127.0.0.1:8080";

  it.each<[string, Record<string, string>]>([
    ["another host", { host, origin: "https://evil.example" }],
    ["another port", { host, origin: "http://127.0.0.1:3000" }],
    ["a file, or a sandbox", { host, origin: "null" }],
    ["no origin at all", { host, origin: "x" }],
    ["a browser that says so", { host, "sec-fetch-site": "cross-site" }],
    ["a neighbour on the same machine", { host, "sec-fetch-site": "same-site" }],
  ])("%s: is refused without a key, with one it is not", async (_what, headers) => {
    const refused = await list(headers);
    const posted = await test.call("POST", "/api/v1/test-llm", { headers });
    const known = await list({ ...headers, "x-logclaw-api-key": rootKey });

    expect([refused.status, refused.body.error.code]).toEqual([403, "forbidden"]);
    expect(posted.status).toBe(403);
    expect(known.status).toBe(200);
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
  });

  it.each<[string, Record<string, string>]>([
    ["a page of our own", { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" }],
    ["the address bar", { host, "sec-fetch-site": "none" }],
    ["a program", { host }],
    ["a host in capitals", { host: "LOCALHOST:8080", origin: "http://localhost:8080" }],
  ])("%s is not", async (_what, headers) => {
    expect((await list(headers)).status).toBe(200);
  });
});

describe("C-23 a name of somebody else's that leads to a laptop", () => {
  const ask = (host: string, headers = {}) => test.call("GET", "/api/incidents", { headers: { host, ...headers } });

  it.each(["rebind.evil.example:8080", "127.0.0.1.evil.example", "LOCALHOST.evil.example:8080", "evil.example."])(
    "%s: is refused without a key, with one it is not",
    async (host) => {
      const refused = await ask(host, { origin: `http://${host}` });
      const page = await test.call("GET", "/dashboard", { headers: { host } });

      expect([refused.status, refused.body.error.code]).toEqual([403, "forbidden"]);
      expect(page.status).toBe(403);
      expect((await ask(host, { "x-logclaw-api-key": rootKey })).status).toBe(200);
    },
  );

  it.each([
    "127.0.0.1:8080",
    "[::1]:8080",
    "10.1.2.3",
    "localhost",
    "tessera:8080",
    "tessera.localhost:8080",
    "desk.example",
  ])("%s is not", async (host) => {
    expect((await ask(host)).status).toBe(200);
  });
});

describe("J4 limits", () => {
  it("each address has a bucket of its own, each key too, and all are told", async () => {
    const limited = await createTestApp({ allowAnonymous: true, limits: { incidentsPerMinute: 2 } });
    const { key } = await limited.signUp();
    const ask = (headers = {}) => limited.call("GET", "/api/v1/stats", { headers });

    const answers = [await ask(), await ask(), await ask(), await ask({ "x-logclaw-api-key": key })];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 200]);
    const refused = answers[2] ?? expect.fail();
    expect(refused.body.error.code).toBe("rate_limited");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(refused.headers.get("ratelimit-policy")).toBe('"incidents";q=2;w=60');
  });

  it("a neighbour at another address is not told to wait", async () => {
    const [first, second] = [
      await createTestApp({ allowAnonymous: true, limits: { incidentsPerMinute: 1 } }),
      await createTestApp({ allowAnonymous: true, limits: { incidentsPerMinute: 1 } }),
    ];
    const ask = (app: TestApp) => app.call("GET", "/api/v1/stats");

    expect([(await ask(first)).status, (await ask(first)).status, (await ask(second)).status]).toEqual([200, 429, 200]);
  });

  it("keys that are wrong in LC's header are counted like bearers", async () => {
    const app = await createTestApp();
    const guess = () => app.call("GET", "/api/v1/stats", { headers: { "x-logclaw-api-key": "wrong" } });
    const statuses = new Set<number>();
    for (let at = 0; at < 300; at += 1) statuses.add((await guess()).status);

    expect([...statuses]).toEqual([401]);
    expect((await guess()).status).toBe(429);
  });
});

import { createHash } from "node:crypto";
import { createServer } from "@tessera/api/server";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../../support/api.ts";
import { expectStatus } from "../../support/desk.ts";
import { incidentIn, incidentStatuses, openIncident, readIncident, setPlatforms } from "../../support/incidents.ts";
import { actionsOf, openBrowser } from "./support/browser.ts";
import { allNodes, type Node, named, parseHtml, textOf } from "./support/html.ts";
import { formRoutes, isServed } from "./support/routes.ts";

let test: TestApp;
let caller: Caller;
beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

const settings = "/dashboard/settings";

/** What a page is made of, without its words. */
function partsOf(page: Node): Set<string> {
  return new Set(
    allNodes(page).flatMap((node) => [node.name, ...[...node.attributes.keys()].map((name) => `${node.name} ${name}`)]),
  );
}

const addressesOf = (page: Node) =>
  allNodes(page).flatMap((node) => ["href", "action", "formaction"].flatMap((name) => node.attributes.get(name) ?? []));

const hostile = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  "</textarea><script>alert(1)</script>",
  "</title></style><script>alert(1)</script>",
  "<!-- <svg/onload=alert(1)>",
  "&lt;script&gt; &amp; &#60;",
  "javascript:alert(1)",
];

/** All pages of a tenant whose every text is this one. */
async function pagesSaying(text: string): Promise<Map<string, Node>> {
  const { key } = await test.signUp();
  const browser = openBrowser(test, { key });
  await setPlatforms(test, key, {
    jira: { issueType: text },
    opsgenie: { team: text },
    servicenow: { assignmentGroup: text },
  });
  const window = { service: text, startsAt: "2026-05-01T00:00:00Z", endsAt: "2026-05-02T00:00:00Z", reason: text };
  expectStatus(await test.call("PATCH", "/api/v1/config/noise", { key, body: { maintenanceWindows: [window] } }), 200);
  const words = {
    service: text,
    error_message: text,
    trace_id: text,
    affected_services: [text],
    affected_endpoint: text,
  };
  const id = await openIncident(test, key, { ...words, anomaly_type: text, causal_chain: [text], message: text });
  expectStatus(await test.call("POST", `/api/v1/incidents/${id}/notes`, { key, body: { text } }), 201);

  const path = `/dashboard/incidents/${id}`;
  const refused = (at: string, entries: Record<string, string>) =>
    browser.ask("POST", at, new URLSearchParams(entries));
  const texts = {
    list: (await browser.open(`/dashboard?${new URLSearchParams({ service: text, q: text })}`)).answer.text,
    incident: (await browser.open(path)).answer.text,
    settings: (await browser.open(settings)).answer.text,
    // What was entered comes back from these.
    note: (await refused(`${path}/notes`, { text: text.padEnd(4_001, "x") })).text,
    anomaly: (await refused(`${settings}/anomaly`, { minimumScore: text, lookbackWindow: text })).text,
    platform: (await refused(`${settings}/platforms/jira`, { baseUrl: text, projectKey: text, apiToken: text })).text,
    maintenance: (
      await refused(`${settings}/maintenance`, { service: text, startsAt: text, endsAt: text, reason: text })
    ).text,
    llm: (await refused(`${settings}/llm`, { provider: text, model: text })).text,
    signIn: (await browser.ask("GET", `/dashboard/sign-in?next=${encodeURIComponent(`/dashboard/${text}`)}`)).text,
    wrongKey: (await refused("/dashboard/sign-in", { key: text, next: text })).text,
    missing: (await browser.ask("GET", `/dashboard/${encodeURIComponent(text)}`)).text,
    badFilter: (await browser.ask("GET", `/dashboard?${new URLSearchParams({ status: text, cursor: text })}`)).text,
  };
  return new Map(Object.entries(texts).map(([name, source]) => [name, parseHtml(source)]));
}

describe("LC-63, K9: texts of logs, people and settings stay texts", () => {
  let harmless: Map<string, Node>;
  beforeAll(async () => {
    harmless = await pagesSaying("harmless");
  });

  it.each(hostile)("%s changes nothing that a page is made of", async (text) => {
    const pages = await pagesSaying(text);

    for (const [name, page] of pages) {
      expect([name, partsOf(page)]).toEqual([name, partsOf(harmless.get(name) ?? page)]);
      expect(addressesOf(page).filter((address) => !/^\/dashboard([/?]|$)/.test(address))).toEqual([]);
      expect(named(page, "script")).toEqual([]);
    }
  });

  it("shows them to the letter", async () => {
    const [script = ""] = hostile;
    const pages = await pagesSaying(script);

    for (const name of ["list", "incident", "settings"]) {
      const page = pages.get(name);
      const entered = page ? named(page, "input").map((input) => input.attributes.get("value")) : [];
      expect(`${page && textOf(page)} ${entered.join(" ")}`).toContain(script);
    }
    const title = named(pages.get("incident") ?? parseHtml("<!doctype html>\n"), "title")
      .map(textOf)
      .join("");
    expect(title).toContain(script);
  });
});

describe("LC-63: what every page says to the browser", () => {
  it.each([
    ["GET", "/dashboard", 200],
    ["GET", settings, 200],
    ["GET", "/dashboard/sign-in", 200],
    ["GET", "/dashboard?status=broken", 400],
    ["GET", "/dashboard/nothing", 404],
    ["PUT", "/dashboard", 405],
  ])("%s %s: a policy without scripts, and nothing kept", async (method, path, status) => {
    const answer = await openBrowser(test, { key: caller.key }).ask(method, path);

    expect(answer.status).toBe(status);
    const styles = named(parseHtml(answer.text), "style").map((node) => String(node.children[0]));
    const hashes = styles.map((style) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    expect(hashes).toHaveLength(1);
    expect(answer.headers.get("content-security-policy")).toBe(
      `default-src 'none'; style-src ${hashes[0]}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/html; charset=UTF-8",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cache-control": "no-store",
      "referrer-policy": "same-origin",
    });
  });

  it("has no style attribute, no script and nothing that is fetched", async () => {
    const { page } = await openBrowser(test, { key: caller.key }).open(settings);

    const parts = [...partsOf(page)];
    expect(parts.filter((part) => / (on.*|style|src|srcset|background)$/.test(part))).toEqual([]);
    expect(parts.filter((part) => ["script", "link", "img", "iframe", "object", "base"].includes(part))).toEqual([]);
  });
});

describe("LC-63: forms", () => {
  /** A product with something on each page. */
  async function everyAction(): Promise<string[]> {
    const { key } = await test.signUp();
    const browser = openBrowser(test, { key });
    await setPlatforms(test, key, { slack: { enabled: true, webhookUrl: "https://hooks.slack.com/services/T/B/x" } });
    const window = { startsAt: "2026-05-01T00:00:00Z", endsAt: "2026-05-02T00:00:00Z" };
    await test.call("PATCH", "/api/v1/config/noise", { key, body: { maintenanceWindows: [window] } });
    const paths = ["/dashboard", settings, "/dashboard/sign-in"];
    for (const status of incidentStatuses) {
      paths.push(`/dashboard/incidents/${await incidentIn(test, key, status === "escalated" ? "open" : status)}`);
    }
    const pages = await Promise.all(paths.map((path) => browser.open(path)));
    return pages.flatMap(({ page }) => actionsOf(page));
  }

  it("go to routes that exist, and each such route has a form", async () => {
    const routes = formRoutes(test);
    const actions = await everyAction();

    expect(actions.filter((action) => !isServed(routes, action))).toEqual([]);
    expect(routes.filter((route) => !actions.some((action) => isServed([route], action)))).toEqual([]);
    expect(routes.length).toBeGreaterThan(15);
  });

  it.each([
    { origin: "https://evil.example" },
    { origin: "http://localhost:8081" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("of another site are refused, with a key and without: %j", async (headers) => {
    const open = await createTestApp({ allowAnonymous: true });
    const id = await openIncident(test, caller.key);
    const sent = { raw: "", headers: { "content-type": "application/x-www-form-urlencoded", ...headers } };

    const paths = formRoutes(test).map((route) => route.replace(":id", id).replace(":platform", "slack"));
    const answers = await Promise.all(
      paths.flatMap((path) => [test.call("POST", path, { ...sent, key: caller.key }), open.call("POST", path, sent)]),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    expect((await readIncident(test, caller.key, id)).status).toBe("open");
  });

  it.each([
    ["too much", { raw: `text=${"x".repeat(64 * 1_024)}` }, 413],
    ["JSON", { body: { text: "note" } }, 400],
    ["what is no UTF-8", { raw: new Uint8Array([0x74, 0x3d, 0xff]) }, 400],
    ["nothing", { headers: { "content-type": "application/x-www-form-urlencoded" } }, 400],
  ])("refuse %s with a page", async (_what, call, status) => {
    const id = await openIncident(test, caller.key);
    const form = { "content-type": "body" in call ? "application/json" : "application/x-www-form-urlencoded" };

    const answer = await test.call("POST", `/dashboard/incidents/${id}/notes`, {
      key: caller.key,
      headers: form,
      ...call,
    });

    expect(answer.status).toBe(status);
    expect(parseHtml(answer.text)).toBeDefined();
  });
});

describe("X-3: paths and methods", () => {
  it("answers HEAD as GET, without the page", async () => {
    const answer = await openBrowser(test, { key: caller.key }).ask("HEAD", "/dashboard");

    expect([answer.status, answer.text]).toEqual([200, ""]);
  });

  it.each([
    ["DELETE", "/dashboard", "GET, HEAD, OPTIONS"],
    ["GET", "/dashboard/sign-out", "OPTIONS, POST"],
    ["PUT", "/dashboard/sign-in", "GET, HEAD, OPTIONS, POST"],
  ])("%s %s names what is allowed", async (method, path, allowed) => {
    const answer = await test.call(method, path, { key: caller.key });

    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allowed]);
    expect((await test.call("OPTIONS", path)).status).toBe(204);
  });

  it("leads from the path with a slash to that without", async () => {
    const answer = await test.call("GET", "/dashboard/");

    expect([answer.status, answer.headers.get("location")]).toEqual([308, "/dashboard"]);
  });

  it("is served by the host that loads surfaces one by one, and stands in no API document", async () => {
    const server = createServer({ ...test.dependencies, allowAnonymous: true });

    const page = await server.fetch(new Request("http://localhost/dashboard"));
    const document = await test.call("GET", "/openapi.json");

    expect(parseHtml(await page.text())).toBeDefined();
    expect(page.status).toBe(200);
    expect(document.text).not.toContain("/dashboard");
  });
});

describe("K8, TF-22: when things go wrong", () => {
  it("keeps the words of a fault inside", async () => {
    const broken = await createTestApp({
      allowAnonymous: true,
      incidentContextFor: () => Promise.reject(new Error("table arn:aws:secret is gone")),
    });

    const answer = await broken.call("GET", "/dashboard");

    expect(answer.status).toBe(500);
    expect(answer.text).not.toContain("arn:aws");
    expect(answer.text).toContain(answer.headers.get("x-request-id"));
    expect(JSON.stringify(broken.logged)).toContain("table arn:aws:secret is gone");
  });

  it("counts requests as the API does", async () => {
    const busy = await createTestApp({ limits: { incidentsPerMinute: 2 } });
    const { key } = await busy.signUp();
    const browser = openBrowser(busy, { key });
    await browser.open("/dashboard");
    await browser.open(settings);

    const answer = await browser.ask("GET", "/dashboard");

    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(parseHtml(answer.text)).toBeDefined();
  });
});

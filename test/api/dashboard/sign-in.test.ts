import { issueKey, revokeKey, updateClient } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../../support/api.ts";
import { openIncident } from "../../support/incidents.ts";
import { type Browser, noticeOf, openBrowser } from "./support/browser.ts";
import { named, parseHtml, textOf } from "./support/html.ts";

let test: TestApp;
let caller: Caller;
beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

const signIn = "/dashboard/sign-in";

async function signedIn(key: string): Promise<Browser> {
  const browser = openBrowser(test);
  const { page } = await browser.open(signIn);
  await browser.submit(page, signIn, { key });
  return browser;
}

describe("C-23, LC-63: where a key is needed", () => {
  it("leads from any page to the sign-in, and back to that page", async () => {
    const id = await openIncident(test, caller.key);
    const path = `/dashboard/incidents/${id}?a=b`;
    const browser = openBrowser(test);

    const first = await browser.ask("GET", path);
    const { page } = await browser.open(first.headers.get("location") ?? "");
    const after = await browser.submit(page, signIn, { key: caller.key });

    expect(first.status).toBe(303);
    expect(textOf(after.page)).toContain(id);
  });

  it("refuses a form with 401, and changes nothing", async () => {
    const id = await openIncident(test, caller.key);

    const answer = await openBrowser(test).ask("POST", `/dashboard/incidents/${id}/resolve`, new URLSearchParams());

    expect(answer.status).toBe(401);
    expect((await test.call("GET", `/api/incidents/${id}`, { key: caller.key })).body.status).toBe("open");
  });

  it("keeps the key in a cookie that no script and no other site gets at", async () => {
    const { page } = await openBrowser(test).open(signIn);

    const answer = await openBrowser(test).send(page, signIn, { key: caller.key });

    expect(answer.headers.getSetCookie()).toEqual([
      `tessera_dashboard=${caller.key}; Path=/dashboard; HttpOnly; SameSite=Strict`,
    ]);
  });

  it.each([
    ["https://desk.example/dashboard/sign-in", {}],
    // Behind a proxy that ends TLS; the product's public address is that of the test's product.
    ["/dashboard/sign-in", { host: "desk.example", origin: "https://desk.example" }],
  ])("marks it for TLS alone at %s %j", async (url, headers) => {
    const form = { "content-type": "application/x-www-form-urlencoded", ...headers };

    const answer = await test.call("POST", url, { raw: `key=${caller.key}`, headers: form });

    expect(answer.status).toBe(303);
    expect(answer.headers.getSetCookie()[0]).toContain("; Secure");
  });

  it.each(["wrong", "", "tsk_wrong", "x".repeat(600)])("refuses the key %j with 401 and no cookie", async (key) => {
    const browser = openBrowser(test);
    const { page } = await browser.open(signIn);

    const answer = await browser.send(page, signIn, { key });

    expect(answer.status).toBe(401);
    expect(noticeOf(parseHtml(answer.text))).toBe("A valid API key is required");
    expect(browser.cookies.size).toBe(0);
  });

  it("refuses a key that may not see incidents, in words", async () => {
    const { key } = await test.signUp({ scopes: ["tickets:read"] });
    const browser = openBrowser(test);
    const { page } = await browser.open(signIn);

    const answer = await browser.send(page, signIn, { key });

    expect(answer.status).toBe(403);
    expect(noticeOf(parseHtml(answer.text))).toContain("incidents:read");
    expect(browser.cookies.size).toBe(0);
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/admin/tenants",
    "/dashboard/../admin",
    "/dashboardish",
    "javascript:alert(1)",
    "/dashboard/sign-in",
  ])("never goes on to %s", async (next) => {
    const browser = openBrowser(test);
    const { page } = await browser.open(`${signIn}?next=${encodeURIComponent(next)}`);

    const answer = await browser.send(page, signIn, { key: caller.key, next });

    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/dashboard"]);
  });

  it("writes the key into no log", async () => {
    await (await signedIn(caller.key)).open("/dashboard");

    expect(JSON.stringify(test.logged)).not.toContain(caller.key);
    expect(test.logged.length).toBeGreaterThan(0);
  });
});

describe("X-20, X-21: keys that end", () => {
  it("is out at once when its key is revoked, and forgets it", async () => {
    const operator = test.asOperator();
    const subjectId = caller.clientId;
    const { key, secret } = await issueKey(operator, { subjectId, scopes: ["incidents:admin"], expiresAt: null });
    const browser = await signedIn(secret);
    await browser.open("/dashboard");
    const id = await openIncident(test, caller.key);

    await revokeKey(operator, { keyId: key.id });

    const form = await browser.ask("POST", `/dashboard/incidents/${id}/resolve`, new URLSearchParams());
    const page = await browser.ask("GET", "/dashboard");
    expect(form.status).toBe(401);
    expect([page.status, page.headers.get("location")]).toEqual([303, "/dashboard/sign-in?next=%2Fdashboard"]);
    expect(browser.cookies.size).toBe(0);
  });

  it("refuses a client that was suspended", async () => {
    const { key, clientId } = await test.signUp();
    const browser = await signedIn(key);

    await updateClient(test.asOperator(), { clientId, status: "suspended" });

    const { page } = await browser.open("/dashboard", 403);
    expect(textOf(page)).toContain("This client is suspended");
    // Its cookie is still there, so this is the way to another key.
    expect(named(page, "a").map((link) => link.attributes.get("href"))).toContain(signIn);
  });

  it("signs out", async () => {
    const browser = await signedIn(caller.key);
    const { page } = await browser.open("/dashboard");

    const after = await browser.submit(page, "/dashboard/sign-out");

    expect(named(after.page, "h1").map(textOf)).toEqual(["Sign in"]);
    expect((await browser.ask("GET", "/dashboard")).status).toBe(303);
  });

  it("sees the incidents of its own tenant alone", async () => {
    const id = await openIncident(test, caller.key, { service: "of-the-first-tenant" });
    const browser = await signedIn((await test.signUp()).key);

    const { page } = await browser.open("/dashboard");

    expect(textOf(page)).not.toContain("of-the-first-tenant");
    expect((await browser.ask("GET", `/dashboard/incidents/${id}`)).status).toBe(404);
  });
});

describe("links in pagers and chats, which a browser follows without the cookie", () => {
  it("go on by themselves from a page of ours", async () => {
    const id = await openIncident(test, caller.key);
    const path = `/dashboard/incidents/${id}`;

    const answer = await test.call("GET", path, { headers: { "sec-fetch-site": "cross-site" } });

    expect(answer.status).toBe(200);
    const page = parseHtml(answer.text);
    const refresh = named(page, "meta").filter((meta) => meta.attributes.has("http-equiv"));
    expect(refresh.map((meta) => meta.attributes.get("content"))).toEqual([`0; url=${path}`]);
    expect(answer.text).not.toContain("service-");
  });
});

describe("X-24: where nobody needs a key", () => {
  it("opens at once, for the default tenant", async () => {
    const open = await createTestApp({ allowAnonymous: true, ownTable: true });
    const made = await open.call("POST", "/api/v1/anomalies", {
      body: {
        ...{ event_id: "1", "@timestamp": "2026-03-01T12:00:00Z", anomaly_type: "x", anomaly_score: 1 },
        ...{ severity: "low", service: "laptop", tenant_id: "t" },
      },
    });
    const [{ incidentId }] = made.body.results;
    const browser = openBrowser(open);

    const { page } = await browser.open("/dashboard");
    const before = await browser.open(`/dashboard/incidents/${incidentId}`);
    const after = await browser.submit(before.page, `/dashboard/incidents/${incidentId}/acknowledge`);

    expect(textOf(page)).toContain("laptop");
    expect(textOf(after.page)).toContain("acknowledged");
  });

  it("never takes a wrong key for none", async () => {
    const open = await createTestApp({ allowAnonymous: true });

    const page = await open.call("GET", "/dashboard", { headers: { cookie: "tessera_dashboard=wrong" } });
    const form = await open.call("POST", "/dashboard/settings/noise", {
      raw: "",
      headers: { cookie: "tessera_dashboard=wrong", "content-type": "application/x-www-form-urlencoded" },
    });
    const bearer = await open.call("GET", "/dashboard", { key: "wrong" });

    expect([page.status, form.status, bearer.status]).toEqual([303, 401, 401]);
  });
});

describe("J4: guessing", () => {
  it("is refused after many wrong keys, by the form and by the cookie alike", async () => {
    const target = await createTestApp();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    for (let tries = 0; tries < 300; tries += 1) {
      await target.call("GET", "/dashboard", { headers: { cookie: `tessera_dashboard=guess-${tries}` } });
    }

    const byForm = await target.call("POST", signIn, { raw: "key=guess", headers });
    const byCookie = await target.call("GET", "/dashboard", { headers: { cookie: "tessera_dashboard=guess" } });

    expect([byForm.status, byCookie.status]).toEqual([429, 429]);
  });
});

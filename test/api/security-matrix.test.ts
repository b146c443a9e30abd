import type { Scope } from "@tessera/core/access";
import { scopes } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { ownsPath, surfacePaths } from "../../packages/api/src/surface-paths.ts";
import { type Call, createTestApp, submitBody, type TestApp } from "../support/api.ts";
import { deskRoutes } from "../support/desk-routes.ts";
import { incidentRoutes } from "../support/incident-routes.ts";

interface Row {
  /** Null: anybody may call it. */
  scope: Scope | null;
  /** What a caller with the scope is answered. */
  status: number;
  body?: () => unknown;
  query?: string;
}

const read: Row = { scope: "tickets:read", status: 404 };
const submit: Row = { scope: "tickets:submit", status: 202, body: submitBody };
const open: Row = { scope: null, status: 200 };

/**
 * Every route but those with their own kinds of callers: the desk's (support-matrix.test.ts), those of incidents
 * (incident-matrix.test.ts), and the pages of the dashboard (dashboard/) (J1).
 */
const rows: Record<string, Row> = {
  "POST /tickets/v1/jobs": submit,
  "POST /v1/task-generation/jobs": submit,
  "GET /tickets/v1/jobs": { ...read, status: 200 },
  "GET /v1/task-generation/jobs": { ...read, status: 200 },
  "GET /tickets/v1/jobs/:job_id": read,
  "GET /v1/task-generation/jobs/:job_id": read,
  "GET /tickets/v1/jobs/:job_id/result": read,
  "GET /v1/task-generation/jobs/:job_id/result": read,
  "GET /tickets/v1/jobs/:job_id/coverage": read,
  "GET /v1/task-generation/jobs/:job_id/coverage": read,
  "GET /tickets/v1/jobs/:job_id/attempts": { ...read, query: "?texts=true" },
  "GET /v1/task-generation/jobs/:job_id/attempts": read,
  "GET /tickets/v1/jobs/:job_id/usage": read,
  "GET /v1/task-generation/jobs/:job_id/usage": read,
  "GET /tickets/v1/jobs/:job_id/events": read,
  "GET /v1/task-generation/jobs/:job_id/events": read,
  "POST /tickets/v1/jobs/:job_id/replay": { scope: "tickets:submit", status: 404 },
  "POST /v1/task-generation/jobs/:job_id/replay": { scope: "tickets:submit", status: 404 },
  "DELETE /tickets/v1/jobs/:job_id": { scope: "tickets:cancel", status: 404 },
  "DELETE /v1/task-generation/jobs/:job_id": { scope: "tickets:cancel", status: 404 },
  "GET /tickets/v1/schema": { ...read, status: 200 },
  "POST /admin/tenants": { scope: "admin", status: 201, body: () => ({ name: "T" }) },
  "GET /admin/tenants": { scope: "admin", status: 200, query: "?limit=1" },
  "POST /admin/tenants/:tenant_id/clients": { scope: "admin", status: 404, body: () => ({ name: "C" }) },
  "GET /admin/tenants/:tenant_id/clients": { scope: "admin", status: 404 },
  "POST /admin/tenants/:tenant_id/users": {
    scope: "admin",
    status: 404,
    body: () => ({ name: "U", email: "u@example.com", role: "member" }),
  },
  "GET /admin/tenants/:tenant_id/users": { scope: "admin", status: 404 },
  "POST /admin/tenants/:tenant_id/teams": { scope: "admin", status: 404, body: () => ({ name: "T" }) },
  "GET /admin/tenants/:tenant_id/teams": { scope: "admin", status: 404 },
  "PUT /admin/teams/:team_id/members/:user_id": { scope: "admin", status: 404 },
  "DELETE /admin/teams/:team_id/members/:user_id": { scope: "admin", status: 404 },
  "POST /admin/keys": { scope: "admin", status: 404, body: () => ({ subject: crypto.randomUUID(), scopes: [] }) },
  "GET /admin/keys": { scope: "admin", status: 404, query: "?subject=nobody" },
  "DELETE /admin/keys/:key_id": { scope: "admin", status: 404 },
  "PATCH /admin/clients/:client_id": { scope: "admin", status: 404, body: () => ({ model_fallback: "offline" }) },
  "POST /admin/clients/:client_id/suspend": { scope: "admin", status: 404 },
  "POST /admin/clients/:client_id/resume": { scope: "admin", status: 404 },
  "POST /admin/clients/:client_id/webhook-secret": { scope: "admin", status: 404 },
  "POST /admin/tenants/:tenant_id/webhook-secret": { scope: "admin", status: 404 },
  "POST /admin/sweeps": { scope: "admin", status: 200, body: () => ({ name: "expire-jobs" }) },
  "POST /admin/clock": { scope: "admin", status: 200, body: () => ({ advance_ms: 0 }) },
  "GET /": open,
  "GET /health": open,
  "GET /openapi.json": open,
  "GET /tickets/v1/openapi.json": open,
  "GET /docs": open,
  "GET /docs/initializer.js": open,
  "GET /docs/swagger-ui.css": open,
  "GET /docs/swagger-ui-bundle.js": open,
  "GET /docs/favicon-32x32.png": open,
  "GET /redoc": open,
  "GET /redoc/redoc.standalone.js": open,
};

type Verdict = "allowed" | [status: number, code: string];

interface Credential {
  what: string;
  headers?: Record<string, string>;
  key?: () => string;
  verdict(scope: Scope): Verdict;
}

const keys = { revoked: "", expired: "", suspended: "", featureOff: "", all: "", ...emptyScopeKeys() };

function emptyScopeKeys(): Record<Scope, string> {
  // `fromEntries` forgets the keys, which are exactly the scopes.
  return Object.fromEntries(scopes.map((scope) => [scope, ""])) as Record<Scope, string>;
}

const unauthorized = (): Verdict => [401, "unauthorized"];
const credentials: Credential[] = [
  { what: "no header", verdict: unauthorized },
  { what: "the word Bearer alone", headers: { authorization: "Bearer" }, verdict: unauthorized },
  { what: "Bearer and a blank", headers: { authorization: "Bearer " }, verdict: unauthorized },
  { what: "another scheme", headers: { authorization: "Basic dXNlcjpwYXNz" }, verdict: unauthorized },
  { what: "an unknown key", key: () => "tsk_unknown", verdict: unauthorized },
  { what: "a very long key", key: () => "k".repeat(5_000), verdict: unauthorized },
  { what: "two keys", headers: { authorization: "Bearer a b" }, verdict: unauthorized },
  { what: "a revoked key", key: () => keys.revoked, verdict: () => [401, "key_revoked"] },
  { what: "an expired key", key: () => keys.expired, verdict: () => [401, "key_expired"] },
  { what: "a suspended client's key", key: () => keys.suspended, verdict: () => [403, "client_suspended"] },
  {
    what: "a key of a client without features",
    key: () => keys.featureOff,
    verdict: (scope) => (scope === "admin" ? "allowed" : [403, "feature_disabled"]),
  },
  ...scopes.map((own) => ({
    what: `a key with the scope ${own} alone`,
    key: () => keys[own],
    verdict: (scope: Scope): Verdict => (scope === own ? "allowed" : [403, "forbidden"]),
  })),
  { what: "a key with all scopes", key: () => keys.all, verdict: () => "allowed" },
];

let test: TestApp;

beforeAll(async () => {
  test = await createTestApp({
    limits: { submitsPerMinute: 10_000, readsPerMinute: 10_000, deskPerMinute: 100_000, maxBodyBytes: 262_144 },
  });
  const root = (await test.signUp({ scopes })).key;
  const expiresAt = new Date(test.clock.now().getTime() + 1_000).toISOString();
  const [revoked, expired, suspended] = [
    await test.signUp({ scopes }),
    await test.signUp({ scopes, expiresAt }),
    await test.signUp({ scopes }),
  ];
  await test.call("DELETE", `/admin/keys/${revoked.keyId}`, { key: root });
  await test.call("POST", `/admin/clients/${suspended.clientId}/suspend`, { key: root });
  test.clock.advance(1_000);
  Object.assign(keys, {
    revoked: revoked.key,
    expired: expired.key,
    suspended: suspended.key,
    featureOff: (await test.signUp({ scopes, features: [] })).key,
    all: root,
  });
  for (const scope of scopes) keys[scope] = (await test.signUp({ scopes: [scope] })).key;
});

describe("J1 every route has a row in the matrix", () => {
  it("here or in another one, and every row has a route", () => {
    const routes = test.app.routes
      .filter(({ method, path }) => method !== "ALL" && !ownsPath(surfacePaths.dashboard, path))
      .map(({ method, path }) => `${method} ${path}`);

    // With one row too many if two matrices had the same.
    const known = [rows, deskRoutes, incidentRoutes].flatMap((matrix) => Object.keys(matrix));
    expect([...new Set(routes)].sort()).toEqual(known.sort());
  });
});

describe.each(Object.entries(rows))("J1, TF-20, TF-21 %s", (route, row) => {
  const [method = "", template = ""] = route.split(" ");

  function call(credential: Credential, change: Call = {}) {
    const path = template.replaceAll(/:\w+/g, () => crypto.randomUUID()) + (row.query ?? "");
    return test.call(method, path, {
      ...(credential.key && { key: credential.key() }),
      ...(row.body && { body: row.body() }),
      ...change,
      headers: { ...credential.headers, ...change.headers },
    });
  }

  it.each(credentials)("with $what", async (credential) => {
    const { status, headers, body } = await call(credential);

    const verdict = row.scope === null ? "allowed" : credential.verdict(row.scope);
    if (verdict === "allowed") {
      expect(status).toBe(row.status);
      return;
    }
    expect([status, body.error.code]).toEqual(verdict);
    expect(headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  });

  if (row.scope === null) return;
  // Whoever may not call it must not learn whether the request would have been right.
  it("refuses before it looks at the request", async () => {
    const wrong: Call = row.body ? { raw: "{", headers: { "content-type": "text/plain" } } : {};

    const nobody = await call({ what: "", verdict: unauthorized }, wrong);
    const suspended = await call({ what: "", key: () => keys.suspended, verdict: unauthorized }, wrong);

    expect([nobody.status, suspended.status]).toEqual([401, 403]);
  });
});

describe("TF-20 the scheme's name", () => {
  it.each(["bearer", "BEARER", "Bearer  "])("may be written %j", async (scheme) => {
    const { status } = await test.call("GET", "/tickets/v1/jobs", {
      headers: { authorization: `${scheme} ${keys.all}` },
    });

    expect(status).toBe(200);
  });
});

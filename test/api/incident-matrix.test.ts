import { type IncidentAccess, type Scope, scopes } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, createTestApp, type TestApp } from "../support/api.ts";
import { openDesk } from "../support/desk.ts";
import { isIncidentPath } from "../support/desk-contract.ts";
import { fullSize } from "../support/full-size.ts";
import { documentedRoutes, type IncidentRoute, incidentRequest, incidentRoutes } from "../support/incident-routes.ts";

type Verdict = "allowed" | [status: number, code: string];

interface Credential {
  what: string;
  headers?: () => Record<string, string>;
  verdict(route: IncidentRoute): Verdict;
}

const keys: Record<string, string> = {};
const keyOf = (name: string) => keys[name] ?? expect.fail(`there is no key ${name}`);

const bearer = (value: () => string) => () => ({ authorization: `Bearer ${value()}` });
const own = (value: () => string) => () => ({ "x-logclaw-api-key": value() });
const unauthorized = (): Verdict => [401, "unauthorized"];

const levels = ["read", "write", "admin"] as const;

/** A caller who may do this and all that comes before it; null: nothing. */
function upTo(may: IncidentAccess | null, isAtDesk = false): Credential["verdict"] {
  return ({ access, desk }) => {
    if (access === null) return "allowed";
    const isHighEnough = may !== null && levels.indexOf(may) >= levels.indexOf(access);
    return isHighEnough && (isAtDesk || desk === undefined) ? "allowed" : [403, "forbidden"];
  };
}

const mayBy: Partial<Record<Scope, IncidentAccess>> = {
  "incidents:read": "read",
  "incidents:write": "write",
  "incidents:admin": "admin",
};

/** Each way to sign in, with each kind of key. */
const credentials: Credential[] = [
  { what: "nothing", verdict: unauthorized },
  { what: "the word Bearer alone", headers: () => ({ authorization: "Bearer" }), verdict: unauthorized },
  { what: "another scheme", headers: () => ({ authorization: "Basic dXNlcjpwYXNz" }), verdict: unauthorized },
  { what: "an unknown key", headers: bearer(() => "tsk_unknown"), verdict: unauthorized },
  { what: "an unknown key in LC's header", headers: own(() => "lc_proj_unknown"), verdict: unauthorized },
  { what: "an empty key in LC's header", headers: own(() => " "), verdict: unauthorized },
  { what: "a very long key in LC's header", headers: own(() => "k".repeat(5_000)), verdict: unauthorized },
  {
    what: "a wrong key in LC's header and a good bearer",
    headers: () => ({ ...own(() => "wrong")(), ...bearer(() => keyOf("all"))() }),
    verdict: unauthorized,
  },
  { what: "a revoked key", headers: bearer(() => keyOf("revoked")), verdict: () => [401, "key_revoked"] },
  { what: "a revoked key in LC's header", headers: own(() => keyOf("revoked")), verdict: () => [401, "key_revoked"] },
  { what: "an expired key in LC's header", headers: own(() => keyOf("expired")), verdict: () => [401, "key_expired"] },
  {
    what: "a suspended client's key",
    headers: own(() => keyOf("suspended")),
    verdict: () => [403, "client_suspended"],
  },
  { what: "a customer's token", headers: bearer(() => keyOf("contact")), verdict: upTo(null) },
  ...scopes.map((scope) => ({
    what: `a client with the scope ${scope} alone`,
    headers: own(() => keyOf(scope)),
    verdict: upTo(mayBy[scope] ?? null),
  })),
  { what: "a client with all scopes", headers: bearer(() => keyOf("all")), verdict: upTo("admin", true) },
  { what: "an owner", headers: bearer(() => keyOf("owner")), verdict: upTo("admin", true) },
  { what: "an admin", headers: own(() => keyOf("administrator")), verdict: upTo("admin", true) },
  { what: "a member", headers: bearer(() => keyOf("member")), verdict: upTo("write", true) },
];

/** Who has no key, and whose key must not become no key. */
const withLessTime = credentials.filter(({ what }) => /nothing|wrong|unknown|revoked|a member/.test(what));

let test: TestApp;
let open: TestApp;

beforeAll(async () => {
  test = await createTestApp();
  // The same table, run as on a laptop (C-23).
  open = await createTestApp({ allowAnonymous: true });
  const { tenantId, owner, admin, member } = await openDesk(test);
  const root = (await test.signUp({ scopes })).key;
  const expiresAt = new Date(test.clock.now().getTime() + 1_000).toISOString();
  const [revoked, expired, suspended] = [
    await test.signUp({ tenantId, scopes }),
    await test.signUp({ tenantId, scopes, expiresAt }),
    await test.signUp({ tenantId, scopes }),
  ];
  await test.call("DELETE", `/admin/keys/${revoked.keyId}`, { key: root });
  await test.call("POST", `/admin/clients/${suspended.clientId}/suspend`, { key: root });
  test.clock.advance(1_000);
  open.clock.set(test.clock.now());
  Object.assign(keys, {
    revoked: revoked.key,
    expired: expired.key,
    suspended: suspended.key,
    contact: test.dependencies.contactTokens.issue({ tenantId, email: "ann@example.org" }, test.clock.now()).token,
    all: (await test.signUp({ tenantId, scopes })).key,
    owner: owner.key,
    administrator: admin.key,
    member: member.key,
  });
  for (const scope of scopes) keys[scope] = (await test.signUp({ tenantId, scopes: [scope] })).key;
});

function expectVerdict({ status, headers, body }: Answer, row: IncidentRoute, verdict: Verdict) {
  expect(headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  if (verdict === "allowed") {
    expect(status).toBe(row.status);
    return;
  }
  expect([status, body.error?.code]).toEqual(verdict);
  expect(Object.keys(body.error)).toEqual(["code", "message"]);
}

function send(app: TestApp, route: string, headers: Record<string, string> = {}, change: Call = {}) {
  const { method, path, call } = incidentRequest(route);
  return app.call(method, path, { ...call, ...change, headers: { ...headers, ...change.headers } });
}

describe("J1 every route of incidents has a row in the matrix", () => {
  it("and every row has a route", () => {
    const routes = test.app.routes.filter(({ method, path }) => method !== "ALL" && isIncidentPath(path));

    expect([...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual(
      Object.keys(incidentRoutes).sort(),
    );
  });
});

describe.each(Object.entries(documentedRoutes))("J1, X-24 %s", (route, row) => {
  it.each(credentials)("with $what", async ({ headers, verdict }) => {
    expectVerdict(await send(test, route, headers?.()), row, row.access === null ? "allowed" : verdict(row));
  });

  it.each(fullSize(credentials, withLessTime))(
    "where callers without a key are let in, with $what",
    async ({ what, headers, verdict }) => {
      const expected = what === "nothing" ? upTo("admin")(row) : verdict(row);

      expectVerdict(await send(open, route, headers?.()), row, row.access === null ? "allowed" : expected);
    },
  );

  if (row.access === null) return;
  // Whoever may not call it must not learn whether the request would have been right.
  it("refuses before it looks at the request", async () => {
    const wrong: Call = row.body ? { raw: "{", headers: { "content-type": "text/plain" } } : {};

    const nobody = await send(test, route, {}, wrong);
    const suspended = await send(test, route, own(() => keyOf("suspended"))(), wrong);

    expect([nobody.status, suspended.status]).toEqual([401, 403]);
  });
});

describe("J1 the other spellings of each route have the same guard", () => {
  const others = Object.keys(incidentRoutes).filter((route) => documentedRoutes[route] === undefined);

  it.each(others)("%s", async (route) => {
    const row = incidentRoutes[route] ?? expect.fail();

    expectVerdict(await send(test, route), row, row.access === null ? "allowed" : unauthorized());
    expectVerdict(await send(test, route, own(() => keyOf("issues.read"))()), row, upTo(null)(row));
    expectVerdict(await send(test, route, own(() => keyOf("all"))()), row, "allowed");
  });
});

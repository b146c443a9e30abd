import { type Scope, scopes } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, createTestApp, type TestApp } from "../support/api.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { isDeskPath } from "../support/desk-contract.ts";
import { type DeskRoute, deskRoutes, newId, requestOf } from "../support/desk-routes.ts";

type Verdict = "allowed" | [status: number, error: string | RegExp];

interface Credential {
  what: string;
  headers?: Record<string, string>;
  key?: () => string;
  verdict(route: DeskRoute): Verdict;
}

const keys: Record<string, string> = {};
const keyOf = (name: string) => () => keys[name] ?? expect.fail(`there is no key ${name}`);

const forbidden: Verdict = [
  403,
  /^(?:This needs the permission issues\.|.+: only Owner and Admin may change it$|Only who has)/,
];
const nobody = (): Verdict => [401, "An API key is required: Authorization: Bearer <api_key>"];
const unknown = (): Verdict => [401, "A valid API key is required"];
const noLink = (): Verdict => [401, "This sign-in link is not valid"];

/** Those who work at the desk, by what they may do. */
function worker(what: string, may: readonly Scope[], isManager: boolean): Credential {
  return {
    what,
    key: keyOf(what),
    verdict: ({ permission, managers, contacts }) => {
      if (permission === null) return "allowed";
      const isKept = contacts === "only" || (managers === true && !isManager);
      return may.includes(permission) && !isKept ? "allowed" : forbidden;
    },
  };
}

const work: Scope[] = ["issues.read", "issues.create", "issues.edit"];
const members = [
  worker("an owner", [...work, "issues.delete"], true),
  worker("an admin", [...work, "issues.delete"], true),
  worker("a member", work, false),
];
const clients = [
  ...scopes.map((scope) => worker(`a client with the scope ${scope} alone`, [scope], false)),
  worker("a client with all scopes", scopes, false),
  worker("a client without features", scopes, false),
];

const credentials: Credential[] = [
  { what: "no header", verdict: nobody },
  { what: "the word Bearer alone", headers: { authorization: "Bearer" }, verdict: nobody },
  { what: "Bearer and a blank", headers: { authorization: "Bearer " }, verdict: nobody },
  { what: "another scheme", headers: { authorization: "Basic dXNlcjpwYXNz" }, verdict: nobody },
  { what: "two keys", headers: { authorization: "Bearer a b" }, verdict: nobody },
  { what: "an unknown key", key: () => "tsk_unknown", verdict: unknown },
  { what: "a very long key", key: () => "k".repeat(5_000), verdict: unknown },
  { what: "a revoked key", key: keyOf("revoked"), verdict: () => [401, "This API key was revoked"] },
  { what: "an expired key", key: keyOf("expired"), verdict: () => [401, "This API key has expired"] },
  { what: "a suspended client's key", key: keyOf("suspended"), verdict: () => [403, "This client is suspended"] },
  { what: "a contact's token that is none", key: () => "tct_e30.x", verdict: noLink },
  { what: "a contact's token with another end", key: () => `${keyOf("contact")().slice(0, -2)}AA`, verdict: noLink },
  { what: "a contact's old token", key: keyOf("old contact"), verdict: () => [401, "This sign-in link has expired"] },
  {
    what: "a contact",
    key: keyOf("contact"),
    verdict: ({ permission, contacts }) => (contacts || permission === null ? "allowed" : forbidden),
  },
  ...clients,
  ...members,
];

let test: TestApp;
let desk: Desk;

beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  const { tenantId } = desk;
  const { contactTokens } = test.dependencies;
  const expiresAt = new Date(test.clock.now().getTime() + 1_000).toISOString();
  const root = (await test.signUp({ scopes })).key;
  const [revoked, expired, suspended] = [
    await test.signUp({ tenantId, scopes }),
    await test.signUp({ tenantId, scopes, expiresAt }),
    await test.signUp({ tenantId, scopes }),
  ];
  await test.call("DELETE", `/admin/keys/${revoked.keyId}`, { key: root });
  await test.call("POST", `/admin/clients/${suspended.clientId}/suspend`, { key: root });
  const old = contactTokens.issue({ tenantId, email: "old@example.org" }, test.clock.now());
  test.clock.advance(24 * 3_600_000);
  Object.assign(keys, {
    revoked: revoked.key,
    expired: expired.key,
    suspended: suspended.key,
    "old contact": old.token,
    contact: contactTokens.issue({ tenantId, email: "ann@example.org" }, test.clock.now()).token,
    "an owner": desk.owner.key,
    "an admin": desk.admin.key,
    "a member": desk.member.key,
    "a client with all scopes": (await test.signUp({ tenantId, scopes })).key,
    "a client without features": (await test.signUp({ tenantId, scopes, features: [] })).key,
  });
  for (const scope of scopes) {
    keys[`a client with the scope ${scope} alone`] = (await test.signUp({ tenantId, scopes: [scope] })).key;
  }
});

/** What is not new each time would be refused the second time. */
const unrepeatable = { "POST /api/v1/sla-policies": [201, 409] } as Record<string, number[]>;

function expectVerdict(
  route: string,
  row: DeskRoute,
  verdict: Verdict,
  { status, headers, body }: Answer,
  who: string,
) {
  expect(headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  if (verdict === "allowed") {
    expect(unrepeatable[route] ?? [row.status], who).toContain(status);
    return;
  }
  const [refusal, error] = verdict;
  expect([status, Object.keys(body)], who).toEqual([refusal, ["error"]]);
  if (typeof error === "string") expect(body.error, who).toBe(error);
  else expect(body.error, who).toMatch(error);
}

describe("J1 every route of the desk has a row in the matrix", () => {
  it("and every row has a route", () => {
    const routes = test.app.routes.filter(({ method, path }) => method !== "ALL" && isDeskPath(path));

    expect([...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort()).toEqual(
      Object.keys(deskRoutes).sort(),
    );
  });

  it("customers have a handful of them, and a member deletes nothing but messages and tags of tickets", () => {
    const open = Object.entries(deskRoutes).filter(([, { contacts }]) => contacts);
    const deletes = Object.entries(deskRoutes).filter(([route]) => route.startsWith("DELETE"));

    expect(open.map(([route]) => route).sort()).toEqual([
      "GET /api/v1/tickets",
      "GET /api/v1/tickets/:id",
      "GET /api/v1/tickets/:id/attachments/:attachmentId",
      "GET /api/v1/tickets/:id/messages",
      "GET /portal/session",
      "POST /api/v1/tickets",
      "POST /api/v1/tickets/:id/attachments",
      "POST /api/v1/tickets/:id/messages",
    ]);
    expect(deletes.filter(([, { permission }]) => permission !== "issues.delete").map(([route]) => route)).toEqual([
      "DELETE /api/v1/tickets/:id/messages/:msgId",
      "DELETE /api/v1/tickets/:id/tags/:tagId",
    ]);
  });
});

describe("K8, N1 methods that a path does not have", () => {
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  const paths = [...new Set(Object.keys(deskRoutes).map((route) => route.split(" ")[1] ?? ""))];

  it.each(paths)("%s: 405 in the desk's words, so nothing rewrites what has happened", async (template) => {
    const path = template.replaceAll(/:\w+/g, () => newId());
    // `stats` and `export` are ids to the methods that they do not have themselves.
    const routed = methods.filter((method) =>
      Object.keys(deskRoutes).some((route) => patternOf(route).test(`${method} ${path}`)),
    );

    for (const method of methods.filter((one) => !routed.includes(one))) {
      const { status, headers, body } = await test.call(method, path, { key: keyOf("an owner")() });

      expect([method, status, Object.keys(body)]).toEqual([method, 405, ["error"]]);
      expect(headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining(routed));
    }
  });
});

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(/:\w+/g, "[^/]+")}$`);
}

describe.each(Object.entries(deskRoutes))("J1, X-23, PX-64 %s", (route, row) => {
  function send(credential: Pick<Credential, "key" | "headers">, change: Call = {}) {
    const { method, path, call } = requestOf(route);
    return test.call(method, path, {
      ...(credential.key && { key: credential.key() }),
      ...call,
      ...change,
      headers: { ...call.headers, ...credential.headers, ...change.headers },
    });
  }

  it("answers each caller exactly as it may", async () => {
    // A route's wrong keys and sign-in links fit into the limits of their window.
    test.clock.advance(15 * 60_000);

    for (const credential of credentials) {
      const answer = await send(credential);

      const verdict = row.permission === null ? "allowed" : credential.verdict(row);
      expectVerdict(route, row, verdict, answer, credential.what);
    }
  });

  if (row.permission === null) return;
  // Whoever may not call it must not learn whether the request would have been right.
  it("refuses before it looks at the request", async () => {
    const wrong: Call = row.body ? { raw: "{", headers: { "content-type": "text/plain" } } : {};

    const stranger = await send({}, wrong);
    const suspended = await send({ key: keyOf("suspended") }, wrong);
    const powerless = await send({ key: keyOf("a client with the scope tickets:read alone") }, wrong);

    expect([stranger.status, suspended.status, powerless.status]).toEqual([401, 403, 403]);
    if (!row.contacts) expect((await send({ key: keyOf("contact") }, wrong)).status).toBe(403);
  });
});

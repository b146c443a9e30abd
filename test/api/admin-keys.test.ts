import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../support/api.ts";

let test: TestApp;
let key: string;
let subject: Caller;

beforeAll(async () => {
  test = await createTestApp();
  ({ key } = await test.signUp({ scopes: ["admin"] }));
  subject = await test.signUp();
});

const issue = (body: Record<string, unknown> = {}) =>
  test.call("POST", "/admin/keys", { key, body: { subject: subject.clientId, scopes: ["tickets:read"], ...body } });
const use = (issued: string) => test.call("GET", "/tickets/v1/jobs", { key: issued });

describe("X-20, X-21 POST /admin/keys", () => {
  it("answers 201 with a key that works, once and never again", async () => {
    const { status, headers, body } = await issue();
    const listed = await test.call("GET", `/admin/keys?subject=${subject.clientId}`, { key });

    expect(status).toBe(201);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(Object.keys(body).sort()).toEqual(["key", "key_id", "prefix"]);
    expect(body.key.startsWith(body.prefix)).toBe(true);
    expect((await use(body.key)).status).toBe(200);
    expect(listed.body.keys).toContainEqual(
      expect.objectContaining({ key_id: body.key_id, prefix: body.prefix, scopes: ["tickets:read"], revoked_at: null }),
    );
    expect(listed.text).not.toContain(body.key);
    expect(listed.text).not.toMatch(/sha256|"key":/);
  });

  it("cannot slip past a suspension that comes at the same moment (B10, TF-21)", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { clientId } = await test.signUp();
      const [issued, suspended] = await Promise.all([
        issue({ subject: clientId }),
        test.call("POST", `/admin/clients/${clientId}/suspend`, { key }),
      ]);

      expect([issued.status, suspended.status]).toEqual([201, 200]);
      expect((await use(issued.body.key)).body.error.code).toBe("client_suspended");
    }
  });

  it("issues many keys of one client at once, and all of them work", async () => {
    const { clientId } = await test.signUp();

    const issued = await Promise.all(Array.from({ length: 5 }, () => issue({ subject: clientId })));

    const statuses = await Promise.all(issued.map(async ({ body }) => (await use(body.key)).status));
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });

  it("takes an end, in any zone, from which on the key answers 401 key_expired", async () => {
    const own = await createTestApp();
    const admin = await own.signUp({ scopes: ["admin"] });
    const { clientId } = await own.signUp();
    const { body } = await own.call("POST", "/admin/keys", {
      key: admin.key,
      // An hour from the clock's start.
      body: { subject: clientId, scopes: ["tickets:read"], expires_at: "2026-03-01T15:00:00+02:00" },
    });
    const status = async () => (await own.call("GET", "/tickets/v1/jobs", { key: body.key })).body.error?.code ?? "in";

    own.clock.advance(3_599_999);
    const before = await status();
    own.clock.advance(1);

    expect([before, await status()]).toEqual(["in", "key_expired"]);
  });

  it("may be for a user, with no scopes at all, and without an end", async () => {
    const tenant = await test.call("POST", "/admin/tenants", { key, body: { name: "T" } });
    const user = await test.call("POST", `/admin/tenants/${tenant.body.tenant_id}/users`, {
      key,
      body: { name: "Ada", email: "ada@example.com", role: "owner" },
    });

    const { status, body } = await issue({ subject: user.body.user_id, scopes: [], expires_at: null });

    expect(status).toBe(201);
    expect((await use(body.key)).body.error.code).toBe("forbidden");
  });

  it.each([
    { scopes: ["everything"] },
    { scopes: "tickets:read" },
    { scopes: undefined },
    { subject: "" },
    { subject: 1 },
    { subject: "../x" },
    { expires_at: "tomorrow" },
    { expires_at: "2020-01-01T00:00:00Z" },
    { expires_at: "2026-03-01" },
    { key: "mine" },
  ])("refuses %j", async (change) => {
    const { status, body } = await issue(change);

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
  });

  it("answers 404 for an unknown subject", async () => {
    expect((await issue({ subject: "nobody" })).status).toBe(404);
  });
});

describe("X-21 GET /admin/keys", () => {
  it.each(["", "?subject=", "?subject=a&subject=b", "?subject=a/b"])("%s is 400", async (query) => {
    expect((await test.call("GET", `/admin/keys${query}`, { key })).status).toBe(400);
  });

  it("pages by a Link header", async () => {
    const { clientId } = await test.signUp();
    await issue({ subject: clientId });

    const { body, headers } = await test.call("GET", `/admin/keys?subject=${clientId}&limit=1`, { key });
    const link = /^<([^>]+)>/.exec(headers.get("link") ?? "")?.[1] ?? "";
    const rest = await test.call("GET", link, { key });

    expect([body.keys.length, rest.body.keys.length]).toEqual([1, 1]);
    expect(rest.body.keys[0].key_id).not.toBe(body.keys[0].key_id);
  });
});

describe("X-21 DELETE /admin/keys/{key_id}", () => {
  it("answers 204, and the key 401 key_revoked from then on", async () => {
    const { body } = await issue();

    const { status, text } = await test.call("DELETE", `/admin/keys/${body.key_id}`, { key });
    const used = await use(body.key);

    expect([status, text]).toEqual([204, ""]);
    expect([used.status, used.body.error.code]).toEqual([401, "key_revoked"]);
  });

  it("answers 404 for an unknown key", async () => {
    expect((await test.call("DELETE", "/admin/keys/nothing", { key })).status).toBe(404);
  });
});

describe("X-21, PX-66 POST .../webhook-secret", () => {
  it.each([
    ["client", () => `/admin/clients/${subject.clientId}`],
    ["tenant", () => `/admin/tenants/${subject.tenantId}`],
  ])("of a %s answers 201 with a new secret each time, and with nothing else", async (_account, path) => {
    const rotate = () => test.call("POST", `${path()}/webhook-secret`, { key });

    const first = await rotate();
    const second = await rotate();

    expect(first.status).toBe(201);
    expect(first.body).toEqual({ secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/=]{40,}$/) });
    expect(second.body.secret).not.toBe(first.body.secret);
    expect(first.headers.get("cache-control")).toBe("no-store");
  });
});

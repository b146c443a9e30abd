import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  ({ key } = await test.signUp({ scopes: ["admin"] }));
});

const post = (path: string, body?: unknown) => test.call("POST", path, { key, body });
const get = (path: string) => test.call("GET", path, { key });

async function newTenant(): Promise<string> {
  return (await post("/admin/tenants", { name: "Acme" })).body.tenant_id;
}

/** Follows a list's links to its end. */
async function pagesOf(path: string, name: string): Promise<Record<string, unknown>[][]> {
  const pages: Record<string, unknown>[][] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const { body, headers } = await get(next);
    pages.push(body[name]);
    next = /^<([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
  }
  return pages;
}

describe("X-21 tenants", () => {
  it("POST answers 201 with the new tenant, which the list then shows", async () => {
    const { status, body } = await post("/admin/tenants", { name: "  Acme  " });

    expect(status).toBe(201);
    expect(body).toEqual({ tenant_id: expect.any(String), name: "Acme", created_at: test.clock.now().toISOString() });
    expect((await pagesOf("/admin/tenants?limit=500", "tenants")).flat()).toContainEqual(body);
  });

  it("GET pages by a Link header", async () => {
    for (let count = 0; count < 3; count += 1) await newTenant();

    const pages = await pagesOf("/admin/tenants?limit=2", "tenants");

    const ids = pages.flat().map(({ tenant_id }) => tenant_id);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages[0]).toHaveLength(2);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(["?limit=0", "?limit=501", "?cursor=x", "?page=2"])("GET %s is 400", async (query) => {
    expect((await get(`/admin/tenants${query}`)).status).toBe(400);
  });
});

describe("X-21, X-20 clients", () => {
  it.each([
    ["all features when none are named", { name: "App" }, ["tickets"]],
    ["the named features", { name: "App", features: ["tickets"] }, ["tickets"]],
    ["none for an empty list (Appendix D-2)", { name: "App", features: [] }, []],
  ])("POST answers 201 with %s", async (_name, body, features) => {
    const tenantId = await newTenant();

    const created = await post(`/admin/tenants/${tenantId}/clients`, body);

    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      client_id: expect.any(String),
      tenant_id: tenantId,
      name: "App",
      status: "active",
      features,
      created_at: test.clock.now().toISOString(),
    });
    expect((await get(`/admin/tenants/${tenantId}/clients`)).body).toEqual({ clients: [created.body] });
  });

  it("POST refuses an unknown feature, and an unknown tenant with 404", async () => {
    const unknownFeature = await post(`/admin/tenants/${await newTenant()}/clients`, { name: "App", features: ["x"] });
    const unknownTenant = await post("/admin/tenants/nobody/clients", { name: "App" });

    expect([unknownFeature.status, unknownFeature.body.error.code]).toEqual([400, "invalid_request"]);
    expect([unknownTenant.status, unknownTenant.body.error]).toEqual([
      404,
      { code: "not_found", message: "Tenant not found" },
    ]);
  });

  it("suspend and resume answer 200 with the client as it is, and its keys follow at once", async () => {
    const caller = await test.signUp();
    const use = async () => (await test.call("GET", "/tickets/v1/jobs", { key: caller.key })).body.error?.code;

    const suspended = await post(`/admin/clients/${caller.clientId}/suspend`);
    const refused = await use();
    const resumed = await post(`/admin/clients/${caller.clientId}/resume`);

    expect([suspended.status, suspended.body.status, refused]).toEqual([200, "suspended", "client_suspended"]);
    expect([resumed.status, resumed.body.status, await use()]).toEqual([200, "active", undefined]);
  });

  it.each(["suspend", "resume", "webhook-secret"])("%s of an unknown client is 404", async (action) => {
    const { status, body } = await post(`/admin/clients/nobody/${action}`);

    expect([status, body.error.code]).toEqual([404, "not_found"]);
  });
});

describe("X-21 users", () => {
  it("POST answers 201 with the new user, which the list then shows", async () => {
    const tenantId = await newTenant();

    const { status, body } = await post(`/admin/tenants/${tenantId}/users`, {
      name: "Ada",
      email: "ada@example.com",
      role: "admin",
    });

    expect(status).toBe(201);
    expect(body).toEqual({
      user_id: expect.any(String),
      tenant_id: tenantId,
      name: "Ada",
      email: "ada@example.com",
      role: "admin",
      created_at: test.clock.now().toISOString(),
    });
    expect((await get(`/admin/tenants/${tenantId}/users`)).body).toEqual({ users: [body] });
  });

  it.each([
    { name: "Ada", email: "ada@example.com" },
    { name: "Ada", email: "nobody", role: "owner" },
    { name: "Ada", email: "ada@example.com", role: "root" },
    { name: "", email: "ada@example.com", role: "owner" },
    { name: "Ada", email: "ada@example.com", role: "owner", user_id: "mine" },
  ])("POST refuses %j", async (body) => {
    const { status } = await post(`/admin/tenants/${await newTenant()}/users`, body);

    expect(status).toBe(400);
  });
});

describe("K7 ids", () => {
  it.each(["%2e%2e%2f", "a%20b", "x".repeat(2_000), "%00", "a%0d%0ab"])("%j in a path is 400", async (id) => {
    const { status, body } = await get(`/admin/tenants/${id}/clients`);

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
  });
});

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

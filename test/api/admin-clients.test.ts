import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, type TestApp } from "../support/api.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  ({ key } = await test.signUp({ scopes: ["admin"] }));
});

const post = (path: string, body?: unknown) => test.call("POST", path, { key, body });
const patch = ({ clientId }: Pick<Caller, "clientId">, body: unknown) =>
  test.call("PATCH", `/admin/clients/${clientId}`, { key, body });

async function newTenant(): Promise<string> {
  return (await post("/admin/tenants", { name: "Acme" })).body.tenant_id;
}

async function codeOfUse(caller: Caller): Promise<string | undefined> {
  return (await test.call("GET", "/tickets/v1/jobs", { key: caller.key })).body.error?.code;
}

describe("X-21, X-20 POST /admin/tenants/{tenant_id}/clients", () => {
  it.each([
    ["all features when none are named", { name: "App" }, { features: ["tickets"], model_fallback: "none" }],
    ["the named features", { name: "App", features: ["tickets"] }, { features: ["tickets"], model_fallback: "none" }],
    ["none for an empty list (Appendix D-2)", { name: "App", features: [] }, { features: [], model_fallback: "none" }],
    [
      "the fallback of last resort (X-35)",
      { name: "App", model_fallback: "offline" },
      { features: ["tickets"], model_fallback: "offline" },
    ],
  ])("answers 201 with %s", async (_name, body, expected) => {
    const tenantId = await newTenant();

    const created = await post(`/admin/tenants/${tenantId}/clients`, body);

    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      client_id: expect.any(String),
      tenant_id: tenantId,
      name: "App",
      status: "active",
      ...expected,
      created_at: test.clock.now().toISOString(),
    });
    const { body: list } = await test.call("GET", `/admin/tenants/${tenantId}/clients`, { key });
    expect(list).toEqual({ clients: [created.body] });
  });

  it.each([{ features: ["x"] }, { model_fallback: "ollama" }, { model_fallback: null }, { status: "suspended" }])(
    "refuses %j",
    async (change) => {
      const { status, body } = await post(`/admin/tenants/${await newTenant()}/clients`, { name: "App", ...change });

      expect([status, body.error.code]).toEqual([400, "invalid_request"]);
    },
  );

  it("answers 404 for an unknown tenant", async () => {
    const { status, body } = await post("/admin/tenants/nobody/clients", { name: "App" });

    expect([status, body.error]).toEqual([404, { code: "not_found", message: "Tenant not found" }]);
  });
});

describe("X-20, X-35 PATCH /admin/clients/{client_id}", () => {
  it("changes what is named, and answers the client as it is", async () => {
    const caller = await test.signUp();

    const first = await patch(caller, { model_fallback: "offline" });
    const second = await patch(caller, { status: "suspended", features: [] });

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(first.body).toMatchObject({ status: "active", features: ["tickets"], model_fallback: "offline" });
    expect(second.body).toEqual({ ...first.body, status: "suspended", features: [] });
    expect(await test.store.access.findClient(caller.clientId)).toMatchObject({
      status: "suspended",
      features: [],
      modelFallback: "offline",
    });
  });

  it("is effective for the client's keys at once", async () => {
    const caller = await test.signUp();

    await patch(caller, { features: [] });
    const off = await codeOfUse(caller);
    await patch(caller, { features: ["tickets"] });
    const on = await codeOfUse(caller);
    await patch(caller, { status: "suspended" });
    const suspended = await codeOfUse(caller);

    expect([off, on, suspended]).toEqual(["feature_disabled", undefined, "client_suspended"]);
  });

  it("is recorded", async () => {
    const caller = await test.signUp();

    await patch(caller, { model_fallback: "offline" });

    const entries: unknown[] = [];
    for await (const entry of test.store.audit.entries({ type: "client", id: caller.clientId })) entries.push(entry);
    expect(entries.at(-1)).toMatchObject({
      action: "client.updated",
      oldValue: { modelFallback: "none" },
      newValue: { modelFallback: "offline" },
    });
  });

  it.each([
    {},
    { status: "gone" },
    { status: null },
    { features: ["x"] },
    { features: "tickets" },
    { model_fallback: "ollama" },
    { name: "Other" },
    { client_id: "mine" },
    [],
  ])("refuses %j, and changes nothing", async (body) => {
    const caller = await test.signUp();
    const before = await test.store.access.findClient(caller.clientId);

    const { status, body: answer } = await patch(caller, body);

    expect([status, answer.error.code]).toEqual([400, "invalid_request"]);
    expect(await test.store.access.findClient(caller.clientId)).toEqual(before);
  });

  it("answers 404 for an unknown client", async () => {
    const { status, body } = await patch({ clientId: "nobody" }, { status: "active" });

    expect([status, body.error.code]).toEqual([404, "not_found"]);
  });
});

describe("X-21 POST /admin/clients/{client_id}/suspend and /resume", () => {
  it("answer 200 with the client as it is, and its keys follow at once", async () => {
    const caller = await test.signUp();

    const suspended = await post(`/admin/clients/${caller.clientId}/suspend`);
    const refused = await codeOfUse(caller);
    const resumed = await post(`/admin/clients/${caller.clientId}/resume`);

    expect([suspended.status, suspended.body.status, refused]).toEqual([200, "suspended", "client_suspended"]);
    expect([resumed.status, resumed.body.status, await codeOfUse(caller)]).toEqual([200, "active", undefined]);
  });

  it.each(["suspend", "resume", "webhook-secret"])("%s of an unknown client is 404", async (action) => {
    const { status, body } = await post(`/admin/clients/nobody/${action}`);

    expect([status, body.error.code]).toEqual([404, "not_found"]);
  });
});

import {
  createClient,
  createTenant,
  createUser,
  listClients,
  listKeys,
  listTenants,
  listUsers,
} from "@tessera/core/access";
import { describe, expect, it } from "vitest";
import { makeAccess } from "./memory-access.ts";

const forbidden = expect.objectContaining({ code: "forbidden" });
const notFound = expect.objectContaining({ code: "not_found" });

describe("X-21 creating a tenant", () => {
  it("saves it under its trimmed name and records who did it", async () => {
    const { context, tenants, entries } = makeAccess();

    const tenant = await createTenant(context, { name: "  Acme  " });

    expect(tenants.get(tenant.id)).toEqual({ ...tenant, name: "Acme" });
    expect(entries).toEqual([
      expect.objectContaining({ action: "tenant.created", subjectId: tenant.id, actor: "client:c-operator" }),
    ]);
  });

  it.each(["", "   ", "x".repeat(201)])("refuses the name %j and writes nothing", async (name) => {
    const { context, tenants } = makeAccess();

    await expect(createTenant(context, { name })).rejects.toEqual(
      expect.objectContaining({ code: "invalid_request", details: { field: "name" } }),
    );
    expect(tenants.size).toBe(0);
  });

  it("counts code points, so 200 emoji are a name", async () => {
    const { context } = makeAccess();

    expect((await createTenant(context, { name: "🎟".repeat(200) })).version).toBe(1);
  });

  it("refuses a key without the admin scope", async () => {
    const { context, tenants } = makeAccess({ scopes: ["tickets:read"], features: ["tickets"] });

    await expect(createTenant(context, { name: "Acme" })).rejects.toEqual(forbidden);
    expect(tenants.size).toBe(0);
  });
});

describe("X-20, X-21 creating a client", () => {
  it("gives it all features and a sealed webhook secret of its own", async () => {
    const { context, clients, entries } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });

    const client = await createClient(context, { tenantId: tenant.id, name: "Importer" });

    expect(clients.get(client.id)).toEqual(client);
    expect(client).toMatchObject({ tenantId: tenant.id, status: "active", features: ["tickets"] });
    expect(client.webhookSecrets).toEqual([
      expect.objectContaining({ sealed: expect.stringMatching(/^sealed:whsec_[A-Za-z0-9+/]{43}=$/), expiresAt: null }),
    ]);
    expect(entries.at(-1)).toMatchObject({ action: "client.created", tenantId: tenant.id, subjectId: client.id });
    expect(JSON.stringify(entries)).not.toContain("whsec_");
  });

  it("switches every feature off for an empty list", async () => {
    const { context } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });

    expect((await createClient(context, { tenantId: tenant.id, name: "x", features: [] })).features).toEqual([]);
  });

  it("answers not found for an unknown tenant", async () => {
    const { context, clients } = makeAccess();

    await expect(createClient(context, { tenantId: "nobody", name: "x" })).rejects.toEqual(notFound);
    expect(clients.size).toBe(0);
  });

  it("refuses a blank name", async () => {
    const { context } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });

    await expect(createClient(context, { tenantId: tenant.id, name: " " })).rejects.toEqual(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });

  it("refuses a key without the admin scope, before it tells whether the tenant exists", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(createClient(context, { tenantId: "nobody", name: "x" })).rejects.toEqual(forbidden);
  });
});

describe("X-21 creating a user", () => {
  it("saves the role and records it", async () => {
    const { context, users, entries } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });

    const user = await createUser(context, {
      tenantId: tenant.id,
      name: "Ada",
      email: "ada@acme.example",
      role: "admin",
    });

    expect(users.get(user.id)).toEqual(user);
    expect(entries.at(-1)).toMatchObject({ action: "user.created", newValue: { role: "admin" } });
  });

  it.each(["", "ada", "ada@", "a b@c.example"])("refuses the address %j", async (email) => {
    const { context, users } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });

    await expect(createUser(context, { tenantId: tenant.id, name: "Ada", email, role: "member" })).rejects.toEqual(
      expect.objectContaining({ code: "invalid_request", details: { field: "email" } }),
    );
    expect(users.size).toBe(0);
  });

  it("answers not found for an unknown tenant", async () => {
    const { context } = makeAccess();

    await expect(
      createUser(context, { tenantId: "nobody", name: "Ada", email: "ada@acme.example", role: "member" }),
    ).rejects.toEqual(notFound);
  });

  it("refuses a key without the admin scope", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(
      createUser(context, { tenantId: "t", name: "Ada", email: "ada@acme.example", role: "member" }),
    ).rejects.toEqual(forbidden);
  });
});

describe("X-21 the lists", () => {
  it("show a tenant's own clients and users only", async () => {
    const { context } = makeAccess();
    const acme = await createTenant(context, { name: "Acme" });
    const other = await createTenant(context, { name: "Other" });
    const client = await createClient(context, { tenantId: acme.id, name: "Importer" });
    await createClient(context, { tenantId: other.id, name: "Foreign" });
    const user = await createUser(context, { tenantId: acme.id, name: "Ada", email: "a@b.example", role: "owner" });

    const page = { limit: 50 };

    expect((await listTenants(context, page)).items).toEqual([acme, other]);
    expect((await listClients(context, { tenantId: acme.id, ...page })).items).toEqual([client]);
    expect((await listUsers(context, { tenantId: acme.id, ...page })).items).toEqual([user]);
    expect((await listKeys(context, { subjectId: client.id, ...page })).items).toEqual([]);
  });

  it("answer not found for an unknown tenant or subject", async () => {
    const { context } = makeAccess();

    await expect(listClients(context, { tenantId: "nobody", limit: 1 })).rejects.toEqual(notFound);
    await expect(listUsers(context, { tenantId: "nobody", limit: 1 })).rejects.toEqual(notFound);
    await expect(listKeys(context, { subjectId: "nobody", limit: 1 })).rejects.toEqual(notFound);
  });

  it("refuse a key without the admin scope", async () => {
    const { context } = makeAccess({ scopes: ["tickets:read"], features: ["tickets"] });

    await expect(listTenants(context, { limit: 1 })).rejects.toEqual(forbidden);
    await expect(listClients(context, { tenantId: "t", limit: 1 })).rejects.toEqual(forbidden);
    await expect(listUsers(context, { tenantId: "t", limit: 1 })).rejects.toEqual(forbidden);
    await expect(listKeys(context, { subjectId: "s", limit: 1 })).rejects.toEqual(forbidden);
  });
});

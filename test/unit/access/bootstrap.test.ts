import {
  authenticateKey,
  authorize,
  bootstrapAccess,
  clientPrincipal,
  createClient,
  createTenant,
  scopes,
  systemPrincipal,
  updateClient,
} from "@tessera/core/access";
import { describe, expect, it } from "vitest";
import { holds, makeAccess } from "./memory-access.ts";

const firstStart = () => makeAccess(systemPrincipal("bootstrap"));

describe("X-25 the first start", () => {
  it("seeds tenant, Owner and client, and answers a key that may do everything", async () => {
    const { context, tenants, users, clients, keys, entries } = firstStart();

    const { key } = await bootstrapAccess(context, { fixedKey: null });

    expect([...tenants.values()]).toEqual([expect.objectContaining({ id: "default", name: "default" })]);
    expect([...users.values()]).toEqual([expect.objectContaining({ tenantId: "default", role: "owner" })]);
    expect([...clients.values()]).toEqual([expect.objectContaining({ tenantId: "default", name: "bootstrap" })]);
    const principal = await authenticateKey(context, key ?? "");
    for (const scope of scopes) expect(authorize({ principal }, scope).tenantId).toBe("default");
    expect(principal.roles).toEqual(["owner"]);
    expect(entries.map(({ action }) => action)).toEqual([
      "tenant.created",
      "user.created",
      "client.created",
      "api_key.issued",
    ]);
    expect(holds([...keys.values(), ...entries], key ?? "")).toBe(false);
  });

  it("makes nothing and answers no key the second time", async () => {
    const { context, entries, keys } = firstStart();
    await bootstrapAccess(context, { fixedKey: null });
    const count = entries.length;

    expect(await bootstrapAccess(context, { fixedKey: null })).toEqual({ key: null });
    expect(entries).toHaveLength(count);
    expect(keys.size).toBe(1);
  });

  it("makes a fixed key work, beside what was made before, and answers none", async () => {
    const { context, keys } = firstStart();
    const { key: generated } = await bootstrapAccess(context, { fixedKey: null });

    expect(await bootstrapAccess(context, { fixedKey: "my-own-key" })).toEqual({ key: null });
    await bootstrapAccess(context, { fixedKey: "my-own-key" });

    expect((await authenticateKey(context, "my-own-key")).id).toBe("bootstrap");
    expect((await authenticateKey(context, generated ?? "")).id).toBe("bootstrap");
    expect(keys.size).toBe(2);
  });

  it("goes on where an earlier start was killed", async () => {
    const { context, keys } = firstStart();
    context.access.createKey = () => Promise.reject(new Error("killed"));
    await expect(bootstrapAccess(context, { fixedKey: null })).rejects.toThrow("killed");
    const resumed = {
      ...context,
      access: { ...context.access, createKey: async (key: never) => void keys.set("k", key) },
    };

    const { key } = await bootstrapAccess(resumed, { fixedKey: null });

    expect((await authenticateKey(context, key ?? "")).id).toBe("bootstrap");
  });

  it("seeds once when two first starts run at once", async () => {
    const { context, tenants, clients } = firstStart();

    await Promise.all([
      bootstrapAccess(context, { fixedKey: "my-own-key" }),
      bootstrapAccess(context, { fixedKey: "my-own-key" }),
    ]);

    expect([tenants.size, clients.size]).toEqual([1, 1]);
    expect((await authenticateKey(context, "my-own-key")).active).toBe(true);
  });
});

describe("X-40 a client that asks through an event", () => {
  it("may submit and nothing else", async () => {
    const { context } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });
    const client = await createClient(context, { tenantId: tenant.id, name: "Importer" });

    const principal = await clientPrincipal(context.access, client.id);

    expect(authorize({ principal }, "tickets:submit")).toEqual({ tenantId: tenant.id, clientId: client.id });
    expect(() => authorize({ principal }, "admin")).toThrow(expect.objectContaining({ code: "forbidden" }));
  });

  it("is refused while it is suspended, and when it is unknown", async () => {
    const { context } = makeAccess();
    const tenant = await createTenant(context, { name: "Acme" });
    const client = await createClient(context, { tenantId: tenant.id, name: "Importer" });
    await updateClient(context, { clientId: client.id, status: "suspended" });

    const principal = await clientPrincipal(context.access, client.id);

    expect(() => authorize({ principal }, "tickets:submit")).toThrow(
      expect.objectContaining({ code: "client_suspended" }),
    );
    await expect(clientPrincipal(context.access, "nobody")).rejects.toMatchObject({ code: "not_found" });
  });
});

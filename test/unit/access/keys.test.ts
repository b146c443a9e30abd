import { createHash } from "node:crypto";
import {
  authenticateKey,
  authorize,
  createClient,
  createTenant,
  createUser,
  issueKey,
  revokeKey,
  updateClient,
} from "@tessera/core/access";
import { describe, expect, it } from "vitest";
import { holds, makeAccess } from "./memory-access.ts";

async function withClient() {
  const world = makeAccess();
  const tenant = await createTenant(world.context, { name: "Acme" });
  const client = await createClient(world.context, { tenantId: tenant.id, name: "Importer" });
  return { ...world, tenant, client };
}

const code = (name: string) => expect.objectContaining({ code: name });
const readScope = { scopes: ["tickets:read"], expiresAt: null } as const;

describe("X-20, J4 issuing a key", () => {
  it("shows the key once and keeps its hash only", async () => {
    const { context, client, keys, entries } = await withClient();

    const { key, secret } = await issueKey(context, { subjectId: client.id, ...readScope });

    expect(secret).toMatch(/^tsk_[A-Za-z0-9_-]{43}$/);
    expect(keys.get(key.id)).toEqual(key);
    expect(key.sha256).toBe(createHash("sha256").update(secret).digest("hex"));
    expect(key.prefix).toBe(secret.slice(0, 12));
    expect(holds([...keys.values()], secret) || holds(entries, secret)).toBe(false);
    expect(entries.at(-1)).toMatchObject({ action: "api_key.issued", details: { prefix: key.prefix } });
  });

  it("never issues the same key twice", async () => {
    const { context, client } = await withClient();

    const first = await issueKey(context, { subjectId: client.id, ...readScope });
    const second = await issueKey(context, { subjectId: client.id, ...readScope });

    expect(second.secret).not.toBe(first.secret);
  });

  it("gives a user's key the user's role", async () => {
    const { context, tenant } = await withClient();
    const user = await createUser(context, { tenantId: tenant.id, name: "Ada", email: "a@b.example", role: "owner" });

    const { key } = await issueKey(context, { subjectId: user.id, ...readScope });

    expect(key).toMatchObject({ subject: { kind: "user", id: user.id }, roles: ["owner"], active: true });
  });

  it("is inactive from the start for a suspended client", async () => {
    const { context, client } = await withClient();
    await updateClient(context, { clientId: client.id, status: "suspended" });

    expect((await issueKey(context, { subjectId: client.id, ...readScope })).key.active).toBe(false);
  });

  it.each(["2026-03-01T12:00:00Z", "2020-01-01T00:00:00Z", "tomorrow"])("refuses the end %j", async (expiresAt) => {
    const { context, client, keys } = await withClient();

    await expect(issueKey(context, { subjectId: client.id, scopes: [], expiresAt })).rejects.toEqual(
      expect.objectContaining({ code: "invalid_request", details: { field: "expires_at" } }),
    );
    expect(keys.size).toBe(0);
  });

  it("keeps an end with an offset in UTC", async () => {
    const { context, client } = await withClient();

    const { key } = await issueKey(context, {
      subjectId: client.id,
      scopes: [],
      expiresAt: "2026-03-02T01:00:00+02:00",
    });

    expect(key.expiresAt).toBe("2026-03-01T23:00:00.000Z");
  });

  it("refuses a fifty-first live key, which a suspension could not reach in one transaction", async () => {
    const { context, client } = await withClient();
    for (let issued = 0; issued < 50; issued += 1) await issueKey(context, { subjectId: client.id, ...readScope });

    await expect(issueKey(context, { subjectId: client.id, ...readScope })).rejects.toEqual(code("conflict"));
  });

  it("answers not found for an unknown subject", async () => {
    const { context } = await withClient();

    await expect(issueKey(context, { subjectId: "nobody", ...readScope })).rejects.toEqual(code("not_found"));
  });

  it("refuses a key without the admin scope", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(issueKey(context, { subjectId: "nobody", ...readScope })).rejects.toEqual(code("forbidden"));
  });
});

describe("TF-20, X-21 signing in with a key", () => {
  it("answers who it is", async () => {
    const { context, client } = await withClient();
    const { key, secret } = await issueKey(context, { subjectId: client.id, ...readScope });

    expect(await authenticateKey(context, secret)).toEqual({
      tenantId: client.tenantId,
      kind: "client",
      id: client.id,
      userId: null,
      keyId: key.id,
      active: true,
      scopes: ["tickets:read"],
      roles: [],
      features: ["tickets"],
    });
  });

  it.each(["", "garbage", "tsk_", "x".repeat(100_000)])(
    "refuses a text that is no key with one message",
    async (text) => {
      const { context } = await withClient();

      await expect(authenticateKey(context, text)).rejects.toMatchObject({
        code: "unauthorized",
        message: "A valid API key is required",
      });
    },
  );

  it("does not accept the stored hash or the prefix as a key", async () => {
    const { context, client } = await withClient();
    const { key } = await issueKey(context, { subjectId: client.id, ...readScope });

    await expect(authenticateKey(context, key.sha256)).rejects.toEqual(code("unauthorized"));
    await expect(authenticateKey(context, key.prefix)).rejects.toEqual(code("unauthorized"));
  });

  it("refuses a key from its end on, by the server's clock (I4)", async () => {
    const { context, client, advanceHours } = await withClient();
    const { secret } = await issueKey(context, {
      subjectId: client.id,
      scopes: ["tickets:read"],
      expiresAt: "2026-03-01T13:00:00.000Z",
    });

    expect((await authenticateKey(context, secret)).id).toBe(client.id);
    advanceHours(1);

    await expect(authenticateKey(context, secret)).rejects.toEqual(code("key_expired"));
  });

  it("notes the time of use at most once an hour", async () => {
    const { context, client, touches, advanceHours } = await withClient();
    const { secret } = await issueKey(context, { subjectId: client.id, ...readScope });

    await authenticateKey(context, secret);
    advanceHours(0.9);
    await authenticateKey(context, secret);
    advanceHours(0.1);
    await authenticateKey(context, secret);

    expect(touches).toEqual(["2026-03-01T12:00:00.000Z", "2026-03-01T13:00:00.000Z"]);
  });

  it("lets a request in whose time of use could not be noted", async () => {
    const { context, client } = await withClient();
    const { secret } = await issueKey(context, { subjectId: client.id, ...readScope });
    context.access.touchKey = () => Promise.reject(new Error("the table is slow"));

    expect((await authenticateKey(context, secret)).id).toBe(client.id);
  });
});

describe("X-21, J4 revoking a key", () => {
  it("is effective on the next request and recorded", async () => {
    const { context, client, entries } = await withClient();
    const { key, secret } = await issueKey(context, { subjectId: client.id, ...readScope });

    await revokeKey(context, { keyId: key.id });

    await expect(authenticateKey(context, secret)).rejects.toEqual(code("key_revoked"));
    expect(entries.at(-1)).toMatchObject({ action: "api_key.revoked", subjectId: key.id });
  });

  it("changes nothing the second time", async () => {
    const { context, client, keys, entries, advanceHours } = await withClient();
    const { key } = await issueKey(context, { subjectId: client.id, ...readScope });
    await revokeKey(context, { keyId: key.id });
    const [revoked, count] = [keys.get(key.id), entries.length];
    advanceHours(1);

    await revokeKey(context, { keyId: key.id });

    expect(keys.get(key.id)).toEqual(revoked);
    expect(entries).toHaveLength(count);
  });

  it("answers not found for an unknown key", async () => {
    const { context } = await withClient();

    await expect(revokeKey(context, { keyId: "nobody" })).rejects.toEqual(code("not_found"));
  });

  it("refuses a key without the admin scope", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(revokeKey(context, { keyId: "k" })).rejects.toEqual(code("forbidden"));
  });
});

describe("TF-21 suspending and resuming a client", () => {
  it("refuses each of its keys as client_suspended until it is resumed", async () => {
    const { context, client, entries } = await withClient();
    // Three: more than one page of keys.
    const issued = await Promise.all([1, 2, 3].map(() => issueKey(context, { subjectId: client.id, ...readScope })));

    await updateClient(context, { clientId: client.id, status: "suspended" });
    const suspended = await Promise.all(issued.map(({ secret }) => authenticateKey(context, secret)));
    await updateClient(context, { clientId: client.id, status: "active" });
    const resumed = await Promise.all(issued.map(({ secret }) => authenticateKey(context, secret)));

    for (const principal of suspended) {
      expect(() => authorize({ principal }, "tickets:read")).toThrow(code("client_suspended"));
    }
    for (const principal of resumed) expect(authorize({ principal }, "tickets:read").clientId).toBe(client.id);
    expect(entries.slice(-2).map(({ action }) => action)).toEqual(["client.suspended", "client.resumed"]);
  });

  it("changes and records nothing when the client is in that state already", async () => {
    const { context, client, clients, entries } = await withClient();
    const count = entries.length;

    const same = await updateClient(context, { clientId: client.id, status: "active" });

    expect(same).toEqual(client);
    expect(clients.get(client.id)).toEqual(client);
    expect(entries).toHaveLength(count);
  });

  it("leaves revoked keys as they are", async () => {
    const { context, client, keys } = await withClient();
    const { key } = await issueKey(context, { subjectId: client.id, ...readScope });
    await revokeKey(context, { keyId: key.id });
    const revoked = keys.get(key.id);

    await updateClient(context, { clientId: client.id, status: "suspended" });

    expect(keys.get(key.id)).toEqual(revoked);
  });

  it("answers not found for an unknown client", async () => {
    const { context } = await withClient();

    await expect(updateClient(context, { clientId: "nobody", status: "active" })).rejects.toEqual(code("not_found"));
  });

  it("refuses a key without the admin scope", async () => {
    const { context } = makeAccess({ scopes: [] });

    await expect(updateClient(context, { clientId: "c", status: "active" })).rejects.toEqual(code("forbidden"));
  });
});

describe("X-20, X-35 changing what a client may do", () => {
  it("switches features off and on for it and each of its keys at once", async () => {
    const { context, client, entries } = await withClient();
    const issued = await Promise.all([1, 2, 3].map(() => issueKey(context, { subjectId: client.id, ...readScope })));
    const featuresOf = () =>
      Promise.all(issued.map(async ({ secret }) => (await authenticateKey(context, secret)).features));

    await updateClient(context, { clientId: client.id, features: [] });
    const off = await featuresOf();
    await updateClient(context, { clientId: client.id, features: ["tickets", "tickets"] });
    const on = await featuresOf();

    expect([off, on]).toEqual([
      [[], [], []],
      [["tickets"], ["tickets"], ["tickets"]],
    ]);
    expect(entries.at(-1)).toMatchObject({
      action: "client.updated",
      subjectId: client.id,
      details: { keys: issued.map(({ key }) => key.id) },
      oldValue: { features: [] },
      newValue: { features: ["tickets"] },
    });
  });

  it("changes the fallback without touching its keys, which do not carry it", async () => {
    const { context, client, clients, keys, entries } = await withClient();
    const { key } = await issueKey(context, { subjectId: client.id, ...readScope });
    const before = keys.get(key.id);

    const changed = await updateClient(context, { clientId: client.id, modelFallback: "offline" });

    expect(clients.get(client.id)).toEqual(changed);
    expect(changed.modelFallback).toBe("offline");
    expect(keys.get(key.id)).toEqual(before);
    expect(entries.at(-1)).toMatchObject({
      action: "client.updated",
      oldValue: { modelFallback: "none" },
      newValue: { modelFallback: "offline" },
    });
  });

  it("records several changes as one, under the name of the gravest", async () => {
    const { context, client, entries } = await withClient();
    const count = entries.length;

    await updateClient(context, { clientId: client.id, status: "suspended", features: [], modelFallback: "none" });

    expect(entries).toHaveLength(count + 1);
    expect(entries.at(-1)).toMatchObject({
      action: "client.suspended",
      oldValue: { status: "active", features: ["tickets"] },
      newValue: { status: "suspended", features: [] },
    });
  });

  it("changes and records nothing when all is so already, or nothing is named", async () => {
    const { context, client, clients, entries } = await withClient();
    const count = entries.length;

    await updateClient(context, { clientId: client.id });
    await updateClient(context, { clientId: client.id, features: ["tickets"], modelFallback: "none" });

    expect(clients.get(client.id)).toEqual(client);
    expect(entries).toHaveLength(count);
  });

  it("reaches a key that is issued at the same moment", async () => {
    const { context, client } = await withClient();
    const { saveClient } = context.access;
    const late: string[] = [];
    context.access.saveClient = async (...change) => {
      context.access.saveClient = saveClient;
      late.push((await issueKey(context, { subjectId: client.id, ...readScope })).secret);
      return saveClient(...change);
    };

    await updateClient(context, { clientId: client.id, features: [] });

    expect((await authenticateKey(context, late[0] ?? "")).features).toEqual([]);
  });
});

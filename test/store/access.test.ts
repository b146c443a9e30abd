import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeApiKey, makeAudit, makeClient, makeTenant, makeUser } from "../support/builders.ts";
import { startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const auditOf = (subjectType: string, row: { id: string; tenantId?: string }) =>
  makeAudit({ id: row.id, tenantId: row.tenantId ?? row.id }, { subjectType, action: `${subjectType}.changed` });

describe("X-20 X-21 accounts and keys", () => {
  it("gives back what was created, with the head of its audit chain", async () => {
    const tenant = makeTenant();
    const client = makeClient({ tenantId: tenant.id });
    const user = makeUser({ tenantId: tenant.id });
    const key = makeApiKey({ tenantId: tenant.id, subject: { kind: "client", id: client.id } });

    await world.access.createTenant(tenant, auditOf("tenant", tenant));
    await world.access.createClient(client, auditOf("client", client));
    await world.access.createUser(user, auditOf("user", user));
    await world.access.createKey(key, auditOf("api_key", key));

    const audit = { sequence: 1, hash: expect.any(String) };
    expect(await world.access.findTenant(tenant.id)).toEqual({ ...tenant, webhookSecrets: [], audit });
    expect(await world.access.findClient(client.id)).toEqual({ ...client, audit });
    expect(await world.access.findUser(user.id)).toEqual({ ...user, teamIds: [], audit });
    expect(await world.access.findKey(key.id)).toEqual({ ...key, audit });
    expect(await world.access.findKeyByHash(key.sha256)).toEqual({ ...key, audit });
  });

  it("knows nothing of ids that were never made", async () => {
    const found = await Promise.all([
      world.access.findTenant("none"),
      world.access.findClient("none"),
      world.access.findUser("none"),
      world.access.findKey("none"),
      world.access.findKeyByHash("none"),
    ]);

    expect(found).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it("creates an id once", async () => {
    const tenant = makeTenant();
    await world.access.createTenant(tenant, auditOf("tenant", tenant));

    const again = world.access.createTenant({ ...tenant, name: "Other" }, auditOf("tenant", tenant));

    await expect(again).rejects.toMatchObject({ code: "stale_write" });
    expect((await world.access.findTenant(tenant.id))?.name).toBe(tenant.name);
  });

  it("signs a request in with one read", async () => {
    const key = makeApiKey();
    await world.access.createKey(key, auditOf("api_key", key));
    const before = world.sent.length;

    await world.access.findKeyByHash(key.sha256);

    expect(world.sent.slice(before)).toEqual(["GetItemCommand"]);
  });

  it("notes the last use beside the version, so a revocation at the same moment still works", async () => {
    const key = makeApiKey();
    await world.access.createKey(key, auditOf("api_key", key));
    const read = await world.access.findKey(key.id);
    if (!read) throw new Error("expected the key");
    const revokedAt = later(1).toISOString();

    await world.access.touchKey(read, later(2).toISOString());
    const touched = await world.access.findKey(key.id);
    await world.access.saveKey({ ...read, revokedAt, version: 2 }, auditOf("api_key", key));

    expect(touched).toEqual({ ...read, lastUsedAt: later(2).toISOString() });
    expect(await world.access.findKey(key.id)).toMatchObject({ revokedAt, version: 2 });
  });

  it("does not bring a key to life by noting its use", async () => {
    const key = makeApiKey();

    await world.access.touchKey(key, later(1).toISOString());

    expect(await world.access.findKeyByHash(key.sha256)).toBeUndefined();
  });

  it("suspends a client and its keys together, or neither", async () => {
    const client = makeClient();
    const subject = { kind: "client", id: client.id } as const;
    const keys = [makeApiKey({ subject }), makeApiKey({ subject })];
    await world.access.createClient(client, auditOf("client", client));
    for (const key of keys) await world.access.createKey(key, auditOf("api_key", key));
    const saved = await world.access.findClient(client.id);
    const savedKeys = (await world.access.listKeys(client.id, { limit: 10 })).items;
    if (!saved) throw new Error("expected the client");
    const suspended = { ...saved, status: "suspended" as const, version: 2 };
    const inactive = savedKeys.map((key) => ({ ...key, active: false, version: 2 }));
    const [changed, stale] = [inactive, inactive.map((key) => ({ ...key, version: 7 }))];

    const refused = world.access.saveClient(suspended, stale, auditOf("client", client));
    await expect(refused).rejects.toMatchObject({ code: "stale_write" });
    const untouched = await world.access.findClient(client.id);
    await world.access.saveClient(suspended, changed, auditOf("client", client));

    expect(untouched).toEqual(saved);
    expect(await world.access.findClient(client.id)).toMatchObject({ status: "suspended", audit: { sequence: 2 } });
    const states = await Promise.all(keys.map((key) => world.access.findKeyByHash(key.sha256)));
    expect(states.map((key) => key?.active)).toEqual([false, false]);
  });

  it("lists a tenant's clients and users and a subject's keys, newest first, page by page", async () => {
    const tenant = makeTenant();
    const at = (minute: number) => ({ tenantId: tenant.id, createdAt: later(minute * 60_000).toISOString() });
    const subject = { kind: "client", id: "lister" } as const;
    for (let minute = 0; minute < 3; minute += 1) {
      const [client, user, key] = [
        makeClient(at(minute)),
        makeUser(at(minute)),
        makeApiKey({ ...at(minute), subject }),
      ];
      await world.access.createClient(client, auditOf("client", client));
      await world.access.createUser(user, auditOf("user", user));
      await world.access.createKey(key, auditOf("api_key", key));
    }

    const lists = {
      clients: (page: { limit: number; cursor?: string | undefined }) => world.access.listClients(tenant.id, page),
      users: (page: { limit: number; cursor?: string | undefined }) => world.access.listUsers(tenant.id, page),
      keys: (page: { limit: number; cursor?: string | undefined }) => world.access.listKeys(subject.id, page),
    };

    for (const list of Object.values(lists)) {
      const first = await list({ limit: 2 });
      const second = await list({ limit: 2, cursor: first.cursor });
      const times = [...first.items, ...second.items].map(({ createdAt }) => createdAt);
      expect(times).toEqual([2, 1, 0].map((minute) => later(minute * 60_000).toISOString()));
      expect(second.cursor).toBeUndefined();
    }
    const { cursor } = await lists.clients({ limit: 1 });
    await expect(world.access.listClients("another-tenant", { limit: 1, cursor })).rejects.toMatchObject({
      code: "invalid_request",
    });
    await expect(lists.users({ limit: 1, cursor })).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("drops index keys and fields that a newer version no longer has", async () => {
    const key = makeApiKey();
    await world.access.createKey(key, auditOf("api_key", key));
    const read = await world.access.findKey(key.id);
    if (!read) throw new Error("expected the key");
    const subject = { kind: "client", id: "new-owner" } as const;

    await world.access.saveKey({ ...read, subject, version: 2 }, auditOf("api_key", key));

    const { Item } = await world.dynamo.client.send(
      new GetItemCommand({
        TableName: world.dynamo.tableName,
        Key: { pk: { S: `KEY#${key.sha256}` }, sk: { S: "KEY" } },
      }),
    );
    expect(Item?.gsi1pk?.S).toContain(subject.id);
    expect((await world.access.listKeys(key.subject.id, { limit: 5 })).items).toEqual([]);
    expect((await world.access.listKeys(subject.id, { limit: 5 })).items).toHaveLength(1);
  });
});

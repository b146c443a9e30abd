import { randomUUID } from "node:crypto";
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { User } from "@tessera/core/access";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { later, makeAudit, makeTenant, makeUser, start } from "../support/builders.ts";
import { makeTeam } from "../unit/access/make-team.ts";
import { collect, startWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const auditOf = (subjectType: string, row: { id: string; tenantId?: string }) =>
  makeAudit({ id: row.id, tenantId: row.tenantId ?? row.id }, { subjectType, action: `${subjectType}.changed` });

async function savedUser(overrides: Partial<User> = {}): Promise<User> {
  const user = makeUser(overrides);
  await world.access.createUser(user, auditOf("user", user));
  return (await world.access.findUser(user.id)) ?? expect.fail("expected the user");
}

async function savedTeam(overrides: Parameters<typeof makeTeam>[0] = {}) {
  const team = makeTeam(overrides);
  await world.access.createTeam(team, auditOf("team", team));
  return (await world.access.findTeam(team.id)) ?? expect.fail("expected the team");
}

/** A user as the release before this one has written it: no teams, no handles (N5). */
async function storedBefore(tenantId: string, overrides: Partial<User> = {}): Promise<string> {
  const { teamIds: _later, ...user } = makeUser({ tenantId, ...overrides });
  const keys = {
    pk: `USER#${user.id}`,
    sk: "USER",
    gsi1pk: `TENANT#${tenantId}#USERS`,
    gsi1sk: `${user.createdAt}#${user.id}`,
    entity: "user",
  };
  const Item = marshall({ ...user, ...keys });
  await world.dynamo.client.send(new PutItemCommand({ TableName: world.dynamo.tableName, Item }));
  return user.id;
}

const holder = async (tenantId: string, handle: string) => (await world.access.findUserByHandle(tenantId, handle))?.id;

describe("X-23 teams", () => {
  it("gives back what was created, with the head of its audit chain", async () => {
    const team = makeTeam();

    await world.access.createTeam(team, auditOf("team", team));

    expect(await world.access.findTeam(team.id)).toEqual({ ...team, audit: { sequence: 1, hash: expect.any(String) } });
    expect(await world.access.findTeam("none")).toBeUndefined();
  });

  it("saves both sides of a membership, or neither", async () => {
    const [team, user] = [await savedTeam(), await savedUser()];
    const joined = { ...team, memberIds: [user.id], version: 2 };
    const member = { ...user, teamIds: [team.id], version: 2 };
    const save = (versions: { team: number; user: number }) =>
      world.access.saveMembership(
        { ...joined, version: versions.team },
        { ...member, version: versions.user },
        auditOf("team", team),
      );

    await expect(save({ team: 2, user: 7 })).rejects.toMatchObject({ code: "stale_write" });
    await expect(save({ team: 7, user: 2 })).rejects.toMatchObject({ code: "stale_write" });
    const untouched = [await world.access.findTeam(team.id), await world.access.findUser(user.id)];
    await save({ team: 2, user: 2 });

    expect(untouched).toEqual([team, user]);
    expect(await world.access.findTeam(team.id)).toMatchObject({ memberIds: [user.id], audit: { sequence: 2 } });
    expect(await world.access.findUser(user.id)).toEqual(member);
    expect(await world.audit.verify({ type: "team", id: team.id })).toEqual({ entries: 2, fault: null });
    expect(await world.audit.verify({ type: "user", id: user.id })).toEqual({ entries: 1, fault: null });
  });

  it("lists a tenant's teams, newest first, page by page", async () => {
    const tenantId = randomUUID();
    const at = (minute: number) => later(minute * 60_000).toISOString();
    for (let minute = 0; minute < 3; minute += 1) await savedTeam({ tenantId, createdAt: at(minute) });
    await savedTeam();

    const first = await world.access.listTeams(tenantId, { limit: 2 });
    const second = await world.access.listTeams(tenantId, { limit: 2, cursor: first.cursor });

    expect([...first.items, ...second.items].map(({ createdAt }) => createdAt)).toEqual([2, 1, 0].map(at));
    expect(second.cursor).toBeUndefined();
    const foreign = world.access.listTeams(randomUUID(), { limit: 2, cursor: first.cursor });
    await expect(foreign).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("N1, X-31 teams in the audit trail", () => {
  it("are subjects of their tenant, anchored on their rows", async () => {
    const tenant = makeTenant();
    await world.access.createTenant(tenant, auditOf("tenant", tenant));
    const team = await savedTeam({ tenantId: tenant.id });
    const subject = { type: "team", id: team.id };

    expect(await collect(world.audit.subjects())).toContainEqual(subject);
    expect(await world.audit.verify(subject)).toEqual({ entries: 1, fault: null });
    const Key = { pk: { S: `AUDIT#team#${team.id}` }, sk: { S: "0000000001" } };
    await world.dynamo.client.send(new DeleteItemCommand({ TableName: world.dynamo.tableName, Key }));
    expect((await world.audit.verify(subject)).fault).toContain("its subject says 1");
  });
});

describe("X-23 many users at once", () => {
  it("gives those that exist, each once, in the order of the ids, with one read", async () => {
    const [ada, bo] = [await savedUser(), await savedUser()];
    const before = world.sent.length;

    const users = await world.access.findUsers([bo.id, "nobody", ada.id, bo.id]);

    expect(users).toEqual([bo, ada]);
    expect(world.sent.slice(before)).toEqual(["BatchGetItemCommand"]);
    expect(await world.access.findUsers([])).toEqual([]);
  });
});

describe("D-18, PX-45 a user by its handle", () => {
  it.each(["ada", "ADA", " Ada ", "ada-lovelace", "Ada Lovelace"])("is found by %j", async (handle) => {
    const tenantId = randomUUID();
    const user = await savedUser({ tenantId, name: "Ada Lovelace", email: "Ada@acme.example" });

    expect(await world.access.findUserByHandle(tenantId, handle)).toEqual(user);
  });

  it.each(["", "nobody", "lovelace", "ada@acme.example", "ada#1", "x".repeat(5_000)])(
    "is not found by %j",
    async (text) => {
      const tenantId = randomUUID();
      await savedUser({ tenantId, name: "Ada Lovelace", email: "ada@acme.example" });

      expect(await world.access.findUserByHandle(tenantId, text)).toBeUndefined();
    },
  );

  it("belongs to one tenant", async () => {
    await savedUser({ name: "Grace", email: "grace@acme.example" });

    expect(await world.access.findUserByHandle(randomUUID(), "grace")).toBeUndefined();
  });

  it("stays with who had it first, and refuses nobody: the second keeps what is free", async () => {
    const tenantId = randomUUID();
    const first = await savedUser({ tenantId, name: "Ada", email: "ada@acme.example" });

    const second = await savedUser({ tenantId, name: "Ada", email: "countess@acme.example" });
    const third = await savedUser({ tenantId, name: "Ada", email: "ada@other.example" });

    expect(await holder(tenantId, "ada")).toBe(first.id);
    expect(await holder(tenantId, "countess")).toBe(second.id);
    expect(await world.access.findUser(third.id)).toEqual(third);
    expect(await world.audit.verify({ type: "user", id: third.id })).toEqual({ entries: 1, fault: null });
  });

  it("goes to exactly one of many who claim it at once, and all of them are saved", async () => {
    const tenantId = randomUUID();
    const users = await Promise.all(
      Array.from({ length: 10 }, (_, at) => savedUser({ tenantId, name: `Ada ${at}`, email: "ada@acme.example" })),
    );

    expect(users.map(({ id }) => id)).toContain(await holder(tenantId, "ada"));
    for (const [at, { id }] of users.entries()) expect(await holder(tenantId, `ada-${at}`)).toBe(id);
  });

  it("creates an id once, and then claims nothing", async () => {
    const tenantId = randomUUID();
    const user = await savedUser({ tenantId, name: "Ada", email: "ada@acme.example" });

    const again = { ...makeUser({ tenantId, name: "Eve", email: "eve@acme.example" }), id: user.id };

    await expect(world.access.createUser(again, auditOf("user", again))).rejects.toMatchObject({ code: "stale_write" });
    expect(await holder(tenantId, "eve")).toBeUndefined();
  });

  it("costs two reads, and one where it is nobody's", async () => {
    const tenantId = randomUUID();
    await savedUser({ tenantId, name: "Ada", email: "ada@acme.example" });
    await holder(tenantId, "the first unknown handle of this tenant");
    const before = world.sent.length;

    await holder(tenantId, "ada");
    await holder(tenantId, "nobody");

    expect(world.sent.slice(before)).toEqual(["BatchGetItemCommand", "GetItemCommand", "BatchGetItemCommand"]);
  });
});

describe("N5 users of the release before", () => {
  it("are read, without teams", async () => {
    const id = await storedBefore(randomUUID());

    expect(await world.access.findUser(id)).toMatchObject({ id, teamIds: [] });
  });

  it("are found by their handles, the oldest first, but not instead of who has claimed one already", async () => {
    const tenantId = randomUUID();
    const at = (minute: number) => ({ createdAt: later(minute * 60_000, start).toISOString() });
    await storedBefore(tenantId, { name: "Ada", email: "ada@younger.example", ...at(2) });
    const oldest = await storedBefore(tenantId, { name: "Ada Lovelace", email: "ada@acme.example", ...at(1) });
    const bo = await storedBefore(tenantId, { name: "Bo", email: "bo@acme.example", ...at(3) });
    const claimed = await savedUser({ tenantId, name: "Bo Peep", email: "bo@other.example", ...at(4) });

    const found = [];
    for (const handle of ["ada-lovelace", "ada", "bo", "bo-peep"]) found.push(await holder(tenantId, handle));

    expect(found).toEqual([oldest, oldest, claimed.id, claimed.id]);
    expect(await world.access.findUser(bo)).toBeDefined();
  });
});

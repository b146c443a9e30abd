import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  ({ key } = await test.signUp({ scopes: ["admin"] }));
});

const call = (method: string, path: string, body?: unknown) => test.call(method, path, { key, body });

async function newTenant(): Promise<string> {
  return (await call("POST", "/admin/tenants", { name: "Acme" })).body.tenant_id;
}

async function newTeam(tenantId: string): Promise<string> {
  return (await call("POST", `/admin/tenants/${tenantId}/teams`, { name: "Support" })).body.team_id;
}

async function newUser(tenantId: string): Promise<string> {
  const user = { name: "Ada", email: "ada@example.com", role: "member" };
  return (await call("POST", `/admin/tenants/${tenantId}/users`, user)).body.user_id;
}

async function membersOf(tenantId: string): Promise<string[]> {
  return (await call("GET", `/admin/tenants/${tenantId}/teams`)).body.teams[0].member_ids;
}

describe("X-23, D-11 POST and GET /admin/tenants/{tenant_id}/teams", () => {
  it("POST answers 201 with the new team, which the list then shows", async () => {
    const tenantId = await newTenant();

    const { status, body } = await call("POST", `/admin/tenants/${tenantId}/teams`, { name: " Support " });

    expect(status).toBe(201);
    expect(body).toEqual({
      team_id: expect.any(String),
      tenant_id: tenantId,
      name: "Support",
      member_ids: [],
      created_at: test.clock.now().toISOString(),
    });
    expect((await call("GET", `/admin/tenants/${tenantId}/teams`)).body).toEqual({ teams: [body] });
  });

  it.each([{}, { name: "" }, { name: " " }, { name: 1 }, { name: "x".repeat(201) }, { name: "T", team_id: "mine" }])(
    "POST refuses %j",
    async (wrong) => {
      const tenantId = await newTenant();

      const { status, body } = await call("POST", `/admin/tenants/${tenantId}/teams`, wrong);

      expect([status, body.error.code]).toEqual([400, "invalid_request"]);
      expect((await call("GET", `/admin/tenants/${tenantId}/teams`)).body).toEqual({ teams: [] });
    },
  );

  it("GET pages by a Link header", async () => {
    const tenantId = await newTenant();
    const made = [await newTeam(tenantId), await newTeam(tenantId), await newTeam(tenantId)];

    const first = await call("GET", `/admin/tenants/${tenantId}/teams?limit=2`);
    const [, next = ""] = /^<([^>]+)>; rel="next"$/.exec(first.headers.get("link") ?? "") ?? [];
    const second = await call("GET", next);

    const ids = [...first.body.teams, ...second.body.teams].map(({ team_id }: { team_id: string }) => team_id);
    expect(first.body.teams).toHaveLength(2);
    expect(ids.sort()).toEqual(made.sort());
    expect(second.headers.get("link")).toBeNull();
  });

  it.each(["?limit=0", "?limit=501", "?cursor=x", "?page=2"])("GET %s is 400", async (query) => {
    expect((await call("GET", `/admin/tenants/${await newTenant()}/teams${query}`)).status).toBe(400);
  });
});

describe("X-23, D-11 PUT and DELETE /admin/teams/{team_id}/members/{user_id}", () => {
  it("PUT answers 204, as often as it is sent, and the team then lists the user once", async () => {
    const tenantId = await newTenant();
    const [teamId, userId] = [await newTeam(tenantId), await newUser(tenantId)];

    const first = await call("PUT", `/admin/teams/${teamId}/members/${userId}`);
    const again = await call("PUT", `/admin/teams/${teamId}/members/${userId}`);

    expect([first.status, first.text, again.status]).toEqual([204, "", 204]);
    expect(await membersOf(tenantId)).toEqual([userId]);
  });

  it("DELETE answers 204 for a member, and for who is none", async () => {
    const tenantId = await newTenant();
    const [teamId, userId] = [await newTeam(tenantId), await newUser(tenantId)];
    await call("PUT", `/admin/teams/${teamId}/members/${userId}`);

    const first = await call("DELETE", `/admin/teams/${teamId}/members/${userId}`);
    const again = await call("DELETE", `/admin/teams/${teamId}/members/${userId}`);

    expect([first.status, first.text, again.status]).toEqual([204, "", 204]);
    expect(await membersOf(tenantId)).toEqual([]);
  });

  it.each(["PUT", "DELETE"])("%s is 404 for an unknown team or user", async (method) => {
    const tenantId = await newTenant();
    const [teamId, userId] = [await newTeam(tenantId), await newUser(tenantId)];

    const noTeam = await call(method, `/admin/teams/${crypto.randomUUID()}/members/${userId}`);
    const noUser = await call(method, `/admin/teams/${teamId}/members/${crypto.randomUUID()}`);

    expect([noTeam.status, noTeam.body]).toEqual([404, { error: { code: "not_found", message: "Team not found" } }]);
    expect([noUser.status, noUser.body]).toEqual([404, { error: { code: "not_found", message: "User not found" } }]);
  });

  it("PUT is 409 once a team is full", async () => {
    const tenantId = await newTenant();
    const [teamId, userId] = [await newTeam(tenantId), await newUser(tenantId)];
    const team = await test.store.access.findTeam(teamId);
    const user = await test.store.access.findUser(userId);
    if (!team || !user) throw new Error("expected both");
    const memberIds = Array.from({ length: 200 }, () => crypto.randomUUID());
    const audit = { ...(await firstEntry(teamId)), id: crypto.randomUUID() };
    await test.store.access.saveMembership({ ...team, memberIds, version: 2 }, { ...user, version: 2 }, audit);

    const { status, body } = await call("PUT", `/admin/teams/${teamId}/members/${userId}`);

    expect([status, body.error.code]).toEqual([409, "conflict"]);
    expect(await membersOf(tenantId)).toEqual(memberIds);
  });
});

async function firstEntry(teamId: string) {
  for await (const entry of test.store.audit.entries({ type: "team", id: teamId })) {
    const { sequence: _sequence, previousHash: _previous, hash: _hash, ...draft } = entry;
    return draft;
  }
  throw new Error("expected an entry");
}

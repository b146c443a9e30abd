import { addTeamMember, createTeam } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { type Desk, expectStatus, openDesk } from "../support/desk.ts";

const path = "/api/v1/canned-responses";

let test: TestApp;
let desk: Desk;
/** The member's team, and one that it is not in. */
let ownTeam: string;
let otherTeam: string;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  [ownTeam, otherTeam] = [await newTeam("Own"), await newTeam("Other")];
  await addTeamMember(test.asOperator(), { teamId: ownTeam, userId: desk.member.user.id });
});

async function newTeam(name: string): Promise<string> {
  return (await createTeam(test.asOperator(), { tenantId: desk.tenantId, name })).id;
}

async function createResponse(fields: Record<string, unknown> = {}) {
  const body = { title: "Thanks", body: "Thank you, {{contactName}}.\n", ...fields };
  return expectStatus(await test.call("POST", path, { key: desk.admin.key, body }), 201).body;
}

describe("PX-61 /api/v1/canned-responses", () => {
  it("makes a response for everyone, its text as it was written", async () => {
    expect(await createResponse({ title: " Thanks " })).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      title: "Thanks",
      body: "Thank you, {{contactName}}.\n",
      teamId: null,
      createdAt: test.clock.now().toISOString(),
      updatedAt: test.clock.now().toISOString(),
      version: 1,
    });
  });

  it.each([
    {},
    { title: "x" },
    { title: " ", body: "x" },
    { title: "x", body: "" },
    { title: "x".repeat(201), body: "x" },
    { title: "x", body: "x".repeat(65_537) },
    { title: "x", body: "x", teamId: "nobody" },
  ])("refuses %j", async (body) => {
    expect(await test.call("POST", path, { key: desk.admin.key, body })).toMatchObject({ status: 400 });
  });

  // One write of it is the row and its record: both have a size limit.
  it("keeps the longest text, in letters of any width, and never in its record", async () => {
    const body = "é".repeat(65_536);
    const response = await createResponse({ body });

    const changed = await test.call("PATCH", `${path}/${response.id}`, {
      key: desk.admin.key,
      body: { body: body.slice(1), title: "Shorter" },
    });

    expect(changed.body).toMatchObject({ title: "Shorter", body: body.slice(1) });
    const entries = [];
    for await (const entry of test.store.audit.entries({ type: "canned_response", id: response.id }))
      entries.push(entry);
    expect(entries[1]).toMatchObject({
      details: { fields: ["title", "body"] },
      oldValue: { title: "Thanks" },
      newValue: { title: "Shorter" },
    });
    expect(JSON.stringify(entries)).not.toContain("éé");
  });

  it("answers for another organisation's team as for one that nobody has (J2)", async () => {
    const { tenantId } = await openDesk(test);
    const theirs = (await createTeam(test.asOperator(), { tenantId, name: "Theirs" })).id;
    const post = (teamId: string) =>
      test.call("POST", path, { key: desk.admin.key, body: { title: "x", body: "x", teamId } });

    const answers = [await post(theirs), await post(crypto.randomUUID())];

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(400);
  });
});

describe("PX-61 who sees which", () => {
  it("shows a member those for everyone and those of its teams, and a manager all", async () => {
    const own = await openDesk(test);
    const team = async () => (await createTeam(test.asOperator(), { tenantId: own.tenantId, name: "T" })).id;
    const [mine, other] = [await team(), await team()];
    await addTeamMember(test.asOperator(), { teamId: mine, userId: own.member.user.id });
    for (const teamId of [null, mine, other]) {
      test.clock.advance(1);
      await test.call("POST", path, { key: own.owner.key, body: { title: "x", body: "x", teamId } });
    }
    const automation = await test.signUp({ tenantId: own.tenantId, scopes: ["issues.read"] });
    const seenBy = async (key: string) => {
      const { body } = await test.call("GET", path, { key });
      return [body.total, ...body.cannedResponses.map(({ teamId }: { teamId: string | null }) => teamId)];
    };

    expect(await seenBy(own.member.key)).toEqual([2, mine, null]);
    expect(await seenBy(own.admin.key)).toEqual([3, other, mine, null]);
    expect(await seenBy(own.owner.key)).toEqual([3, other, mine, null]);
    expect(await seenBy(automation.key)).toEqual([1, null]);
  });

  it("fills a member's pages although what it may not see lies in between", async () => {
    const own = await openDesk(test);
    const other = (await createTeam(test.asOperator(), { tenantId: own.tenantId, name: "T" })).id;
    for (const teamId of [null, other, null, other, null]) {
      test.clock.advance(1);
      await test.call("POST", path, { key: own.owner.key, body: { title: "x", body: "x", teamId } });
    }
    const { key } = own.member;

    const first = await test.call("GET", `${path}?limit=2`, { key });
    const last = await test.call("GET", `${path}?limit=2&cursor=${first.body.nextCursor}`, { key });

    expect([first.body.cannedResponses.length, first.body.total]).toEqual([2, 3]);
    expect([last.body.cannedResponses.length, last.body.total, last.body.nextCursor]).toEqual([1, 3, null]);
  });

  it("answers a member for another team's response as for one that nobody has", async () => {
    const { key } = desk.member;
    const { id } = await createResponse({ teamId: otherTeam });
    const unknown = `${id.slice(0, -4)}0000`;

    for (const [method, body] of [["GET"], ["PATCH", { title: "Mine" }]] as const) {
      const [theirs, nobodys] = await Promise.all(
        [id, unknown].map((row) => test.call(method, `${path}/${row}`, { key, body })),
      );
      expect(theirs).toMatchObject({ status: 404, text: nobodys?.text });
    }
    expect((await test.call("GET", `${path}/${id}`, { key: desk.admin.key })).body.title).toBe("Thanks");
  });

  it("lets a member read and change those of its own teams, and no more when it has left", async () => {
    const { id } = await createResponse({ teamId: ownTeam });
    const call = { key: desk.member.key, body: { title: "Ours" } };

    const changed = await test.call("PATCH", `${path}/${id}`, call);
    const moved = await test.call("PATCH", `${path}/${id}`, { ...call, body: { teamId: otherTeam } });
    const later = await test.call("PATCH", `${path}/${id}`, call);

    expect([changed.body.title, moved.status, later.status]).toEqual(["Ours", 200, 404]);
  });
});

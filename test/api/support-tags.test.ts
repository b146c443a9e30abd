import { createTeam } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { type Desk, openDesk } from "../support/desk.ts";
import { createTag, tagName, tagsPath } from "./support/tags.ts";

let test: TestApp;
let desk: Desk;
let key: string;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  ({ key } = desk.admin);
});

const newTeam = (tenantId = desk.tenantId) => createTeam(test.asOperator(), { tenantId, name: "Team" });

describe("PX-60 /api/v1/ticket-tags", () => {
  it("makes a tag of a name alone, grey and of the whole organisation", async () => {
    const tag = await createTag(test, key, { name: "  Caf\u0065\u0301 " });

    expect(tag).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      name: "Caf\u00e9",
      color: "#6b7280",
      teamId: null,
      createdAt: test.clock.now().toISOString(),
      updatedAt: test.clock.now().toISOString(),
      version: 1,
    });
  });

  it("takes the sample of seed 004, and colors in any case", async () => {
    const sample = await createTag(test, key, { name: "regression", color: "#ef4444" });
    const upper = await createTag(test, key, { color: "#EF44AA" });

    expect([sample.color, upper.color]).toEqual(["#ef4444", "#ef44aa"]);
  });

  it.each([
    {},
    { name: "   " },
    { name: "x".repeat(101) },
    { name: "x", color: "#fff" },
    { name: "x", color: "ef4444" },
    { name: "x", teamId: "" },
    { name: "x", id: "1" },
  ])("refuses %j", async (body) => {
    expect(await test.call("POST", tagsPath, { key, body })).toMatchObject({ status: 400, body: { error: /./ } });
  });

  it("has one tag of a name in a team, whatever its case, and another in each other team", async () => {
    const team = await newTeam();
    const { name } = await createTag(test, key);
    const upper = { name: name.toUpperCase() };

    const again = await test.call("POST", tagsPath, { key, body: upper });
    const inTeam = await createTag(test, key, { ...upper, teamId: team.id });
    const moved = await test.call("PATCH", `${tagsPath}/${inTeam.id}`, { key, body: { teamId: null } });

    expect([again.status, moved.status]).toEqual([409, 409]);
    expect((await test.call("GET", `${tagsPath}/${inTeam.id}`, { key })).body).toEqual(inTeam);
  });

  it("moves between teams and takes another name, which frees the old one", async () => {
    const team = await newTeam();
    const tag = await createTag(test, key);
    const body = { teamId: team.id, name: tagName() };

    const moved = await test.call("PATCH", `${tagsPath}/${tag.id}`, { key, body });
    const again = await test.call("POST", tagsPath, { key, body: { name: tag.name } });

    expect(moved).toMatchObject({ status: 200, body: { ...body, version: 2 } });
    expect(again.status).toBe(201);
  });

  it("may take the name of a tag that was deleted", async () => {
    const tag = await createTag(test, key);
    await test.call("DELETE", `${tagsPath}/${tag.id}`, { key });

    expect((await test.call("POST", tagsPath, { key, body: { name: tag.name } })).status).toBe(201);
  });

  it("lists the tags of one team, or of none", async () => {
    const team = await newTeam();
    const own = await createTag(test, key, { teamId: team.id });
    test.clock.advance(1);
    const other = await createTag(test, key);

    const ofTeam = await test.call("GET", `${tagsPath}?teamId=${team.id}`, { key });
    const ofNone = await test.call("GET", `${tagsPath}?teamId=none&limit=1`, { key });
    const mixed = await test.call("GET", `${tagsPath}?limit=1&cursor=${ofNone.body.nextCursor}`, { key });

    expect(ofTeam.body).toMatchObject({ tags: [own], total: 1, nextCursor: null });
    expect(ofNone.body.tags).toEqual([other]);
    // A cursor belongs to the list that it was made for (J3).
    expect(mixed.status).toBe(400);
  });

  it("answers for another organisation's team as for one that nobody has (J2)", async () => {
    const theirs = await newTeam((await openDesk(test)).tenantId);
    const tag = await createTag(test, key);
    const answers = await Promise.all(
      [theirs.id, crypto.randomUUID()].flatMap((teamId) => [
        test.call("POST", tagsPath, { key, body: { name: tagName(), teamId } }),
        test.call("PATCH", `${tagsPath}/${tag.id}`, { key, body: { teamId } }),
      ]),
    );

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(400);
  });
});

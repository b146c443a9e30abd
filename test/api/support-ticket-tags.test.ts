import { createTeam } from "@tessera/core/access";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { createTicket, type Desk, openDesk } from "../support/desk.ts";
import { activitiesOf, createTag, tagsOf } from "./support/tags.ts";

let test: TestApp;
let desk: Desk;
let key: string;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
  ({ key } = desk.admin);
});

describe("PX-60 the tags of a ticket", () => {
  it("are put on by id or by name and taken off, each with one activity", async () => {
    const { key: memberKey } = desk.member;
    const [first, second, third] = [await createTag(test, key), await createTag(test, key), await createTag(test, key)];
    const ticket = await createTicket(test, memberKey);
    const url = `/api/v1/tickets/${ticket.id}/tags`;
    const post = (at: string, body?: object) => test.call("POST", at, { key: memberKey, body });

    const byName = await post(url, { tag: first.name.toUpperCase() });
    const byId = await post(url, { tagId: second.id });
    const byPath = await post(`${url}/${third.id}`);
    const again = await post(url, { tag: first.id });
    const off = await test.call("DELETE", `${url}/${first.id}`, { key: memberKey });
    const offAgain = await test.call("DELETE", `${url}/${first.id}`, { key: memberKey });

    expect([byName, byId, byPath, again].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(again.body).toEqual(byPath.body);
    expect(byPath.body.tags.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id, third.id]);
    expect([off.status, off.text, offAgain.status]).toEqual([204, "", 204]);
    expect(
      (await activitiesOf(test, key, ticket.id)).map(({ type, oldValue, newValue }) => [type, oldValue ?? newValue]),
    ).toEqual([
      ["created", expect.anything()],
      ["tag_added", first.name],
      ["tag_added", second.name],
      ["tag_added", third.name],
      ["tag_removed", first.name],
    ]);
  });

  it("change on a closed ticket too", async () => {
    const tag = await createTag(test, key);
    const ticket = await createTicket(test, key, { status: "closed" });

    const added = await test.call("POST", `/api/v1/tickets/${ticket.id}/tags`, { key, body: { tag: tag.id } });
    const removed = await test.call("DELETE", `/api/v1/tickets/${ticket.id}/tags/${tag.id}`, { key });

    expect(added).toMatchObject({ status: 200, body: { status: "closed", tags: [{ id: tag.id }] } });
    expect([removed.status, await tagsOf(test, key, ticket.id)]).toEqual([204, []]);
  });

  it("are all there when they are put on at once", async () => {
    const tags = await Promise.all(Array.from({ length: 6 }, () => createTag(test, key)));
    const ticket = await createTicket(test, key);

    await Promise.all(tags.map(({ id }) => test.call("POST", `/api/v1/tickets/${ticket.id}/tags/${id}`, { key })));

    expect(await tagsOf(test, key, ticket.id)).toHaveLength(6);
    expect((await activitiesOf(test, key, ticket.id)).filter(({ type }) => type === "tag_added")).toHaveLength(6);
  });

  it("are twenty at most", async () => {
    const tags = await Promise.all(Array.from({ length: 21 }, () => createTag(test, key)));
    const ticket = await createTicket(test, key, { tags: tags.slice(1).map(({ id }) => id) });

    const answer = await test.call("POST", `/api/v1/tickets/${ticket.id}/tags/${tags[0].id}`, { key });

    expect(answer.status).toBe(400);
    expect(await tagsOf(test, key, ticket.id)).toHaveLength(20);
  });

  it("mean the tag of the ticket's team before that of the organisation", async () => {
    const team = await createTeam(test.asOperator(), { tenantId: desk.tenantId, name: "Team" });
    const forAll = await createTag(test, key);
    const ofTeam = await createTag(test, key, { name: forAll.name, teamId: team.id });
    const ticket = await createTicket(test, key, { teamId: team.id });

    const answer = await test.call("POST", `/api/v1/tickets/${ticket.id}/tags`, { key, body: { tag: forAll.name } });

    expect(answer.body.tags).toMatchObject([{ id: ofTeam.id }]);
  });

  it("are those of the own organisation: others are like none (J2)", async () => {
    const own = await openDesk(test);
    const [tag, ticket] = [await createTag(test, key), await createTicket(test, key)];
    const theirs = await createTicket(test, own.owner.key);
    const unknown = `${tag.id.slice(0, -4)}0000`;
    const text = async (method: string, url: string, body?: object) => {
      const answer = await test.call(method, url, { key: own.owner.key, body });
      return `${answer.status} ${answer.text}`;
    };

    for (const [mine, nobodys] of [
      await Promise.all([tag.id, unknown].map((id) => text("POST", `/api/v1/tickets/${theirs.id}/tags/${id}`))),
      await Promise.all([tag.id, unknown].map((id) => text("POST", `/api/v1/tickets/${theirs.id}/tags`, { tag: id }))),
      await Promise.all([tag.id, unknown].map((id) => text("DELETE", `/api/v1/tickets/${theirs.id}/tags/${id}`))),
      await Promise.all([ticket.id, unknown].map((id) => text("DELETE", `/api/v1/tickets/${id}/tags/${tag.id}`))),
      await Promise.all([ticket.id, unknown].map((id) => text("POST", `/api/v1/tickets/${id}/tags`, { tag: "x" }))),
    ]) {
      expect(mine).toBe(nobodys);
    }
    expect(await tagsOf(test, key, ticket.id)).toEqual([]);
  });

  it("need the permission to edit, and the version of If-Match", async () => {
    const [tag, ticket] = [await createTag(test, key), await createTicket(test, key)];
    const url = `/api/v1/tickets/${ticket.id}/tags`;
    const reader = await test.signUp({ scopes: ["issues.read"], tenantId: desk.tenantId });
    const headers = { "if-match": '"7"' };

    const answers = [
      await test.call("POST", url, { key: reader.key, body: { tag: tag.id } }),
      await test.call("DELETE", `${url}/${tag.id}`, { key: reader.key }),
      await test.call("POST", url, { key, body: { tag: tag.id }, headers }),
      await test.call("DELETE", `${url}/${tag.id}`, { key, headers }),
      await test.call("POST", url, { key, body: { tag: tag.id, tagId: tag.id } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 412, 412, 400]);
    expect(await tagsOf(test, key, ticket.id)).toEqual([]);
  });
});

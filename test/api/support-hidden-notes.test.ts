import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { expectStatus } from "../support/desk.ts";
import { ownPath } from "../support/desk-references.ts";
import { deskRoutes, requestOf } from "../support/desk-routes.ts";
import { type FurnishedDesk, furnishDesk } from "../support/furnished-desk.ts";

const secret = "between-colleagues";

let test: TestApp;
let desk: FurnishedDesk;

beforeAll(async () => {
  test = await createTestApp();
  desk = await furnishDesk(test, "known-to-all");
});

/** Every read that a customer may do, and those of its lists under every filter that it may use. */
const reads = Object.entries(deskRoutes)
  .filter(([route, { contacts }]) => contacts && route.startsWith("GET"))
  .flatMap(([route]) => [
    route,
    ...(route === "GET /api/v1/tickets" ? ["?sort=createdAt", "?q=known", "?status=open"] : []),
  ]);

/** What the customer is shown, without what differs by nature: the request's id, the calls left, and a URL's end. */
async function shown(): Promise<Record<string, unknown>> {
  const views: Record<string, unknown> = {};
  let list = "";
  for (const read of reads) {
    if (!read.startsWith("?")) list = read;
    const { method, path } = requestOf(list, ownPath(list, desk.ids));
    const url = read.startsWith("?") ? `${path}${read}` : path;
    const { status, headers, text } = await test.call(method, url, { key: desk.contact });
    const { "x-request-id": _id, ratelimit: _left, ...rest } = Object.fromEntries(headers);
    views[url] = { status, headers: rest, text: text.replace(/"expiresAt":"[^"]*"/, "") };
  }
  return views;
}

type Ask = (route: string, status: number, body?: object) => Promise<{ id: string; upload: { url: string } }>;

const ask: Ask = async (route, status, body) => {
  test.clock.advance(60_000);
  const [method = "", path = ""] = route.split(" ");
  const answer = await test.call(method, path, { key: desk.member.key, ...(body && { body }) });
  return expectStatus(answer, status).body;
};

describe("PX-41, J5 whatever is done inside a ticket", () => {
  it("changes nothing that its customer sees: no word, no count, no time, no header", async () => {
    const path = `/api/v1/tickets/${desk.ids.ticket}`;
    const before = await shown();

    const fields = { fileName: `${secret}.txt`, contentType: "text/plain", size: 3 };
    const file = await ask(`POST ${path}/attachments`, 201, fields);
    test.objects.put(file.upload.url, { size: 3 });
    const note = { content: `@olga ${secret}`, isInternalNote: true, attachmentIds: [file.id] };
    const first = await ask(`POST ${path}/messages`, 201, note);
    const second = await ask(`POST ${path}/messages`, 201, { content: secret, isInternalNote: true });
    await ask(`PATCH ${path}/messages/${second.id}`, 200, { content: `${secret} again` });
    await ask(`DELETE ${path}/messages/${first.id}`, 204);
    await ask(`PATCH ${path}`, 200, { assigneeId: desk.colleague.user.id, tags: [], teamId: null });
    await ask(`POST ${path}/tags`, 200, { tagId: desk.ids.tag });
    await ask(`POST ${path}/assign`, 200, { assigneeId: null });

    expect(await shown()).toEqual(before);
    const seen = await test.call("GET", path, { key: desk.member.key });
    expect(seen.body.messageCount).toBeGreaterThan(3);
  });

  it("is in no answer to what its customer writes", async () => {
    const path = `/api/v1/tickets/${desk.ids.ticket}`;
    await ask(`POST ${path}/messages`, 201, { content: secret, isInternalNote: true });
    const writes = Object.entries(deskRoutes).filter(([route, { contacts }]) => contacts && route.startsWith("POST"));

    for (const [route] of writes) {
      const { method, path: url, call } = requestOf(route, ownPath(route, desk.ids));
      const { status, text, headers } = await test.call(method, url, { ...call, key: desk.contact });

      expect([route, status]).toEqual([route, 201]);
      const everything = text + JSON.stringify(Object.fromEntries(headers));
      for (const word of [secret, "assignee", "teamId", "sla", "version", "etag", desk.member.user.id]) {
        expect(everything, route).not.toContain(word);
      }
    }
  });

  it("can be asked for by no filter, no order, and no id", async () => {
    const path = `/api/v1/tickets/${desk.ids.ticket}`;
    const note = await ask(`POST ${path}/messages`, 201, { content: secret, isInternalNote: true });
    const asContact = (method: string, url: string, body?: object) =>
      test.call(method, url, { key: desk.contact, ...(body && { body }) });

    const queries = [`assigneeId=${desk.member.user.id}`, "assigneeId=none", `teamId=${desk.ids.team}`, "tag=x"];
    const orders = ["sort=updatedAt", "sort=-updatedAt", "sort=slaDeadline", "slaBreached=true"];
    for (const query of [...queries, ...orders]) {
      expect((await asContact("GET", `/api/v1/tickets?${query}`)).status, query).toBe(400);
    }
    expect((await asContact("GET", `/api/v1/tickets?q=${secret}`)).body.total).toBe(0);
    for (const end of ["edits", ""]) {
      expect((await asContact("GET", `${path}/messages/${note.id}/${end}`)).status).not.toBe(200);
    }
    const refused = await asContact("POST", `${path}/messages`, { content: "x", isInternalNote: true });
    expect(refused.status).toBe(403);
  });

  it("is in no cursor: a member's opens nothing for the customer, and the customer's own names no note", async () => {
    const path = `/api/v1/tickets/${desk.ids.ticket}/messages`;
    const note = await ask(`POST ${path}`, 201, { content: secret, isInternalNote: true });
    await ask(`POST ${path}`, 201, { content: "known" });
    const pagesOf = async (key: string) => {
      const cursors: string[] = [];
      for (let next = ""; ; ) {
        const { body } = await test.call("GET", `${path}?limit=1${next}`, { key });
        if (body.nextCursor === null) return cursors;
        cursors.push(body.nextCursor);
        next = `&cursor=${body.nextCursor}`;
      }
    };

    const [members, own] = [await pagesOf(desk.member.key), await pagesOf(desk.contact)];
    const tried = await Promise.all(
      members.map((cursor) => test.call("GET", `${path}?cursor=${cursor}`, { key: desk.contact })),
    );

    expect(members.length).toBeGreaterThan(own.length);
    expect(new Set(tried.map(({ status }) => status))).toEqual(new Set([400]));
    const decoded = own.map((cursor) => Buffer.from(cursor, "base64url").toString("latin1"));
    expect(decoded.filter((text) => text.includes(note.id))).toEqual([]);
  });
});

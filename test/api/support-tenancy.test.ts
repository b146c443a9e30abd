import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, createTestApp, type TestApp } from "../support/api.ts";
import { createTicket } from "../support/desk.ts";
import {
  bodyReferences,
  ownPath,
  pathReferences,
  queryReferences,
  type Reference,
} from "../support/desk-references.ts";
import { deskRoutes, newId, requestOf } from "../support/desk-routes.ts";
import { type DeskIds, type FurnishedDesk, furnishDesk } from "../support/furnished-desk.ts";
import { dumpTable } from "../support/table-dump.ts";

const mark = "canary-of-the-other";
const markOfOwn = "own-words";

let test: TestApp;
let own: FurnishedDesk;
let other: FurnishedDesk;

beforeAll(async () => {
  test = await createTestApp({ ownTable: true });
  own = await furnishDesk(test, markOfOwn);
  other = await openOther();
});

/** The other desk's ticket and issue have numbers that the own one has not reached. */
async function openOther(): Promise<FurnishedDesk> {
  const desk = await furnishDesk(test, mark);
  // The tenant is one that this test has made: nothing is left to authorize.
  const tenantId = desk.tenantId as Parameters<typeof test.store.tickets.nextNumber>[0];
  for (let at = 0; at < 200; at += 1) {
    await test.store.tickets.nextNumber(tenantId);
    await test.store.issues.nextNumber(tenantId);
  }
  const { key } = desk.owner;
  const late = await createTicket(test, key, { subject: `Late ${mark}`, contactEmail: desk.contactEmail });
  const { body } = await test.call("POST", `/api/v1/tickets/${late.id}/convert-to-issue`, { key, body: {} });
  return { ...desk, ids: { ...desk.ids, ticketNumber: String(late.ticketNumber), issueNumber: body.issue.key } };
}

const nobodys: Partial<Record<keyof DeskIds, string>> = { ticketNumber: "999999", issueNumber: "ISS-999999" };

/** An answer without what differs by nature: the id that was asked for, the request's, and the count of calls left. */
function essenceOf({ status, headers, text }: Answer, id: string) {
  const { "x-request-id": _id, ratelimit: _left, ...rest } = Object.fromEntries(headers);
  return { status, headers: rest, text: text.replaceAll(id, "ID") };
}

function send({ method, path, call }: ReturnType<Reference["request"]>, key = own.owner.key): Promise<Answer> {
  return test.call(method, path, { key, ...call });
}

async function compare(reference: Reference) {
  const before = await dumpTable(test);
  const [unknownId, foreignId] = [nobodys[reference.kind] ?? newId(), other.ids[reference.kind]];
  // The very same request, but for the one id.
  const { method, path, call } = reference.request("ID", own.ids);
  const ask = (id: string) => {
    const filled: Call = JSON.parse(JSON.stringify(call).replaceAll('"ID"', JSON.stringify(id)));
    return send({ method, path: path.replace("ID", id), call: filled });
  };

  const unknown = essenceOf(await ask(unknownId), unknownId);
  const foreign = essenceOf(await ask(foreignId), foreignId);

  expect(foreign).toEqual(unknown);
  expect(foreign.status).toBe(reference.refused);
  expect(await dumpTable(test)).toEqual(before);
}

describe("J2 an id of another tenant is answered byte for byte like one that never was, and nothing is written", () => {
  it.each(pathReferences())("$what", compare);
  it.each(bodyReferences())("$what", compare);
  it.each(queryReferences())("$what", compare);

  it("numbers in their other spelling", async () => {
    const [unknown, foreign] = ["%23999999", `%23${other.ids.ticketNumber}`].map((id) => `/api/v1/tickets/${id}`);

    const first = await send({ method: "GET", path: unknown ?? "", call: {} });
    const second = await send({ method: "GET", path: foreign ?? "", call: {} });

    expect([second.status, second.text]).toEqual([404, first.text]);
  });

  it("names of tags and agents, in a trigger too", async () => {
    const ask = async (path: string, body: object) =>
      (await test.call("POST", path, { key: own.owner.key, body })).text;
    const textsOf = async (tag: string, agent: string) => {
      const trigger = { name: "T", event: "ticket.created" };
      const texts = [
        await ask("/api/v1/tickets", { subject: "x", tags: [tag] }),
        await ask(`/api/v1/tickets/${own.ids.ticket}/tags`, { tag }),
        await ask("/api/v1/triggers", { ...trigger, actions: [{ type: "add_tag", tag }] }),
        await ask("/api/v1/triggers", { ...trigger, actions: [{ type: "dispatch_agent", agent }] }),
      ];
      return texts.map((text) => text.replaceAll(tag, "TAG").replaceAll(agent, "AGENT"));
    };

    const before = await dumpTable(test);

    expect(await textsOf(`tag ${mark}`, `agent-${mark}`)).toEqual(await textsOf("tag of nobody", "agent-of-nobody"));
    expect(await dumpTable(test)).toEqual(before);
  });

  it("of the own tenant: a message, a file and a notification of somebody or something else", async () => {
    const { ids } = own;
    const pathsOf = (values: Record<string, string>) => [
      requestOf("DELETE /api/v1/tickets/:id/messages/:msgId", { id: ids.spare, msgId: ids.message, ...values }),
      requestOf("GET /api/v1/tickets/:id/messages/:msgId/edits", { id: ids.spare, msgId: ids.message, ...values }),
      requestOf("GET /api/v1/tickets/:id/attachments/:attachmentId", {
        id: ids.spare,
        attachmentId: ids.carried,
        ...values,
      }),
      requestOf("POST /api/v1/inbox/:id/read", { id: ids.notice, ...values }),
    ];
    const wrong = pathsOf({});
    const unknown = pathsOf({ msgId: newId(), attachmentId: newId() });
    unknown[3] = requestOf("POST /api/v1/inbox/:id/read");

    for (const [at, request] of wrong.entries()) {
      const answer = await send(request, own.member.key);
      const expected = await send(unknown[at] ?? request, own.member.key);

      expect([answer.status, answer.text]).toEqual([404, expected.text]);
    }
  });
});

describe("J3 cursors", () => {
  const paged = [
    "/api/v1/tickets",
    "/api/v1/tickets?status=open",
    "/api/v1/ticket-tags",
    "/api/v1/canned-responses",
    "/api/v1/sla-policies",
    "/api/v1/business-calendars",
    "/api/v1/triggers",
    "/api/v1/agents",
    "/api/v1/issues",
    "/api/v1/inbox",
    "/api/v1/tickets/:id/messages",
    "/api/v1/tickets/:id/activities",
  ];

  beforeAll(async () => {
    // Two rows of everything, so that every list has a second page.
    for (const { owner, ids } of [own, other]) {
      const { key } = owner;
      for (const route of ["ticket-tags", "canned-responses", "business-calendars", "triggers", "agents"]) {
        await send(requestOf(`POST /api/v1/${route}`), key);
      }
      await test.call("POST", "/api/v1/sla-policies", {
        key,
        body: { priority: "medium", teamId: ids.team, firstResponseMinutes: 1, resolutionMinutes: 1 },
      });
      await test.call("POST", `/api/v1/tickets/${ids.spare}/convert-to-issue`, { key, body: {} });
      const note = { content: "@olga", isInternalNote: true };
      for (let at = 0; at < 3; at += 1) {
        await test.call("POST", `/api/v1/tickets/${ids.ticket}/messages`, { key: own.member.key, body: note });
        await test.call("POST", `/api/v1/tickets/${ids.ticket}/messages`, { key: other.member.key, body: note });
      }
    }
  });

  const pathOf = (template: string, { ids }: FurnishedDesk) => template.replace(":id", ids.ticket);
  const withQuery = (path: string, query: string) => `${path}${path.includes("?") ? "&" : "?"}${query}`;

  it.each(paged)("%s: another tenant's, an edited and a made-up one are 400, in the same words", async (template) => {
    const firstOf = async (desk: FurnishedDesk) => {
      const path = withQuery(pathOf(template, desk), "limit=1");
      const { body } = await test.call("GET", path, { key: desk.owner.key });
      return String(body.nextCursor);
    };
    const [mine, theirs] = [await firstOf(own), await firstOf(other)];
    const follow = (cursor: string) =>
      send({ method: "GET", path: withQuery(pathOf(template, own), `cursor=${encodeURIComponent(cursor)}`), call: {} });

    const good = await follow(mine);
    const middle = Math.floor(mine.length / 2);
    const edited = `${mine.slice(0, middle)}${mine[middle] === "A" ? "B" : "A"}${mine.slice(middle + 1)}`;
    const bad = [await follow(theirs), await follow(edited), await follow("eyJwIjoxfQ.AAAA"), await follow(`${mine}A`)];

    expect([mine, theirs]).not.toContain("null");
    expect(good.status).toBe(200);
    expect(new Set(bad.map(({ status }) => status))).toEqual(new Set([400]));
    expect(new Set(bad.map(({ text }) => text)).size).toBe(1);
  });

  it("are of one list and one filter alone", async () => {
    const first = await send({ method: "GET", path: "/api/v1/tickets?limit=1", call: {} });
    const cursor = encodeURIComponent(first.body.nextCursor);

    for (const path of ["/api/v1/tickets?status=open", "/api/v1/tickets?sort=createdAt", "/api/v1/issues"]) {
      expect((await send({ method: "GET", path: withQuery(path, `cursor=${cursor}`), call: {} })).status).toBe(400);
    }
  });
});

describe("J2 no word and no id of another tenant", () => {
  const reads = Object.keys(deskRoutes).filter((route) => route.startsWith("GET"));
  const secretsOf = ({ mark, ids, tenantId, owner, admin, member, colleague, contactEmail }: FurnishedDesk) => {
    const { ticketNumber: _number, issueNumber: _key, ...unique } = ids;
    const people = [owner, admin, member, colleague].map(({ user }) => user.id);
    return [mark, tenantId, contactEmail, ...people, ...Object.values(unique)];
  };

  it.each(reads)("is in %s, for whoever works there and for its customer", async (route) => {
    const seen = new Set<string>();
    for (const key of [own.owner.key, own.member.key, own.contact]) {
      const { text, headers } = await send(requestOf(route, ownPath(route, own.ids)), key);
      seen.add(text + JSON.stringify(Object.fromEntries(headers)));
    }

    const found = [...seen].flatMap((text) => secretsOf(other).filter((secret) => text.includes(secret)));
    expect(found).toEqual([]);
  });

  it("is found by searching for it", async () => {
    const ask = (query: string) => send({ method: "GET", path: `/api/v1/tickets${query}`, call: {} });

    const found = await ask(`?q=${mark}`);
    const counted = await ask(`/stats?q=${mark}`);
    const inOwn = await test.call("GET", `/api/v1/tickets?q=${mark}`, { key: other.owner.key });

    expect(found.body).toMatchObject({ tickets: [], total: 0 });
    expect(counted.body.total).toBe(0);
    // Its own desk finds it: the words are there to be found.
    expect(inOwn.body.total).toBeGreaterThan(0);
  });
});

describe("the ids that were refused are the right ones to ask for", () => {
  it.each(bodyReferences())("$what is taken with the desk's own", async (reference) => {
    const { status, text } = await send(reference.request(own.ids[reference.kind], own.ids));

    expect([200, 201], text).toContain(status);
  });

  it("so are those of every path, ends last", async () => {
    const fresh = await furnishDesk(test, "fresh-words");
    const { key } = fresh.owner;
    await test.call("POST", "/api/v1/ticket-tags", { key, body: { name: "regression" } });
    const paths = Object.keys(deskRoutes).filter((route) => route.includes(":"));
    const depth = (route: string) => route.split("/").length;
    const ends = paths.filter((route) => route.startsWith("DELETE")).toSorted((a, b) => depth(b) - depth(a));

    for (const route of [...paths.filter((route) => !ends.includes(route)), ...ends]) {
      const { status, text } = await send(requestOf(route, ownPath(route, fresh.ids)), key);

      expect(status, `${route}: ${text}`).toBeLessThan(300);
    }
  });
});

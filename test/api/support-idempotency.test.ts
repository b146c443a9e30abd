import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, createTestApp, type TestApp } from "../support/api.ts";
import { createTicket } from "../support/desk.ts";
import { ownPath } from "../support/desk-references.ts";
import { deskRoutes, requestOf } from "../support/desk-routes.ts";
import { fullSize } from "../support/full-size.ts";
import { type FurnishedDesk, furnishDesk } from "../support/furnished-desk.ts";
import { dumpTable } from "../support/table-dump.ts";

let test: TestApp;
let desk: FurnishedDesk;
let stranger: FurnishedDesk;

beforeAll(async () => {
  test = await createTestApp({ ownTable: true });
  desk = await furnishDesk(test, "own");
  stranger = await furnishDesk(test, "other");
});

/** The POSTs that make something new each time. */
const making = [
  "POST /api/v1/tickets",
  "POST /api/v1/tickets/:id/messages",
  "POST /api/v1/tickets/:id/attachments",
  "POST /api/v1/ticket-tags",
  "POST /api/v1/canned-responses",
  "POST /api/v1/business-calendars",
  "POST /api/v1/triggers",
  "POST /api/v1/agents",
];

/** The same value in several spellings: other orders of its keys, other blanks. */
function spellingsOf(body: object): string[] {
  return [
    JSON.stringify(body),
    JSON.stringify(body, null, 2),
    JSON.stringify(Object.fromEntries(Object.entries(body).reverse())),
  ];
}

function requestFor(route: string, of: FurnishedDesk = desk) {
  const { method, path } = requestOf(route, ownPath(route, of.ids));
  const body = (deskRoutes[route]?.body?.() ?? {}) as object;
  const send = (call: Call, key = of.owner.key) => test.call(method, path, { key, ...call });
  return { send, body };
}

const idsOf = (answers: readonly Answer[]) => new Set(answers.map(({ body }) => body.id));
const statusesOf = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))];
const keyed = (key: string = crypto.randomUUID()) => ({ "idempotency-key": key });
const another = (body: object) => {
  const [field = "", value] = Object.entries(body).find(([, value]) => typeof value === "string") ?? [];
  return { ...body, [field]: field === "contentType" ? "text/csv" : `${value}x` };
};

describe.each(making)("G-6, H1, H2 %s with an Idempotency-Key", (route) => {
  it("makes one thing of 50 requests at once, however their body is spelt", async () => {
    const { send, body } = requestFor(route);
    const headers = keyed();
    const spellings = spellingsOf(body);

    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) => send({ headers, raw: spellings[at % 3] ?? "" })),
    );
    const rows = await dumpTable(test);
    const [later] = await Promise.all([send({ headers, body })]);

    expect(statusesOf([...answers, later])).toEqual([201]);
    expect(idsOf([...answers, later]).size).toBe(1);
    expect(await dumpTable(test)).toEqual(rows);
  });

  it("answers 422 to another body, and the first stays as it is", async () => {
    const { send, body } = requestFor(route);
    const headers = keyed();
    await send({ headers, body });
    const rows = await dumpTable(test);

    const other = await send({ headers, body: another(body) });

    expect([other.status, other.body]).toEqual([422, { error: "This Idempotency-Key was used for another request" }]);
    expect(await dumpTable(test)).toEqual(rows);
  });

  it("lets exactly one of two bodies win that come 10 against 10", async () => {
    const { send, body } = requestFor(route);
    const headers = keyed();
    const bodies = [body, another(body)];

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => send({ headers, body: bodies[at % 2] ?? {} })),
    );

    const made = answers.filter(({ status }) => status === 201);
    expect(statusesOf(answers).toSorted()).toEqual([201, 422]);
    expect([made.length, idsOf(made).size]).toEqual([10, 1]);
  });

  it("keeps callers apart, of one tenant and of two", async () => {
    const { send, body } = requestFor(route);
    const headers = keyed();
    const elsewhere = requestFor(route, stranger);

    const first = await send({ headers, body });
    const colleague = await send({ headers, body: another(body) }, desk.admin.key);
    const other = await elsewhere.send({ headers, body });

    expect(statusesOf([first, colleague, other])).toEqual([201]);
    expect(idsOf([first, colleague, other]).size).toBe(3);
  });

  it("does not burn the key by a request that was wrong", async () => {
    const { send, body } = requestFor(route);
    const headers = keyed();

    const wrong = await send({ headers, body: { ...body, wrong: 1 } });
    const right = await send({ headers, body });

    expect([wrong.status, right.status]).toEqual([400, 201]);
  });
});

describe("G-6, H4 the key itself", () => {
  const send = (key: string, headers = keyed(key)) =>
    test.call("POST", "/api/v1/tickets", { key: desk.owner.key, headers, body: { subject: "x" } });

  it.each(["", "x".repeat(256)])("of %j is refused", async (key) => {
    const answer = await test.app.request("/api/v1/tickets", {
      method: "POST",
      headers: {
        authorization: `Bearer ${desk.owner.key}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify({ subject: "x" }),
    });

    expect(answer.status).toBe(400);
  });

  it("may have 255 characters of any kind, and is one key on one path alone", async () => {
    const key = `"'#%${"\u00e9".repeat(251)}`;

    const first = await send(key);
    const again = await send(key);
    const elsewhere = await test.call("POST", "/api/v1/ticket-tags", {
      key: desk.owner.key,
      headers: keyed(key),
      body: { name: "new" },
    });

    expect([first.status, again.status, elsewhere.status]).toEqual([201, 201, 422]);
    expect(again.body.id).toBe(first.body.id);
  });

  it("is remembered for more than a day, and shows what has become of the ticket", async () => {
    const key = crypto.randomUUID();
    const first = await send(key);
    await test.call("PATCH", `/api/v1/tickets/${first.body.id}`, { key: desk.owner.key, body: { status: "pending" } });

    test.clock.advance(25 * 3_600_000);
    const later = await send(key);

    expect(later).toMatchObject({ status: 201, body: { id: first.body.id, status: "pending" } });
  });

  it("has no meaning for a request that only changes", async () => {
    const { id } = await createTicket(test, desk.owner.key);
    const patch = (body: object) =>
      test.call("PATCH", `/api/v1/tickets/${id}`, { key: desk.owner.key, headers: keyed("one"), body });

    const answers = [await patch({ priority: "high" }), await patch({ priority: "low" })];

    expect(answers.map(({ body }) => body.priority)).toEqual(["high", "low"]);
  });
});

describe("G-6 every other POST", () => {
  /** What they do is done when it is done again, with a key as without one. */
  const repeatable: Record<string, object | undefined> = {
    "POST /api/v1/tickets/:id/assign": { assigneeId: null },
    "POST /api/v1/tickets/:id/convert-to-issue": {},
    "POST /api/v1/tickets/:id/tags/:tagId": undefined,
    "POST /api/v1/inbox/:id/read": undefined,
    "POST /api/v1/inbox/read-all": undefined,
  };

  it.each(Object.entries(repeatable))("%s changes nothing when it is repeated", async (route, body) => {
    const { method, path } = requestOf(route, ownPath(route, desk.ids));
    const headers = keyed();
    const send = () => test.call(method, path, { key: desk.owner.key, headers, ...(body && { body }) });

    const first = await send();
    const rows = await dumpTable(test);
    const answers = await Promise.all([send(), send()]);

    expect(first.status).toBeLessThan(300);
    for (const { status } of answers) expect(status).toBeLessThan(300);
    expect(await dumpTable(test)).toEqual(rows);
  });
});

describe("G-6, H1 where there is one of a kind", () => {
  const policy = { priority: "high", firstResponseMinutes: 5, resolutionMinutes: 50 };
  const names: [path: string, body: object][] = [
    ["/api/v1/ticket-tags", { name: "Only one" }],
    ["/api/v1/triggers", { name: "Only one", event: "ticket.created", actions: [{ type: "add_tag", tag: "tag own" }] }],
    ["/api/v1/agents", { name: "Only one", handle: "only-one", kind: "queue" }],
    ["/api/v1/sla-policies", policy],
  ];

  it.each(names)("%s: many at once without a key make one, and with a key they are one", async (path, body) => {
    const count = fullSize(20, 6);
    const own = await furnishDesk(test, "own");
    const make = (headers: Record<string, string>) => test.call("POST", path, { key: own.owner.key, headers, body });
    const atOnce = (headers: Record<string, string>) => Promise.all(Array.from({ length: count }, () => make(headers)));

    const free = await atOnce({});
    const { body: made } = free.find(({ status }) => status === 201) ?? expect.fail("none was made");
    await test.call("DELETE", `${path}/${made.id}`, { key: own.owner.key });
    const keyedOnes = await atOnce(keyed());

    expect(free.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: count - 1 }, () => 409)]);
    expect([statusesOf(keyedOnes), idsOf(keyedOnes).size]).toEqual([[201], 1]);
  });

  it("a customer's keys are its own", async () => {
    const headers = keyed();
    const post = (key: string) => test.call("POST", "/api/v1/tickets", { key, headers, body: { subject: "x" } });
    const contactOf = (email: string) =>
      test.dependencies.contactTokens.issue({ tenantId: desk.tenantId, email }, test.clock.now()).token;

    const answers = [await post(contactOf("a@example.org")), await post(contactOf("b@example.org"))];
    const again = await Promise.all([post(contactOf("a@example.org")), post(contactOf("a@example.org"))]);

    expect(idsOf(answers).size).toBe(2);
    expect(idsOf([...again, ...answers.slice(0, 1)]).size).toBe(1);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, createTestApp, type TestApp } from "../support/api.ts";
import { createTicket } from "../support/desk.ts";
import { ownPath } from "../support/desk-references.ts";
import { deskRoutes, requestOf } from "../support/desk-routes.ts";
import { fullOrThird, fullSize } from "../support/full-size.ts";
import { type FurnishedDesk, furnishDesk } from "../support/furnished-desk.ts";
import { hostileTexts, wrongValues } from "../support/hostile-values.ts";
import { expectNothingWritten, expectRefusal } from "../support/refusals.ts";

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  oneOf?: Schema[];
}

let test: TestApp;
let desk: FurnishedDesk;
let document: {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>;
  components: { schemas: Record<string, Schema> };
};

beforeAll(async () => {
  test = await createTestApp({ ownTable: true });
  desk = await furnishDesk(test, "own");
  document = (await test.call("GET", "/openapi.json")).body;
});

const withBody = Object.keys(deskRoutes).filter((route) => deskRoutes[route]?.body);

/** A request that is right but for what is changed about it. */
function ask(route: string, change: Call): Promise<Answer> {
  // Of sign-in links there are only so many in a quarter of an hour.
  if (deskRoutes[route]?.permission === null) test.clock.advance(15 * 60_000);
  const { method, path, call } = requestOf(route, ownPath(route, desk.ids));
  return test.call(method, path, { key: desk.owner.key, ...call, ...change });
}

const writingNothing = (run: () => Promise<void>) => expectNothingWritten(test, run);

/** The fields that a route's body may have, as its document says. */
function fieldsOf(route: string): string[] {
  const [method = "", path = ""] = route.split(" ");
  const operation = document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];
  return propertiesOf(operation?.requestBody?.content["application/json"]?.schema);
}

function propertiesOf(schema: Schema | undefined): string[] {
  if (schema?.$ref) return propertiesOf(document.components.schemas[schema.$ref.split("/").at(-1) ?? ""]);
  return [...Object.keys(schema?.properties ?? {}), ...(schema?.oneOf ?? []).flatMap(propertiesOf)];
}

function bodyOf(route: string): Record<string, unknown> {
  return { ...(deskRoutes[route]?.body?.() as object) };
}

/** A body that is right but for one field, whose JSON is sent as it is: JSON.stringify would mend some values. */
function withField(route: string, field: string, json: string): string {
  return JSON.stringify({ ...bodyOf(route), [field]: "MARK" }).replace('"MARK"', () => json);
}

describe.each(fullOrThird(withBody))("K1, K2, K3, K8 %s", (route) => {
  it("refuses what is no JSON object, with a reason, and keeps nothing of it", () =>
    writingNothing(async () => {
      const bodies = ["", "{", "null", "[]", "1", '"x"', "{'a':1}", '{"a":1}{"b":2}', "\u0000", "[".repeat(100_000)];
      for (const raw of bodies) expectRefusal(await ask(route, { raw }), JSON.stringify(raw.slice(0, 20)));
      const deep = `{"x":${"[".repeat(64)}${"]".repeat(64)}}`;
      expectRefusal(await ask(route, { raw: deep }), "a body of 65 levels");
      expectRefusal(await ask(route, { raw: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) }), "no UTF-8");
    }));

  it("refuses another media type, and what is too large", () =>
    writingNothing(async () => {
      const raw = JSON.stringify(bodyOf(route));
      for (const type of ["text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-16"]) {
        expectRefusal(await ask(route, { raw, headers: { "content-type": type } }), type);
      }
      expectRefusal(await ask(route, { raw, headers: { "content-type": "" } }), "none");
      expectRefusal(await ask(route, { raw, headers: { "content-encoding": "gzip" } }), "gzip");
      const large = JSON.stringify({ ...bodyOf(route), more: "x".repeat(1_048_576) });
      expectRefusal(await ask(route, { raw: large }), "a MiB", [413]);
    }));

  it("refuses fields that nobody may set, and those that nobody knows", () =>
    writingNothing(async () => {
      const own = fieldsOf(route);
      for (const field of [...kept, "isAdmin", "constructor", "toString", "x".repeat(5_000)]) {
        if (own.includes(field)) continue;
        expectRefusal(await ask(route, { raw: withField(route, field, "1") }), field.slice(0, 40));
      }
      expectRefusal(await ask(route, { raw: withField(route, "\\", '{"a":1}') }), "a backslash");
    }));

  it("answers every field's wrong values clearly, and never fails", async () => {
    expect(fieldsOf(route)).toEqual(expect.arrayContaining(Object.keys(bodyOf(route))));
    await writingNothing(async () => {
      for (const [at, field] of fieldsOf(route).entries()) {
        for (const [what, json] of valuesFor(at)) {
          expectRefusal(await ask(route, { raw: withField(route, field, json) }), `${field}: ${what}`);
        }
      }
    });
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });
});

/** Where there is less time, three fields share the values among them. */
function valuesFor(field: number): [what: string, json: string][] {
  const share = fullSize(1, 3);
  return Object.entries(wrongValues).filter((_value, at) => (at + field) % share === 0);
}

/** J5: what only the product itself decides. */
const kept = [
  "id",
  "tenantId",
  "tenant_id",
  "creatorId",
  "number",
  "ticketNumber",
  "firstResponseAt",
  "slaDeadline",
  "sla",
  "messageCount",
  "publicMessageCount",
  "resolvedAt",
  "closedAt",
  "createdAt",
  "updatedAt",
  "deletedAt",
  "followUpOfId",
  "issueId",
  "authorId",
  "author",
  "mentions",
  "audit",
  "version",
  "__proto__",
];

describe("J5 the version of a ticket", () => {
  it.each([0, -1, 1.5, "1", null, [1], 1e16])("%j is no version", async (version) => {
    const answer = await ask("PATCH /api/v1/tickets/:id", { body: { priority: "low", version } });

    expectRefusal(answer, String(version));
  });

  it.each(['"0"', '"999"', "1", "W/", '"1', '"-1"', '"1e0"', '"1", "2"', "x".repeat(9_000)])(
    "If-Match: %s matches nothing",
    (header) =>
      writingNothing(async () => {
        const headers = { "if-match": header };

        for (const route of ["PATCH /api/v1/tickets/:id", "DELETE /api/v1/tickets/:id"]) {
          expectRefusal(await ask(route, { headers }), header.slice(0, 20), [412]);
        }
      }),
  );

  it("of another is not to be guessed: a wrong one changes nothing", async () => {
    const { id } = await createTicket(test, desk.owner.key);

    await writingNothing(async () => {
      const answer = await test.call("PATCH", `/api/v1/tickets/${id}`, {
        key: desk.owner.key,
        body: { priority: "low", version: 7 },
      });
      expectRefusal(answer, "version 7", [412]);
    });
  });
});

describe("K4 texts are kept as they were written", () => {
  const key = () => desk.owner.key;
  const places: [what: string, keep: (text: string) => Promise<[Answer, string]>][] = [
    [
      "a description",
      async (text) => roundTrip(await post("/api/v1/tickets", { subject: "x", description: text }), "description"),
    ],
    ["a subject", async (text) => roundTrip(await post("/api/v1/tickets", { subject: text }), "subject")],
    [
      "a contact's name",
      async (text) => roundTrip(await post("/api/v1/tickets", { subject: "x", contactName: text }), "contactName"),
    ],
    [
      "a canned body",
      async (text) => roundTrip(await post("/api/v1/canned-responses", { title: "x", body: text }), "body"),
    ],
    ["a tag's name", async (text) => roundTrip(await post("/api/v1/ticket-tags", { name: text }), "name")],
  ];
  const post = async (path: string, body: object): Promise<[string, Answer]> => [
    path,
    await test.call("POST", path, { key: key(), body }),
  ];
  async function roundTrip([path, made]: [string, Answer], field: string): Promise<[Answer, string]> {
    if (made.status !== 201) return [made, ""];
    const read = await test.call("GET", `${path}/${made.body.id}`, { key: key() });
    return [made, read.body[field]];
  }
  /** As it is, without blanks around it, or in one spelling of its letters (names). */
  const forms = (text: string) => [text, text.trim(), text.normalize("NFC").trim()];

  it.each(places)("%s: as it is, or refused", async (_what, keep) => {
    for (const [what, text] of Object.entries(hostileTexts)) {
      const [made, kept] = await keep(text);

      expect([201, 400, 409], `${what}: ${made.text}`).toContain(made.status);
      if (made.status === 201) expect(forms(text), what).toContain(kept);
    }
  });

  it("a message, with every sign of it", async () => {
    const { id } = await createTicket(test, key());
    const content = Object.values(hostileTexts).join("\n");

    const posted = await test.call("POST", `/api/v1/tickets/${id}/messages`, { key: key(), body: { content } });
    const { body } = await test.call("GET", `/api/v1/tickets/${id}/messages?render=html`, { key: key() });

    expect(posted.status).toBe(201);
    expect(body.messages[0].content).toBe(content);
    expect(body.messages[0].contentHtml).not.toMatch(/<script|<img[^>]*onerror|href="javascript:/i);
  });
});

describe("PX-66 hostile YAML", () => {
  it.each([
    ["nothing", ""],
    ["a list", "- a\n- b\n"],
    ["tabs", "\ttriggers: []"],
    ["a tag", "triggers: !!js/function 'x'\n"],
    ["a prototype", "__proto__: {a: 1}\ntriggers: []\n"],
    ["an alias bomb", `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n${"triggers: [*c,*c,*c]\n"}`],
    ["half a character", 'triggers: [{name: "\\ud800", event: ticket.created, actions: []}]\n'],
    ["no end", `triggers: ${"[".repeat(5_000)}`],
    ["a number beyond all", "version: 1e400\ntriggers: []\n"],
  ])("%s is refused with a reason", (_what, raw) =>
    writingNothing(async () => {
      const headers = { "content-type": "application/yaml" };

      const answer = await test.call("POST", "/api/v1/triggers/import", { key: desk.owner.key, raw, headers });

      expectRefusal(answer, raw.slice(0, 20));
    }),
  );
});

// At the end, because what is taken makes the table longer, and all others look at the whole of it.
describe.each(fullOrThird(withBody))("K4, K9 %s", (route) => {
  it("takes hostile texts as texts, or refuses them", async () => {
    for (const [position, field] of fieldsOf(route).entries()) {
      // Each field has every third, so that all of them together have all.
      for (const [what, text] of Object.entries(hostileTexts).filter((_text, at) => at % 3 === position % 3)) {
        const answer = await ask(route, { raw: withField(route, field, JSON.stringify(text)) });
        expect(answer.status, `${field}: ${what}: ${answer.text}`).toBeLessThan(500);
        if (answer.status >= 400) expectRefusal(answer, `${field}: ${what}`, [400, 409, 422]);
      }
    }
  });
});

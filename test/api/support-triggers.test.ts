import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, type TestApp } from "../support/api.ts";
import { type Desk, expectStatus, openDesk } from "../support/desk.ts";

let test: TestApp;
let desk: Desk;
beforeAll(async () => {
  test = await createTestApp();
  desk = await openDesk(test);
});

const path = "/api/v1/triggers";
const minimal = { event: "ticket.created", actions: [{ type: "set_priority", priority: "high" }] };
let names = 0;
const fresh = (fields: object = {}) => {
  names += 1;
  return { name: `Rule ${names}`, ...minimal, ...fields };
};

async function create(fields: object, own = desk) {
  const answer = await test.call("POST", path, { key: own.admin.key, body: fresh(fields) });
  return expectStatus(answer, 201).body;
}

function send(yaml: string, options: { key?: string; type?: string } = {}) {
  return test.call("POST", `${path}/import`, {
    key: options.key ?? desk.admin.key,
    raw: yaml,
    headers: { "content-type": options.type ?? "application/yaml", "idempotency-key": crypto.randomUUID() },
  });
}

describe("PX-66 /api/v1/triggers", () => {
  it("keeps a trigger as it was written, in canonical words", async () => {
    await test.call("POST", "/api/v1/ticket-tags", { key: desk.admin.key, body: { name: "vip" } });

    const trigger = await create({
      conditions: [
        { field: "subject", op: "equals", value: 500 },
        { field: "status", op: "neq", value: "Closed" },
        { field: "tags", op: "in", value: "vip" },
        { field: "assigneeId", op: "exists" },
      ],
      actions: [
        { type: "assign", value: desk.member.user.id },
        { type: "add_tag", tag: "VIP" },
        { type: "set_category", value: "bug" },
        { type: "dispatch_agent", value: "@Triage-Agent" },
        { type: "create_issue", issueType: "task" },
        { type: "webhook", value: "https://hooks.example.com/in" },
      ],
    });

    expect(trigger).toMatchObject({
      enabled: true,
      version: 1,
      conditions: [
        { field: "subject", op: "eq", value: "500" },
        { field: "status", op: "ne", value: "Closed" },
        { field: "tags", op: "in", value: ["vip"] },
        { field: "assigneeId", op: "exists", value: true },
      ],
      actions: [
        { type: "assign", assigneeId: desk.member.user.id },
        { type: "add_tag", tag: "VIP" },
        { type: "set_category", category: "bug" },
        { type: "dispatch_agent", agent: "triage-agent" },
        { type: "create_issue", issueType: "task" },
        { type: "webhook", url: "https://hooks.example.com/in" },
      ],
    });
  });

  const condition = (fields: object) => ({ conditions: [{ field: "subject", op: "eq", value: "x", ...fields }] });
  const action = (fields: object) => ({ actions: [fields] });
  it.each([
    ["an unknown event", { event: "job.completed" }, "event"],
    ["an event after which nothing can be done", { event: "ticket.deleted" }, "event"],
    ["a field that tickets do not have", condition({ field: "password" }), "conditions[0].field"],
    ["a regular expression", condition({ op: "matches", value: "(a+)+$" }), "conditions[0].op"],
    ["an empty part", condition({ op: "contains", value: "" }), "must not be empty"],
    ["a list where one value belongs", condition({ op: "starts_with", value: ["a"] }), "one value"],
    ["a status that there is not", condition({ field: "status", value: "opne" }), '"opne"'],
    ["more than 20 conditions", { conditions: Array(21).fill({ field: "subject", op: "eq", value: "x" }) }, "20"],
    ["no action", { actions: [] }, "actions"],
    ["more than 10 actions", { actions: Array(11).fill(minimal.actions[0]) }, "10"],
    ["an unknown action", action({ type: "delete_ticket" }), "actions[0]"],
    ["a user who is not there", action({ type: "assign", assigneeId: "nobody" }), "no such user"],
    ["a tag that is not there", action({ type: "add_tag", tag: "nothing" }), '"nothing"'],
    ["an agent that is not there", action({ type: "dispatch_agent", agent: "ghost" }), '"ghost"'],
    ["a team that is not there", action({ type: "create_issue", teamId: "nobody" }), "no such team"],
    ["a webhook to the inside", action({ type: "webhook", url: "https://169.254.169.254/" }), "url"],
    ["a webhook without TLS", action({ type: "webhook", url: "http://example.com/" }), "url"],
    [
      "conditions that nobody could read",
      { conditions: Array(20).fill({ field: "subject", op: "in", value: Array(50).fill("x".repeat(40)) }) },
      "32768 bytes",
    ],
    ["a name on two lines", { name: "a\nb" }, "name"],
  ])("refuses %s", async (_what, fields, words) => {
    const answer = await test.call("POST", path, { key: desk.admin.key, body: fresh(fields) });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(words);
  });

  it("refuses another tenant's user as one who is not there", async () => {
    const other = await openDesk(test);
    const assign = (assigneeId: string) =>
      test.call("POST", path, { key: desk.admin.key, body: fresh({ actions: [{ type: "assign", assigneeId }] }) });

    const [foreign, unknown] = [await assign(other.member.user.id), await assign("nobody")];

    expect(foreign.text).toBe(unknown.text);
  });

  it("has one trigger of a name, in any case", async () => {
    const own = await openDesk(test);
    const first = await create({ name: "Vip" }, own);

    const second = await test.call("POST", path, { key: own.admin.key, body: fresh({ name: " VIP " }) });
    const renamed = await test.call("PATCH", `${path}/${first.id}`, { key: own.admin.key, body: { name: "Gold" } });
    const third = await test.call("POST", path, { key: own.admin.key, body: fresh({ name: "vip" }) });

    expect([second.status, renamed.status, third.status]).toEqual([409, 200, 201]);
  });

  it("lets members read and only Owner and Admin write", async () => {
    const trigger = await create({});
    const { key } = desk.member;

    const answers = [
      await test.call("GET", path, { key }),
      await test.call("GET", `${path}/${trigger.id}`, { key }),
      await test.call("GET", `${path}/export`, { key }),
      await test.call("POST", path, { key, body: fresh() }),
      await test.call("PATCH", `${path}/${trigger.id}`, { key, body: { enabled: false } }),
      await test.call("DELETE", `${path}/${trigger.id}`, { key }),
      await send("triggers: []", { key }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 403, 403, 403, 403]);
  });

  it("hides another tenant's trigger", async () => {
    const trigger = await create({});
    const other = await openDesk(test);

    const answer = await test.call("GET", `${path}/${trigger.id}`, { key: other.owner.key });
    const list = await test.call("GET", path, { key: other.owner.key });

    expect(answer).toMatchObject({ status: 404, body: { error: "Trigger not found" } });
    expect(list.body.triggers).toEqual([]);
  });
});

describe("PX-66 export and import of triggers", () => {
  it("change nothing when one follows the other", async () => {
    const own = await openDesk(test);
    await create({ name: 'Quotes " and: colons', conditions: [{ field: "oldValue", op: "eq", value: null }] }, own);
    await create({ name: "yes", enabled: false, conditions: [{ field: "tags", op: "in", value: ["1", "true"] }] }, own);
    await create({ name: "@list", actions: [{ type: "assign", assigneeId: null }] }, own);
    const exported = await test.call("GET", `${path}/export`, { key: own.admin.key });

    const imported = await send(exported.text, { key: own.admin.key });
    const again = await test.call("GET", `${path}/export`, { key: own.admin.key });

    expect(exported.headers.get("content-type")).toBe("application/yaml; charset=utf-8");
    expect(imported).toMatchObject({ status: 200, body: { created: 0, updated: 0, unchanged: 3 } });
    expect(again.text).toBe(exported.text);
  });

  it("carries triggers into another tenant", async () => {
    const [from, to] = [await openDesk(test), await openDesk(test)];
    for (const name of ["c", "a", "b"]) await create({ name }, from);
    const { text } = await test.call("GET", `${path}/export`, { key: from.admin.key });

    const imported = await send(text, { key: to.owner.key, type: "text/yaml" });
    const { body } = await test.call("GET", path, { key: to.admin.key });

    expect(imported.body).toEqual({ created: 3, updated: 0, unchanged: 0 });
    expect(body.triggers.map(({ name }: { name: string }) => name).sort()).toEqual(["a", "b", "c"]);
  });

  it("replaces by name and deletes nothing", async () => {
    const own = await openDesk(test);
    await create({ name: "Kept" }, own);
    await create({ name: "Changed" }, own);
    const yaml = `
triggers:
  - name: changed
    event: ticket.status_changed
    actions: [{ type: set_priority, value: low }]
  - name: New
    event: ticket.created
    actions: [{ type: set_priority, value: urgent }]
`;

    const imported = await send(yaml, { key: own.admin.key });
    const { body } = await test.call("GET", path, { key: own.admin.key });

    expect(imported.body).toEqual({ created: 1, updated: 1, unchanged: 0 });
    const shown = body.triggers.map(({ name, event }: { name: string; event: string }) => `${name}: ${event}`);
    expect(shown.sort()).toEqual(["Kept: ticket.created", "New: ticket.created", "changed: ticket.status_changed"]);
  });

  const one = "  - name: A\n    event: ticket.created\n    actions: [{ type: set_priority, value: low }]\n";
  it.each([
    ["what is no YAML", "triggers: [\n", "line"],
    ["another shape", "rules: []\n", "line 1"],
    [
      "a wrong word, with its line",
      `triggers:\n${one}  - name: B\n    event: ticket.made\n    actions: []\n`,
      "line 6: triggers[1].event",
    ],
    [
      "a tag that is not there, with its trigger",
      `triggers:\n${one.replace("set_priority, value: low", "add_tag, tag: ghost")}`,
      'triggers[0] ("A")',
    ],
    ["one name twice", `triggers:\n${one}${one.replace("A", "a")}`, 'triggers[1] ("a")'],
    ["one key twice", `triggers:\n${one}    event: ticket.updated\n`, 'line 5: the key "event" comes twice'],
    ["a type of its own", "triggers: !!js/function 'x'\n", "line 1"],
    ["a binary", "triggers: !!binary aGVsbG8=\n", "tags are not allowed"],
    ["a way into prototypes", "triggers: []\n__proto__: {x: 1}\n", "not allowed"],
    [
      "a bomb of aliases",
      `a: &a [x,x,x,x,x,x,x,x,x]\n${["b", "c", "d", "e", "f"]
        .map(
          (key, at) =>
            `${key}: &${key} [${Array(9)
              .fill(`*${"abcdef".charAt(at)}`)
              .join()}]`,
        )
        .join("\n")}\n`,
      "aliases",
    ],
    ["nothing", "", "line 1"],
  ])("refuses %s and writes nothing", async (_what, yaml, words) => {
    const own = await openDesk(test);

    const answer = await send(yaml, { key: own.admin.key });
    const { body } = await test.call("GET", path, { key: own.admin.key });

    expect(answer.status).toBe(400);
    expect(answer.body.error).toContain(words);
    expect(body.triggers).toEqual([]);
  });

  it("refuses other media types and bodies that are too large", async () => {
    const json = await send("{}", { type: "application/json" });
    const large = await send(`# ${"x".repeat(256 * 1_024)}\ntriggers: []`);

    expect([json.status, large.status]).toEqual([400, 413]);
  });

  const hostile = 250_000;
  it.each([
    ["brackets", "[".repeat(hostile)],
    ["dashes", "- ".repeat(hostile / 2)],
    ["commas", `[${",".repeat(hostile)}]`],
    ["quotes", '"'.repeat(hostile)],
    ["tags", "! ".repeat(hostile / 2)],
    ["keys", Array.from({ length: 25_000 }, (_, at) => `k${at}: 1`).join("\n")],
    ["documents", "---\n".repeat(hostile / 4)],
  ])("P-9, K10 reads a quarter of a megabyte of %s in its time", async (_what, yaml) => {
    const startedAt = performance.now();

    const answer = await send(yaml);

    expect(answer.status).toBe(400);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

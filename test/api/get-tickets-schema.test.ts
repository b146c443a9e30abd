import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";

let test: TestApp;
let key: string;

beforeAll(async () => {
  test = await createTestApp();
  ({ key } = await test.signUp());
});

/** As a client would: from nothing but the answer. */
async function compileServed() {
  const { body } = await test.call("GET", "/tickets/v1/schema", { key });
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(body.schema_json));
}

async function makeResult() {
  const jobId = await submitJob(test, key);
  await runStages(test, jobId);
  return (await test.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key })).body;
}

/** Sets one value deep inside; undefined takes the key away. */
function change(target: object, at: readonly (string | number)[], value: unknown): void {
  const [name = "", ...rest] = at;
  if (rest.length > 0) change(Reflect.get(target, name), rest, value);
  else if (value === undefined) Reflect.deleteProperty(target, name);
  else Reflect.set(target, name, value);
}

describe("TF-60 GET /tickets/v1/schema", () => {
  it("answers the versions and a JSON Schema 2020-12 as a string", async () => {
    const { status, body } = await test.call("GET", "/tickets/v1/schema", { key });

    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(["input_schema_version", "result_schema_version", "schema_json"]);
    expect(body.input_schema_version).toBe("tickets.input.v1");
    expect(body.result_schema_version).toBe("tickets.result.v1");
    expect(JSON.parse(body.schema_json)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: expect.stringContaining("tickets.result.v1"),
      additionalProperties: false,
    });
  });

  it("compiles strictly and takes a produced result", async () => {
    const validate = await compileServed();

    expect(validate(await makeResult())).toBe(true);
  });

  it.each([
    { what: "another version", at: ["schema_version"], value: "tickets.result.v2" },
    { what: "an extra key", at: ["jira_tickets"], value: [] },
    { what: "no generation", at: ["generation"], value: undefined },
    { what: "no tickets", at: ["tickets"], value: [] },
    { what: "an id that is no uuid", at: ["job_id"], value: "1" },
    { what: "a source title of 161", at: ["source", "title"], value: "x".repeat(161) },
    { what: "an empty summary", at: ["source", "summary"], value: "" },
    { what: "a ticket id of another form", at: ["tickets", 0, "external_id"], value: "T-1" },
    { what: "a title of 121", at: ["tickets", 0, "title"], value: "x".repeat(121) },
    { what: "an unknown type", at: ["tickets", 0, "ticket_type"], value: "chore" },
    { what: "no criteria", at: ["tickets", 0, "acceptance_criteria"], value: [] },
    { what: "nine criteria", at: ["tickets", 0, "acceptance_criteria"], value: Array.from("123456789") },
    { what: "a label of 41", at: ["tickets", 0, "labels"], value: ["x".repeat(41)] },
    { what: "101 points", at: ["tickets", 0, "story_points"], value: 101 },
    { what: "half a point", at: ["tickets", 0, "story_points"], value: 0.5 },
    { what: "priority urgent", at: ["tickets", 0, "priority"], value: "urgent" },
    { what: "a confidence above 1", at: ["tickets", 0, "metadata"], value: { confidence: 1.1 } },
    { what: "a key missing in a ticket", at: ["tickets", 0, "parent_external_id"], value: undefined },
    { what: "an extra key in a ticket", at: ["tickets", 0, "id"], value: 1 },
    { what: "a risk of another form", at: ["risks"], value: [{ id: "RISK-1" }] },
    { what: "a negative duration", at: ["generation", "duration_ms"], value: -1 },
  ])("refuses a result with $what", async ({ at, value }) => {
    const validate = await compileServed();
    const result = await makeResult();

    change(result, at, value);

    expect(validate(result)).toBe(false);
  });

  it("refuses a result with 51 tickets", async () => {
    const validate = await compileServed();
    const result = await makeResult();

    result.tickets = Array.from({ length: 51 }, () => result.tickets[0]);

    expect(validate(result)).toBe(false);
  });

  it("counts code points: 120 emoji are a title", async () => {
    const validate = await compileServed();
    const result = await makeResult();

    result.tickets[0].title = "🎟".repeat(120);

    expect(validate(result)).toBe(true);
  });
});

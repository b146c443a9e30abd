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

  const mutations: Record<string, (result: Awaited<ReturnType<typeof makeResult>>) => void> = {
    "another version": (result) => void (result.schema_version = "tickets.result.v2"),
    "an extra key": (result) => void (result.jira_tickets = []),
    "no generation": (result) => void delete result.generation,
    "no tickets": (result) => void (result.tickets = []),
    "51 tickets": (result) => void (result.tickets = Array.from({ length: 51 }, () => result.tickets[0])),
    "an id that is no uuid": (result) => void (result.job_id = "1"),
    "a source title of 161": (result) => void (result.source.title = "x".repeat(161)),
    "an empty summary": (result) => void (result.source.summary = ""),
    "a ticket id of another form": (result) => void (result.tickets[0].external_id = "T-1"),
    "a title of 121": (result) => void (result.tickets[0].title = "x".repeat(121)),
    "an unknown type": (result) => void (result.tickets[0].ticket_type = "chore"),
    "no criteria": (result) => void (result.tickets[0].acceptance_criteria = []),
    "nine criteria": (result) => void (result.tickets[0].acceptance_criteria = Array.from({ length: 9 }, () => "x")),
    "a label of 41": (result) => void (result.tickets[0].labels = ["x".repeat(41)]),
    "101 points": (result) => void (result.tickets[0].story_points = 101),
    "half a point": (result) => void (result.tickets[0].story_points = 0.5),
    "priority urgent": (result) => void (result.tickets[0].priority = "urgent"),
    "a confidence above 1": (result) => void (result.tickets[0].metadata = { confidence: 1.1 }),
    "a key missing in a ticket": (result) => void delete result.tickets[0].parent_external_id,
    "an extra key in a ticket": (result) => void (result.tickets[0].id = 1),
    "a risk of another form": (result) => void (result.risks = [{ id: "RISK-1" }]),
    "a negative duration": (result) => void (result.generation.duration_ms = -1),
  };
  it.each(Object.keys(mutations))("refuses a result with %s", async (name) => {
    const validate = await compileServed();
    const result = await makeResult();

    mutations[name]?.(result);

    expect(validate(result)).toBe(false);
  });

  it("counts code points: 120 emoji are a title", async () => {
    const validate = await compileServed();
    const result = await makeResult();

    result.tickets[0].title = "🎟".repeat(120);

    expect(validate(result)).toBe(true);
  });
});

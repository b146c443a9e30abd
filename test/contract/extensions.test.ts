import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";
import { seed } from "../support/seed-contract.ts";

interface Documented {
  $ref?: string;
  headers?: object;
  content?: Record<string, { schema: object; example?: string }>;
}

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean; description?: string }[];
  responses: Record<string, Documented>;
}

const job = "/tickets/v1/jobs/{job_id}";
const added = {
  [`get ${job}/coverage`]: "GetTicketsJobCoverage",
  [`get ${job}/attempts`]: "GetTicketsJobAttempts",
  [`get ${job}/usage`]: "GetTicketsJobUsage",
  [`get ${job}/events`]: "GetTicketsJobEvents",
  [`post ${job}/replay`]: "ReplayTicketsJob",
};

let test: TestApp;
let caller: Caller;
let product: { servers: unknown; paths: Record<string, Record<string, Operation>>; components: object };
let ajv: Ajv2020;

beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
  product = (await test.call("GET", "/openapi.json")).body;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(product, "product");
});

function operationOf(route: string): Operation {
  const [method = "", path = ""] = route.split(" ");
  return product.paths[path]?.[method] ?? expect.fail(`${route} is not documented`);
}

/** What the documented schema says against a body; empty where it is valid. */
function faultsOf(route: string, status: number, body: unknown): string[] {
  const [method = "", path = ""] = route.split(" ");
  const response = operationOf(route).responses[status] ?? expect.fail(`${status} is undocumented`);
  const place = ["paths", path, method, "responses", String(status)];
  const pointer = response.$ref?.slice(2) ?? place.map(escapePointer).join("/");
  const validate = ajv.getSchema(`product#/${pointer}/content/${escapePointer("application/json")}/schema`);
  if (!validate) return [`no schema at ${pointer}`];
  validate(body);
  return (validate.errors ?? []).map((error) => `${error.instancePath || "/"} ${error.message}`);
}

function escapePointer(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}

async function check(route: string, jobId: string, key = caller.key) {
  const [method = "", path = ""] = route.split(" ");
  const { status, body } = await test.call(method.toUpperCase(), path.replace("{job_id}", jobId), { key });
  return { status, faults: faultsOf(route, status, body), faultsOfMore: faultsOf(route, status, { ...body, more: 1 }) };
}

describe("what this product adds to seed 001", () => {
  it("is documented by name in the document of all surfaces, and nowhere in the seed's", async () => {
    const { text } = await test.call("GET", "/tickets/v1/openapi.json");

    for (const [route, operationId] of Object.entries(added)) {
      expect(operationOf(route).operationId).toBe(operationId);
      expect(text).not.toContain(operationId);
    }
    expect(text).not.toMatch(/X-LLM|Prefer|wait=/);
  });

  it("names the host that the document comes from first", () => {
    expect(product.servers).toEqual([
      { url: "/", description: "This host" },
      { url: "http://127.0.0.1:8080", description: "Local development" },
    ]);
  });

  it.each([
    ["post /tickets/v1/jobs", ["Prefer", "X-LLM-Provider", "X-LLM-Model"]],
    ["post /v1/task-generation/jobs", ["Prefer", "X-LLM-Provider", "X-LLM-Model"]],
    [`get ${job}`, ["Prefer"]],
    [`get ${job}/result`, ["Prefer"]],
    [`get ${job}/events`, ["Prefer", "Last-Event-ID"]],
    [`post ${job}/replay`, ["Prefer", "Idempotency-Key"]],
  ])("%s documents its headers, none of them required", (route, names) => {
    const headers = operationOf(route).parameters?.filter((parameter) => parameter.in === "header") ?? [];

    expect(headers.map(({ name }) => name)).toEqual(names);
    for (const { required, description } of headers)
      expect([required, description]).toEqual([false, expect.any(String)]);
  });

  it.each([
    ["post /tickets/v1/jobs", "202", ["Preference-Applied", "X-LLM-Warning"]],
    [`get ${job}`, "200", ["Preference-Applied"]],
    [`get ${job}/result`, "202", ["Preference-Applied"]],
    [`post ${job}/replay`, "202", ["Preference-Applied", "X-LLM-Warning", "Location"]],
  ])("%s documents the headers of its %s", (route, status, names) => {
    expect(Object.keys(operationOf(route).responses[status]?.headers ?? {})).toEqual(names);
  });

  it("documents the stream with an example that is one", () => {
    const { content, headers } = operationOf(`get ${job}/events`).responses["200"] ?? {};
    const example = content?.["text/event-stream"]?.example ?? "";

    expect(headers).toHaveProperty("Preference-Applied");
    expect(example.endsWith("\n\n")).toBe(true);
    const data = /^data: (.*)$/m.exec(example)?.[1] ?? "";
    expect(ajv.validate({ $ref: "product#/components/schemas/TicketsJobEvent" }, JSON.parse(data))).toBe(true);
  });
});

describe("G10 what the added operations answer is what their documents say", () => {
  it.each(Object.keys(added))("%s: completed, waiting, cancelled, unknown and wrong jobs", async (route) => {
    const done = await submitJob(test, caller.key);
    await runStages(test, done);
    const cancelled = await submitJob(test, caller.key);
    await test.call("DELETE", `/tickets/v1/jobs/${cancelled}`, { key: caller.key });

    const answers = [
      await check(route, done),
      await check(route, await submitJob(test, caller.key)),
      await check(route, cancelled),
      await check(route, crypto.randomUUID()),
      await check(route, "none"),
      await check(route, done, "wrong"),
    ];

    for (const { status, faults } of answers) expect({ status, faults }).toEqual({ status, faults: [] });
    // The bodies are closed: the check would see one key too many.
    expect(answers[0]?.faultsOfMore).not.toEqual([]);
    expect(answers.slice(3).map(({ status }) => status)).toEqual([404, 400, 401]);
  });

  it("leaves nothing of the seed out", () => {
    for (const [path, operations] of Object.entries(seed.paths)) {
      expect(Object.keys(product.paths[path] ?? {})).toEqual(expect.arrayContaining(Object.keys(operations)));
    }
  });
});

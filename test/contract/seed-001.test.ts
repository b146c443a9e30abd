import { beforeAll, describe, expect, it } from "vitest";
import { createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";
import { contractFaults, faultsAgainst, seed } from "../support/seed-contract.ts";

type Json = Record<string, unknown>;
type Paths = Record<string, Record<string, { responses: Json; parameters?: { name: string; required: boolean }[] }>>;

let test: TestApp;
let served: Json & { paths: Paths };

beforeAll(async () => {
  test = await createTestApp();
  served = (await test.call("GET", "/tickets/v1/openapi.json")).body;
});

/** Without descriptions, which may say more than the seed's, and with `required` in one order. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name, inner]) => name !== "description" || typeof inner === "object");
  return Object.fromEntries(
    entries.map(([name, inner]) => [
      name,
      name === "required" && Array.isArray(inner) ? inner.toSorted() : shapeOf(inner),
    ]),
  );
}

describe("TF-0 /tickets/v1/openapi.json against seed 001", () => {
  it("has its head, its server and its security", () => {
    const { paths: _paths, components: _components, ...head } = served;
    const { paths: _seedPaths, components: _seedComponents, ...seedHead } = seed;

    expect(head).toEqual(seedHead);
  });

  it("has exactly its components, by name and shape", () => {
    expect(shapeOf(served.components)).toEqual(shapeOf(seed.components));
  });

  it("has exactly its operations, with their names, bodies and statuses; only listing may say 400 and be paged", () => {
    const { paths } = structuredClone(served);
    const list = paths["/tickets/v1/jobs"]?.get;
    expect(list?.parameters?.map(({ name, required }) => [name, required])).toEqual([
      ["status", false],
      ["limit", false],
      ["cursor", false],
    ]);
    delete list?.parameters;
    delete list?.responses["400"];

    expect(shapeOf(paths)).toEqual(shapeOf(seed.paths));
  });

  it("is part of the product's document, name for name", async () => {
    const { body: product } = await test.call("GET", "/openapi.json");

    expect(product.paths).toMatchObject(served.paths);
    expect(product.components).toMatchObject(served.components as object);
  });
});

describe("G10, TF-23 the check that holds every answer of the API tests to seed 001", () => {
  const jobPath = `/tickets/v1/jobs/${crypto.randomUUID()}`;
  const error = { error: { code: "internal_error", message: "x" } };

  it("takes what the seed documents", async () => {
    expect(contractFaults("GET", jobPath, { status: 500, body: error })).toEqual([]);
    expect(contractFaults("GET", `${jobPath}/result?x=1`, { status: 202, body: error })).toEqual([]);
    expect(contractFaults("GET", "/tickets/v1/jobs", { status: 400, body: error })).toEqual([]);
  });

  it.each([
    ["an undocumented status", "GET", jobPath, 409, error],
    ["an undocumented status on the alias", "POST", "/v1/task-generation/jobs", 409, error],
    ["a 413", "POST", "/tickets/v1/jobs", 413, error],
    ["a code outside the list", "GET", jobPath, 404, { error: { code: "not_found", message: "x" } }],
    ["an error of another form", "GET", jobPath, 404, { detail: "x" }],
    ["an empty body", "GET", jobPath, 500, null],
    ["an extra key", "GET", "/tickets/v1/jobs", 200, { jobs: [], next: null }],
    ["a missing key", "POST", "/tickets/v1/jobs", 202, { schema_version: "tickets.job.v1" }],
  ])("finds %s", (_name, method, path, status, body) => {
    expect(contractFaults(method, path, { status, body })).not.toEqual([]);
  });
});

describe("TF-43, TF-44, TF-45 a produced result", () => {
  it("is valid by the seed's own schema", async () => {
    const { key } = await test.signUp();
    const jobId = await submitJob(test, key);
    await runStages(test, jobId);

    const { body } = await test.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key });

    expect(faultsAgainst("/components/schemas/TicketsResult", body)).toEqual([]);
    expect(faultsAgainst("/components/schemas/TicketsResult", { ...body, extra: 1 })).not.toEqual([]);
  });
});

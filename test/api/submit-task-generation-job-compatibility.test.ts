import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitBody, submitJob, type TestApp } from "../support/api.ts";

const alias = "/v1/task-generation/jobs";

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

describe("TF-3 POST /v1/task-generation/jobs is an alias", () => {
  it("answers 202 with the URLs of the main paths, where the job can be polled", async () => {
    const submitted = await test.call("POST", alias, { key: caller.key, body: submitBody() });
    const polled = await test.call("GET", submitted.body.status_url, { key: caller.key });

    expect(submitted.status).toBe(202);
    expect(submitted.body.status_url).toBe(`/tickets/v1/jobs/${submitted.body.job_id}`);
    expect(submitted.body.result_url).toBe(`/tickets/v1/jobs/${submitted.body.job_id}/result`);
    expect(polled.body).toMatchObject({ job_id: submitted.body.job_id, status: "queued" });
  });

  // H3.
  it("shares the idempotency keys of the main path", async () => {
    const body = submitBody();

    const main = await test.call("POST", "/tickets/v1/jobs", { key: caller.key, body });
    const again = await test.call("POST", alias, { key: caller.key, body });

    expect(again.status).toBe(202);
    expect(again.body).toEqual(main.body);
  });

  it("shares the rate limit of the main path", async () => {
    const strict = await createTestApp({
      limits: { submitsPerMinute: 1, readsPerMinute: 600, deskPerMinute: 100_000, maxBodyBytes: 1_000 },
    });
    const { key } = await strict.signUp();
    await submitJob(strict, key);

    const refused = await strict.call("POST", alias, { key, body: submitBody() });

    expect(refused.status).toBe(429);
  });

  it("refuses what the main path refuses", async () => {
    const { status, body } = await test.call("POST", alias, { key: caller.key, body: submitBody({ extra: 1 }) });

    expect(status).toBe(400);
    expect(body.error).toEqual({ code: "invalid_request", message: 'Unrecognized key: "extra"' });
  });
});

describe("TF-3 the whole family answers under the alias as well", () => {
  it("reads, lists and cancels like the main path", async () => {
    const { key } = await test.signUp();
    const done = await submitJob(test, key);
    await runStages(test, done);
    const waiting = await submitJob(test, key);

    for (const path of ["", `/${done}`, `/${done}/result`, `/${waiting}/result`]) {
      const main = await test.call("GET", `/tickets/v1/jobs${path}`, { key });
      const aliased = await test.call("GET", alias + path, { key });
      expect([aliased.status, aliased.body]).toEqual([main.status, main.body]);
    }
    const cancelled = await test.call("DELETE", `${alias}/${waiting}`, { key });
    expect([cancelled.status, cancelled.body.status]).toEqual([200, "cancelled"]);
  });

  it("pages along its own path", async () => {
    const { key } = await test.signUp();
    await submitJob(test, key);
    await submitJob(test, key);

    const { headers } = await test.call("GET", `${alias}?limit=1`, { key });

    expect(headers.get("link")).toMatch(/^<\/v1\/task-generation\/jobs\?limit=1&cursor=[\w-]+>; rel="next"$/);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

function getResult(jobId: string, key = caller.key) {
  return test.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key });
}

describe("TF-40, TF-43, TF-51 GET /tickets/v1/jobs/{job_id}/result of a completed job", () => {
  it("answers 200 with the bare result", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const { status, body } = await getResult(jobId);

    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      "generation",
      "job_id",
      "open_questions",
      "risks",
      "schema_version",
      "source",
      "tickets",
    ]);
    expect(body).toMatchObject({ schema_version: "tickets.result.v1", job_id: jobId });
    expect(body.tickets.map((ticket: { external_id: string }) => ticket.external_id)).toEqual(["SPEC-1", "SPEC-2"]);
    expect(body.generation).toEqual({
      model: "test-model",
      duration_ms: 0,
      prompt_tokens: 1,
      completion_tokens: null,
      finish_reason: "stop",
    });
  });
});

describe("TF-41, C-18 a result that is not ready", () => {
  it.each([0, 1, 2, 3])("answers 202 and when to ask again, after %i stages", async (stages) => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId, stages);

    const { status, body, headers } = await getResult(jobId);

    expect(status).toBe(202);
    expect(body.error.code).toBe("invalid_request");
    expect(body.error.message).toContain("not ready");
    expect(headers.get("retry-after")).toBe("2");
  });

  it("answers 202 while a cancel is under way", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId, 1);
    await test.call("DELETE", `/tickets/v1/jobs/${jobId}`, { key: caller.key });

    expect((await getResult(jobId)).status).toBe(202);
  });
});

describe("TF-42, TF-36 an ended job without a result answers 200 with its status", () => {
  it("cancelled", async () => {
    const jobId = await submitJob(test, caller.key);
    await test.call("DELETE", `/tickets/v1/jobs/${jobId}`, { key: caller.key });

    const { status, body } = await getResult(jobId);

    expect(status).toBe(200);
    expect(body).toMatchObject({ schema_version: "tickets.job.v1", status: "cancelled" });
    expect(body.error.code).toBe("job_cancelled");
  });

  it("failed", async () => {
    const own = await createTestApp();
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    own.clock.advance(2 * 3_600_000);
    await own.call("POST", "/admin/sweeps", {
      key: (await own.signUp({ scopes: ["admin"] })).key,
      body: { name: "expire-jobs" },
    });

    const { status, body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key });

    expect(status).toBe(200);
    expect(body).toMatchObject({ job_id: jobId, status: "failed", stage: "failed" });
    expect(body.error.code).toBe("internal_error");
  });

  it.each([false, true])("expired, with its texts gone: %s", async (swept) => {
    const own = await createTestApp();
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);
    own.clock.advance(7 * 86_400_000);
    if (swept) await own.store.jobs.deleteTexts(jobId);

    const { status, body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key });

    expect(status).toBe(200);
    expect(body).toMatchObject({ job_id: jobId, status: "expired" });
  });
});

describe("TF-31 a result that is not there for the caller", () => {
  it("answers 404 to an unknown id and to another client's job alike, and 400 to what is no id", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);
    const other = await test.signUp();

    const unknown = await getResult(crypto.randomUUID());
    const foreign = await getResult(jobId, other.key);

    expect(unknown.status).toBe(404);
    expect(foreign.text).toBe(unknown.text);
    expect((await getResult("none")).status).toBe(400);
  });
});

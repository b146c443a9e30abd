import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

function cancel(jobId: string, key = caller.key) {
  return test.call("DELETE", `/tickets/v1/jobs/${jobId}`, { key });
}

describe("TF-35, H5 DELETE /tickets/v1/jobs/{job_id}", () => {
  it("cancels a queued job at once", async () => {
    const jobId = await submitJob(test, caller.key);

    const { status, body } = await cancel(jobId);

    expect(status).toBe(200);
    expect(body).toMatchObject({ job_id: jobId, status: "cancelled", stage: "queued" });
    expect(body.error).toEqual({ code: "job_cancelled", message: expect.any(String) });
  });

  it("only asks a working job to stop, however often it is asked, and the job ends cancelled", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId, 1);

    const first = await cancel(jobId);
    const second = await cancel(jobId);
    await runStages(test, jobId);
    const after = await test.call("GET", `/tickets/v1/jobs/${jobId}`, { key: caller.key });

    expect([first.status, first.body.status]).toEqual([200, "cancel_requested"]);
    expect([second.status, second.body.status]).toEqual([200, "cancel_requested"]);
    expect(after.body).toMatchObject({ status: "cancelled", stage: "generating_tickets" });
  });
});

describe("TF-35, C-18 a job that has ended answers 409", () => {
  it("job_cancelled when it was cancelled before", async () => {
    const jobId = await submitJob(test, caller.key);
    await cancel(jobId);

    const { status, body } = await cancel(jobId);

    expect(status).toBe(409);
    expect(body.error).toEqual({ code: "job_cancelled", message: "Job is cancelled" });
  });

  it("invalid_request when it is completed, and the result stays", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const { status, body } = await cancel(jobId);
    const result = await test.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key: caller.key });

    expect(status).toBe(409);
    expect(body.error).toEqual({ code: "invalid_request", message: "Job is completed" });
    expect(result.body.schema_version).toBe("tickets.result.v1");
  });

  it("invalid_request when it has expired", async () => {
    const own = await createTestApp();
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    own.clock.advance(8 * 86_400_000);

    const { status, body } = await own.call("DELETE", `/tickets/v1/jobs/${jobId}`, { key });

    expect(status).toBe(409);
    expect(body.error.message).toBe("Job is expired");
  });
});

describe("TF-31, J2 a job that is not the caller's", () => {
  it("answers 404 like an unknown id, and the job lives on", async () => {
    const jobId = await submitJob(test, caller.key);
    const other = await test.signUp({ tenantId: caller.tenantId });

    const unknown = await cancel(crypto.randomUUID());
    const foreign = await cancel(jobId, other.key);

    expect(unknown.status).toBe(404);
    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    expect((await test.store.jobs.load(jobId))?.status).toBe("queued");
  });

  it("answers 400 to what is no id", async () => {
    expect((await cancel("1")).status).toBe(400);
  });
});

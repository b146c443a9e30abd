import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";

const dayMs = 86_400_000;

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

function get(jobId: string, key = caller.key) {
  return test.call("GET", `/tickets/v1/jobs/${jobId}`, { key });
}

describe("TF-30, TF-32, TF-33 GET /tickets/v1/jobs/{job_id}", () => {
  it("answers exactly the fields of the contract, error null included", async () => {
    const jobId = await submitJob(test, caller.key);
    const createdAt = test.clock.now();

    const { status, body } = await get(jobId);

    expect(status).toBe(200);
    expect(body).toEqual({
      schema_version: "tickets.job.v1",
      job_id: jobId,
      status: "queued",
      stage: "queued",
      created_at: createdAt.toISOString(),
      updated_at: createdAt.toISOString(),
      expires_at: new Date(createdAt.getTime() + 7 * dayMs).toISOString(),
      error: null,
    });
  });

  it("shows each stage of the work in order", async () => {
    const seen: string[] = [];
    for (const stages of [0, 1, 2, 4]) {
      const jobId = await submitJob(test, caller.key);
      await runStages(test, jobId, stages);
      const { body } = await get(jobId);
      seen.push(`${body.status} ${body.stage}`);
    }

    expect(seen).toEqual([
      "queued queued",
      "processing generating_tickets",
      "processing validating_output",
      "completed completed",
    ]);
  });

  it("knows an id in upper case", async () => {
    const jobId = await submitJob(test, caller.key);

    const { status, body } = await get(jobId.toUpperCase());

    expect([status, body.job_id]).toEqual([200, jobId]);
  });

  it("answers HEAD with the same headers and no body", async () => {
    const jobId = await submitJob(test, caller.key);

    const response = await test.app.request(`/tickets/v1/jobs/${jobId}`, {
      method: "HEAD",
      headers: { authorization: `Bearer ${caller.key}` },
    });

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.text()).toBe("");
  });
});

describe("TF-31, K7 an id that is none", () => {
  it.each([
    "1",
    "not-a-uuid",
    "019ca945-0a00-758f-8979-a8c48855431",
    "019ca945-0a00-758f-8979-a8c4885543155",
    "019ca945_0a00_758f_8979_a8c488554315",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "x%0d%0aSet-Cookie:a=b",
    "%00",
    "%ff",
    "x".repeat(5_000),
  ])("answers 400 to %j", async (jobId) => {
    const { status, body, headers } = await get(jobId);

    expect(status).toBe(400);
    expect(body.error.code).toBe("invalid_request");
    expect(body.error.message).toContain("job_id");
    expect(headers.get("set-cookie")).toBeNull();
  });
});

describe("TF-31, J2 a job that is not there for the caller", () => {
  // A 403, or another word, would let one client probe which job ids another client owns.
  it("answers the same bytes for an unknown id and for another client's or tenant's job", async () => {
    const jobId = await submitJob(test, caller.key);
    const neighbour = await test.signUp({ tenantId: caller.tenantId });
    const stranger = await test.signUp();

    const answers = [
      await get(crypto.randomUUID()),
      await get("ffffffff-ffff-ffff-ffff-ffffffffffff"),
      await get(jobId, neighbour.key),
      await get(jobId, stranger.key),
    ];

    for (const { status, text } of answers) {
      expect(status).toBe(404);
      expect(text).toBe('{"error":{"code":"job_not_found","message":"Job not found"}}');
    }
  });
});

describe("TF-37 a job that has expired", () => {
  it.each([
    { what: "a second before", offsetMs: -1_000, status: "completed" },
    { what: "at", offsetMs: 0, status: "expired" },
    { what: "a second after", offsetMs: 1_000, status: "expired" },
  ])("is $status $what expires_at, though no sweep has run", async ({ offsetMs, status }) => {
    const own = await createTestApp();
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);

    own.clock.advance(7 * dayMs + offsetMs);

    const { body } = await own.call("GET", `/tickets/v1/jobs/${jobId}`, { key });
    expect(body).toMatchObject({ status, stage: "completed" });
  });

  it("is a tombstone for 30 more days, then unknown", async () => {
    const own = await createTestApp();
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);

    own.clock.advance(37 * dayMs - 1_000);
    const before = await own.call("GET", `/tickets/v1/jobs/${jobId}`, { key });
    own.clock.advance(1_000);
    const after = await own.call("GET", `/tickets/v1/jobs/${jobId}`, { key });

    expect([before.status, before.body.status]).toEqual([200, "expired"]);
    expect(after.status).toBe(404);
  });
});

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";
import { offlineSettings } from "../support/job-settings.ts";

const spec = readFileSync(new URL("../fixtures/specs/prd-team-invitations.md", import.meta.url), "utf8");

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp({
    modelSettings: offlineSettings,
    limits: { submitsPerMinute: 10_000, readsPerMinute: 10_000, deskPerMinute: 100_000, maxBodyBytes: 262_144 },
  });
  caller = await test.signUp();
});

function replay(jobId: string, headers: Record<string, string> = {}, key = caller.key) {
  return test.call("POST", `/tickets/v1/jobs/${jobId}/replay`, { key, headers });
}

async function resultOf(jobId: string) {
  const { body } = await test.call("GET", `/tickets/v1/jobs/${jobId}/result`, { key: caller.key });
  return body;
}

describe("POST /tickets/v1/jobs/{job_id}/replay", () => {
  it("answers 202 with a new job, and where it is", async () => {
    const jobId = await submitJob(test, caller.key, { callback_url: "https://receiver.example/hook" });

    const { status, body, headers } = await replay(jobId);

    expect(status).toBe(202);
    expect(body).toEqual({
      schema_version: "tickets.job.v1",
      job_id: expect.any(String),
      status: "queued",
      status_url: `/tickets/v1/jobs/${body.job_id}`,
      result_url: `/tickets/v1/jobs/${body.job_id}/result`,
      created_at: test.clock.now().toISOString(),
    });
    expect(body.job_id).not.toBe(jobId);
    expect(headers.get("location")).toBe(body.status_url);
    expect(await test.store.jobs.load(body.job_id)).toMatchObject({ replayOf: jobId, callbackUrl: null });
    expect(test.sent).toContain(body.job_id);
  });

  it("makes byte-equal tickets with the offline generator", async () => {
    const jobId = await submitJob(test, caller.key, { spec, options: { output_detail: "detailed" } });
    await runStages(test, jobId);
    test.clock.advance(3_600_000);

    const { body } = await replay(jobId);
    await runStages(test, body.job_id);

    const [first, second] = [await resultOf(jobId), await resultOf(body.job_id)];
    expect(first.tickets.length).toBeGreaterThan(3);
    for (const part of ["source", "tickets", "risks", "open_questions"]) {
      expect(JSON.stringify(second[part])).toBe(JSON.stringify(first[part]));
    }
  });

  it("can be replayed itself, and /attempts names the job that a replay repeats", async () => {
    const jobId = await submitJob(test, caller.key);
    const { body: once } = await replay(jobId);
    const { body: twice } = await replay(once.job_id);

    const { body } = await test.call("GET", `/tickets/v1/jobs/${twice.job_id}/attempts`, { key: caller.key });

    expect(body.replay_of).toBe(once.job_id);
  });

  it("may wait for the new job's end", async () => {
    const jobId = await submitJob(test, caller.key);

    const { status, headers } = await replay(jobId, { prefer: "wait=2" });

    expect([status, headers.get("preference-applied")]).toEqual([202, "wait=2"]);
  });
});

describe("H1, H2 Idempotency-Key", () => {
  it("makes one job out of 20 parallel replays", async () => {
    const jobId = await submitJob(test, caller.key);

    const answers = await Promise.all(Array.from({ length: 20 }, () => replay(jobId, { "idempotency-key": "k" })));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.job_id)).size).toBe(1);
  });

  it("is none: each replay makes another job", async () => {
    const jobId = await submitJob(test, caller.key);

    const ids = [(await replay(jobId)).body.job_id, (await replay(jobId)).body.job_id];

    expect(new Set(ids).size).toBe(2);
  });

  it("belongs to the replayed job", async () => {
    const [first, second] = [await submitJob(test, caller.key), await submitJob(test, caller.key)];

    const ids = [
      (await replay(first, { "idempotency-key": "k" })).body.job_id,
      (await replay(second, { "idempotency-key": "k" })).body.job_id,
    ];

    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ["255 characters", "k".repeat(255), 202],
    ["256 characters", "k".repeat(256), 400],
  ])("of %s", async (_length, key, status) => {
    const jobId = await submitJob(test, caller.key);

    expect((await replay(jobId, { "idempotency-key": key })).status).toBe(status);
  });

  it("is 400 when it is blank", async () => {
    const jobId = await submitJob(test, caller.key);

    // Without the shortcut of the test client, which leaves empty headers out.
    const response = await test.app.request(`/tickets/v1/jobs/${jobId}/replay`, {
      method: "POST",
      headers: { authorization: `Bearer ${caller.key}`, "idempotency-key": "" },
    });

    expect(response.status).toBe(400);
  });
});

describe("what cannot be replayed", () => {
  it.each([false, true])("a job whose spec is no longer kept: 404, which says why; swept: %s", async (swept) => {
    const own = await createTestApp({ modelSettings: offlineSettings });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);
    own.clock.advance(7 * 86_400_000);
    if (swept) await own.store.jobs.deleteTexts(jobId);

    const { status, body } = await own.call("POST", `/tickets/v1/jobs/${jobId}/replay`, { key });

    expect([status, body.error.code]).toEqual([404, "job_not_found"]);
    expect(body.error.message).toContain("expired");
  });

  it("another client's job, which answers like an unknown id; what is no id is 400", async () => {
    const jobId = await submitJob(test, caller.key);
    const other = await test.signUp();

    const unknown = await replay(crypto.randomUUID());
    const foreign = await replay(jobId, {}, other.key);

    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    expect((await replay("none")).status).toBe(400);
  });

  it("anything over the limits of submits", async () => {
    const limits = { submitsPerMinute: 2, readsPerMinute: 100, deskPerMinute: 100_000, maxBodyBytes: 10_000 };
    const own = await createTestApp({ limits, ownTable: true, jobSettings: { bounds: { perClient: 1, global: 100 } } });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    const again = () => own.call("POST", `/tickets/v1/jobs/${jobId}/replay`, { key });

    const [full, limited] = [await again(), await again()];

    expect([full.status, full.body.error.code]).toEqual([429, "queue_full"]);
    expect([limited.status, limited.body.error.code]).toEqual([429, "rate_limited"]);
  });
});

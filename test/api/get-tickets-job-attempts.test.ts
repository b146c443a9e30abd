import { createHash } from "node:crypto";
import { AppError } from "@tessera/core/errors";
import type { ModelGateway } from "@tessera/core/models";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";
import { makeDraft } from "../support/drafts.ts";
import { offlineSettings } from "../support/job-settings.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

function getAttempts(jobId: string, query = "", key = caller.key) {
  return test.call("GET", `/tickets/v1/jobs/${jobId}/attempts${query}`, { key });
}

describe("GET /tickets/v1/jobs/{job_id}/attempts", () => {
  it("answers no attempt of a job that waits", async () => {
    const jobId = await submitJob(test, caller.key);

    const { status, body } = await getAttempts(jobId);

    expect(status).toBe(200);
    expect(body).toEqual({
      schema_version: "tickets.attempts.v1",
      job_id: jobId,
      replay_of: null,
      asked: null,
      warning: null,
      attempts: [],
      changes: null,
    });
  });

  it("answers who was asked by which parameters, what came of it, and what it took", async () => {
    const jobId = await submitJob(test, caller.key);
    await runStages(test, jobId);

    const { body } = await getAttempts(jobId);

    expect(body.attempts).toEqual([
      {
        number: 1,
        round: 0,
        part: 0,
        provider: "ollama",
        model: "test-model",
        parameters: { temperature: 0.7, max_output_tokens: expect.any(Number) },
        outcome: "answered",
        problems: [],
        finish_reason: "stop",
        prompt_tokens: 1,
        completion_tokens: null,
        cost_usd: 0,
        price_version: expect.any(String),
        prompt_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        output_sha256: sha256(JSON.stringify(makeDraft())),
        started_at: test.clock.now().toISOString(),
        duration_ms: 0,
      },
    ]);
    expect(body.changes).toEqual(expect.any(Array));
  });

  it("shows attempts that were sent back, and the failed ones of a job that has failed", async () => {
    const answers = [
      async () => ({ text: "no JSON", finishReason: "stop", usage: { promptTokens: 5, completionTokens: 2 } }),
      async () => Promise.reject(new AppError("model_rejected", "401")),
    ];
    const models: ModelGateway = { call: () => (answers.shift() ?? expect.fail("one call too many"))() };
    const own = await createTestApp({ models });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId, 3);
    await expect(runStages(own, jobId, 2)).rejects.toMatchObject({ code: "model_rejected" });

    const { body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/attempts`, { key });

    expect(body.attempts).toMatchObject([
      { number: 1, round: 0, outcome: "answered", problems: [expect.any(String)], prompt_tokens: 5 },
      { number: 2, round: 1, outcome: "model_rejected", problems: [], prompt_tokens: null, output_sha256: null },
    ]);
  });

  it("says why the model is not the one that was asked for", async () => {
    const own = await createTestApp({ modelSettings: { configured: [] } });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);

    const { body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/attempts`, { key });

    expect(body.warning).toContain("ollama");
  });
});

describe("the texts of attempts", () => {
  it("come with texts=true only, and fit their hashes", async () => {
    const jobId = await submitJob(test, caller.key, { spec: "# Words of the spec" });
    await runStages(test, jobId);

    const without = await getAttempts(jobId, "?texts=false");
    const [attempt] = (await getAttempts(jobId, "?texts=true")).body.attempts;

    expect(without.text).not.toContain("Words of the spec");
    expect(attempt.prompt).toContain("Words of the spec");
    expect(attempt.output).toBe(JSON.stringify(makeDraft()));
    expect([sha256(attempt.prompt), sha256(attempt.output)]).toEqual([attempt.prompt_sha256, attempt.output_sha256]);
  });

  it("are null where no model was asked", async () => {
    const own = await createTestApp({ modelSettings: offlineSettings });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);

    const { body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/attempts?texts=true`, { key });

    expect(body.attempts).toMatchObject([{ provider: "offline", cost_usd: 0, prompt: null, output: null }]);
  });

  it.each([false, true])("are null once the job has expired, while the attempts stay; swept: %s", async (swept) => {
    const own = await createTestApp();
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);
    own.clock.advance(7 * 86_400_000);
    if (swept) await own.store.jobs.deleteTexts(jobId);

    const { status, body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/attempts?texts=true`, { key });

    expect(status).toBe(200);
    expect(body.attempts).toMatchObject([{ outcome: "answered", prompt: null, output: null }]);
    expect(body.changes).toBeNull();
  });

  it.each(["?texts=yes", "?texts=", "?text=true"])("%s is 400", async (query) => {
    const jobId = await submitJob(test, caller.key);

    expect((await getAttempts(jobId, query)).status).toBe(400);
  });
});

describe("attempts of a job that is not there for the caller", () => {
  it("answers 404 to another client's job as to an unknown id, and 400 to what is no id", async () => {
    const jobId = await submitJob(test, caller.key);
    const other = await test.signUp();

    const unknown = await getAttempts(crypto.randomUUID());
    const foreign = await getAttempts(jobId, "", other.key);

    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    expect((await getAttempts("none")).status).toBe(400);
  });
});

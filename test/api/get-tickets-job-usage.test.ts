import { AppError } from "@tessera/core/errors";
import type { ModelGateway } from "@tessera/core/models";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, runStages, submitJob, type TestApp } from "../support/api.ts";
import { makeDraft } from "../support/drafts.ts";
import { offlineSettings } from "../support/job-settings.ts";

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp();
  caller = await test.signUp();
});

function getUsage(jobId: string, key = caller.key) {
  return test.call("GET", `/tickets/v1/jobs/${jobId}/usage`, { key });
}

const nothing = {
  attempts: 0,
  calls: 0,
  prompt_tokens: 0,
  completion_tokens: 0,
  cost_usd: 0,
  unknown: { prompt_tokens: 0, completion_tokens: 0, cost_usd: 0 },
};

describe("D13 GET /tickets/v1/jobs/{job_id}/usage", () => {
  it("is nothing before the first attempt", async () => {
    const jobId = await submitJob(test, caller.key);

    const { status, body } = await getUsage(jobId);

    expect(status).toBe(200);
    expect(body).toEqual({
      schema_version: "tickets.usage.v1",
      job_id: jobId,
      ...nothing,
      price_versions: [],
      by_model: [],
    });
  });

  it("counts failed attempts, and says what it does not know of them", async () => {
    const usage = { promptTokens: 1_000, completionTokens: 200 };
    const answers = [
      async () => Promise.reject(new AppError("model_unavailable", "503")),
      async () => ({ text: JSON.stringify(makeDraft()), finishReason: "stop", usage }),
    ];
    const models: ModelGateway = { call: () => (answers.shift() ?? expect.fail("one call too many"))() };
    const own = await createTestApp({
      models,
      modelSettings: { default: { provider: "openai", model: "gpt-5-mini" } },
    });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId, 2);
    await runStages(own, jobId);

    const { body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/usage`, { key });

    const sums = {
      attempts: 2,
      calls: 2,
      prompt_tokens: 1_000,
      completion_tokens: 200,
      cost_usd: 0.00065,
      unknown: { prompt_tokens: 1, completion_tokens: 1, cost_usd: 1 },
    };
    expect(body).toMatchObject({ ...sums, by_model: [{ provider: "openai", model: "gpt-5-mini", ...sums }] });
    expect(body.price_versions).toHaveLength(1);
  });

  it("is no call and no cost where the offline rules have written", async () => {
    const own = await createTestApp({ modelSettings: offlineSettings });
    const { key } = await own.signUp();
    const jobId = await submitJob(own, key);
    await runStages(own, jobId);

    const { body } = await own.call("GET", `/tickets/v1/jobs/${jobId}/usage`, { key });

    expect(body).toMatchObject({ ...nothing, attempts: 1, by_model: [{ provider: "offline", calls: 0 }] });
  });

  it("answers 404 to another client's job as to an unknown id, and 400 to what is no id", async () => {
    const jobId = await submitJob(test, caller.key);
    const other = await test.signUp();

    const unknown = await getUsage(crypto.randomUUID());
    const foreign = await getUsage(jobId, other.key);

    expect([foreign.status, foreign.text]).toEqual([404, unknown.text]);
    expect((await getUsage("none")).status).toBe(400);
  });
});

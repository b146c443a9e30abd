import { describe, expect, it } from "vitest";
import { createTestApp, runStages, submitBody, submitJob } from "../support/api.ts";
import { makeDraft } from "../support/drafts.ts";

const path = "/tickets/v1/jobs";

describe("D13 M8 a tenant whose daily budget for models is spent", () => {
  it("is answered 429 rate_limited with Retry-After until midnight; its repeats and offline jobs are not", async () => {
    const test = await createTestApp({
      jobSettings: { dailyBudgetUsd: 0.25 },
      modelSettings: { default: { provider: "openai", model: "gpt-5-mini" } },
      models: {
        call: async () => ({
          text: JSON.stringify(makeDraft()),
          finishReason: "stop",
          usage: { promptTokens: 1_000_000, completionTokens: 0 },
        }),
      },
    });
    const { key } = await test.signUp();
    const stranger = await test.signUp();
    const first = submitBody();
    const accepted = await test.call("POST", path, { key, body: first });
    await runStages(test, accepted.body.job_id);

    const refused = await test.call("POST", path, { key, body: submitBody() });
    const repeated = await test.call("POST", path, { key, body: first });
    const headers = { "X-LLM-Provider": "offline" };
    const offline = await test.call("POST", path, { key, body: submitBody(), headers });

    expect(refused.status).toBe(429);
    expect(refused.body).toEqual({
      error: { code: "rate_limited", message: "The daily budget for language models is spent" },
    });
    expect(refused.headers.get("retry-after")).toBe(String(12 * 3_600));
    expect([repeated.status, repeated.body.job_id]).toEqual([202, accepted.body.job_id]);
    expect(offline.status).toBe(202);
    await expect(submitJob(test, stranger.key)).resolves.toEqual(expect.any(String));
  });
});

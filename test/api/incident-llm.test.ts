import { anonymousPrincipal } from "@tessera/core/access";
import { AppError } from "@tessera/core/errors";
import { getLlmStatus, testOwnLlm, testPlatform } from "@tessera/core/incidents";
import type { ModelCall, ModelGateway } from "@tessera/core/models";
import { describe, expect, it } from "vitest";
import { createTestApp } from "../support/api.ts";

const names = { provider: "openai", model: "gpt-4" };
const answered = { text: '{"ok":true}', finishReason: "stop", usage: { promptTokens: 1, completionTokens: 1 } };

/** A tenant that has chosen a model, which answers as told. */
async function setUp(answer: () => ReturnType<ModelGateway["call"]>) {
  const calls: ModelCall[] = [];
  const test = await createTestApp({
    models: {
      call: (call) => {
        calls.push(call);
        return answer();
      },
    },
  });
  const { key } = await test.signUp({ scopes: ["incidents:admin"] });
  await test.call("PATCH", "/api/v1/config/llm", { key, body: { ...names, apiKey: "sk-canary" } });
  return { test, key, calls };
}

const refused = () => Promise.reject(new AppError("model_rejected", "canary: sk-canary is wrong", { status: 401 }));

describe("LC-48 POST /api/v1/test-llm", () => {
  it("makes one call with the tenant's own key, and needs no body", async () => {
    const { test, key, calls } = await setUp(async () => answered);

    const { status, body } = await test.call("POST", "/api/v1/test-llm", { key });

    expect([status, body]).toEqual([200, { status: "ok", ...names, message: "LLM connection successful" }]);
    expect(calls).toMatchObject([{ choice: names, apiKey: "sk-canary" }]);
  });

  it("says what is wrong in our own words, with 200", async () => {
    const { test, key } = await setUp(refused);

    const { status, body } = await test.call("POST", "/api/v1/test-llm", { key });

    expect([status, body]).toEqual([200, { status: "error", ...names, message: "Invalid API key" }]);
  });

  it("says that none is asked where none is set up", async () => {
    const test = await createTestApp();
    const { key } = await test.signUp({ scopes: ["incidents:admin"] });

    const { status, body } = await test.call("POST", "/api/v1/test-llm", { key });

    expect([status, body]).toMatchObject([200, { status: "ok", provider: "offline" }]);
  });
});

describe("LC-49 GET /api/v1/llm-status", () => {
  it("is ok while the model answers, and asks it once in 15 seconds", async () => {
    const { test, key, calls } = await setUp(async () => answered);
    const ask = () => test.call("GET", "/api/v1/llm-status", { key });

    const answers = [await ask(), await ask()];
    test.clock.advance(15_000);
    answers.push(await ask());

    for (const { status, body } of answers) {
      expect([status, body]).toEqual([200, { status: "ok", ...names, available: true }]);
    }
    expect(calls).toHaveLength(2);
  });

  it("is degraded with the reason, still with 200, and no key in it", async () => {
    const { test, key } = await setUp(refused);

    const { status, text, body } = await test.call("GET", "/api/v1/llm-status", { key });

    expect([status, body]).toEqual([200, { status: "degraded", ...names, available: false, error: "Invalid API key" }]);
    expect(text + JSON.stringify(test.logged)).not.toContain("canary");
  });
});

describe("X-24 the verbs themselves ask for their level, whoever calls them", () => {
  it("testing is for those who set it up, looking for all who may read", async () => {
    const { test, calls } = await setUp(async () => answered);
    const nobody = { ...test.incidentWorker(), principal: { ...anonymousPrincipal(), scopes: [] } };
    const writer = { ...nobody, principal: { ...nobody.principal, scopes: ["incidents:write" as const] } };

    await expect(testOwnLlm(writer)).rejects.toMatchObject({ code: "forbidden" });
    await expect(testPlatform(writer, { platform: "slack" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(getLlmStatus(nobody)).rejects.toMatchObject({ code: "forbidden" });
    expect(await getLlmStatus(writer)).toMatchObject({ status: "ok" });
    expect(calls).toEqual([]);
  });
});

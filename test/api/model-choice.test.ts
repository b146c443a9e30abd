import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, createTestApp, submitBody, type TestApp } from "../support/api.ts";

const paths = ["/tickets/v1/jobs", "/v1/task-generation/jobs"];

let test: TestApp;
let caller: Caller;

beforeAll(async () => {
  test = await createTestApp({
    limits: { submitsPerMinute: 10_000, readsPerMinute: 10_000, deskPerMinute: 100_000, maxBodyBytes: 262_144 },
    modelSettings: { configured: ["ollama", "openai", "gemini", "vllm"] },
  });
  caller = await test.signUp();
});

function submit(headers: Record<string, string>, options: { body?: unknown; path?: string; app?: TestApp } = {}) {
  const { body = submitBody(), path = "/tickets/v1/jobs", app = test } = options;
  return app.call("POST", path, { key: caller.key, body, headers });
}

describe("AU-10 the model of a job, named by headers", () => {
  it.each([
    ["none", {}, { provider: "ollama", model: "test-model" }],
    ["a provider", { "x-llm-provider": "openai" }, { provider: "openai", model: "gpt-5-mini" }],
    ["a model", { "x-llm-model": "gemini-2.5-flash" }, { provider: "gemini", model: "gemini-2.5-flash" }],
    ["both", { "x-llm-provider": "openai", "x-llm-model": "gpt-4o" }, { provider: "openai", model: "gpt-4o" }],
    ["a model of vLLM", { "x-llm-provider": "vllm", "x-llm-model": "Qwen/Qwen3-8B" }, { provider: "vllm" }],
    ["the offline rules", { "x-llm-provider": "offline" }, { provider: "offline" }],
  ])("with %s", async (_what, headers, model) => {
    const { status, body } = await submit(headers);

    expect(status).toBe(202);
    expect((await test.store.jobs.load(body.job_id))?.model).toMatchObject(model);
  });

  it.each(paths)("works on POST %s", async (path) => {
    const { body } = await submit({ "x-llm-model": "gpt-4o" }, { path });

    expect((await test.store.jobs.load(body.job_id))?.model).toEqual({ provider: "openai", model: "gpt-4o" });
  });

  it.each([
    ["an unknown provider", { "x-llm-provider": "skynet" }, "X-LLM-Provider"],
    ["an unknown model", { "x-llm-model": "skynet-1" }, "X-LLM-Model"],
    [
      "a pair that does not belong together",
      { "x-llm-provider": "openai", "x-llm-model": "claude-sonnet-4-5" },
      "X-LLM-Model",
    ],
    ["vLLM without a model, where its operator names none", { "x-llm-provider": "vllm" }, "X-LLM-Model"],
    ["a provider like an object's own name", { "x-llm-provider": "__proto__" }, "X-LLM-Provider"],
  ])("refuses %s with 400, and names the header", async (_what, headers, name) => {
    const before = test.sent.length;

    const { status, body } = await submit(headers);

    expect([status, body.error.code]).toEqual([400, "invalid_request"]);
    expect(body.error.message).toContain(name);
    expect(test.sent).toHaveLength(before);
  });
});

describe("AU-11 a provider without a key", () => {
  it("is replaced by the offline rules, and the answer says so", async () => {
    const { status, body, headers } = await submit({ "x-llm-provider": "claude" });

    expect(status).toBe(202);
    expect(headers.get("x-llm-warning")).toContain("claude");
    expect((await test.store.jobs.load(body.job_id))?.model.provider).toBe("offline");
  });

  it("is no matter of keys where the operator has to say where it is", async () => {
    const app = await createTestApp();
    const { key } = await app.signUp();
    const headers = { "x-llm-provider": "vllm", "x-llm-model": "Qwen/Qwen3-8B" };

    const answer = await app.call("POST", "/tickets/v1/jobs", { key, body: submitBody(), headers });

    expect(answer.status).toBe(202);
    expect(answer.headers.get("x-llm-warning")).toContain("VLLM_BASE_URL");
  });

  it("is no reason for a warning where nothing was replaced", async () => {
    expect((await submit({ "x-llm-provider": "openai" })).headers.get("x-llm-warning")).toBeNull();
  });

  it("answers 500 ollama_unavailable where the product is strict, and takes no job in", async () => {
    const strict = await createTestApp({ modelSettings: { strict: true } });
    const { key } = await strict.signUp();

    const { status, body } = await strict.call("POST", "/tickets/v1/jobs", {
      key,
      body: submitBody(),
      headers: { "x-llm-provider": "claude" },
    });

    expect([status, body.error.code]).toEqual([500, "ollama_unavailable"]);
    expect(strict.sent).toEqual([]);
  });
});

describe("TF-10 the model is part of what a key stands for", () => {
  it("answers the same job for the same choice", async () => {
    const body = submitBody();

    const [first, second] = [
      await submit({ "x-llm-provider": "openai" }, { body }),
      await submit({ "X-LLM-Provider": "openai" }, { body, path: "/v1/task-generation/jobs" }),
    ];

    expect(second.text).toBe(first.text);
  });

  it.each([{}, { "x-llm-provider": "gemini" }, { "x-llm-provider": "openai", "x-llm-model": "gpt-4o" }])(
    "answers 400 to another choice: %j",
    async (other) => {
      const body = submitBody();
      await submit({ "x-llm-provider": "openai" }, { body });

      const { status, body: answer } = await submit(other, { body });

      expect(status).toBe(400);
      expect(answer.error.message).toContain("idempotency_key");
    },
  );
});

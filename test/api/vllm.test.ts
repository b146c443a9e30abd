import { createEgress } from "@tessera/providers/http";
import { createModelGateway } from "@tessera/providers/llm";
import { describe, expect, it } from "vitest";
import { createTestApp, runStages, submitBody } from "../support/api.ts";
import { makeDraft } from "../support/drafts.ts";
import { json, startHost } from "../support/llm/model-host.ts";
import { vllm } from "../support/llm/protocols.ts";

const names = { provider: "vllm", model: "our/llama" };

/** The API of an operator who serves a model by vLLM, with the product's own gateway before it, and one of its tenants. */
async function setUp(answer = json(vllm.says("{}"))) {
  const { url, received } = await startHost(answer);
  const test = await createTestApp({
    modelSettings: { configured: ["vllm"] },
    models: createModelGateway({
      egress: createEgress({ allowHosts: ["127.0.0.1"] }),
      providers: { vllm: { baseUrl: url } },
      timeoutMs: 5_000,
    }),
  });
  const { key } = await test.signUp();
  const call = (method: string, path: string, body?: unknown) => test.call(method, `/api/v1${path}`, { key, body });
  return { test, key, call, received };
}

describe("LC-45, LC-48, LC-49 a tenant whose incidents vLLM explains", () => {
  it("is asked for by its model, with the tenant's key, and found well", async () => {
    const { call, received } = await setUp();

    const saved = await call("PATCH", "/config/llm", { ...names, apiKey: "sk-tenant" });
    const tested = await call("POST", "/test-llm");
    const status = await call("GET", "/llm-status");

    expect(saved.body).toEqual({ status: "ok", llm: { ...names, apiKey: "****" } });
    expect(tested.body).toEqual({ status: "ok", ...names, message: "LLM connection successful" });
    expect(status.body).toEqual({ status: "ok", ...names, available: true });
    expect(received.map(({ path, body, headers }) => [path, body.model, vllm.keyIn(headers)])).toEqual([
      ["/v1/chat/completions", "our/llama", "sk-tenant"],
    ]);
  });

  it.each([
    [404, "Model not available"],
    [401, "Invalid API key"],
    [500, "Provider error"],
  ])("is told why not where it answers %i", async (code, error) => {
    const { call } = await setUp(json({ object: "error", message: "canary" }, code));
    await call("PATCH", "/config/llm", names);

    const tested = await call("POST", "/test-llm");
    const status = await call("GET", "/llm-status");

    expect(tested.body).toEqual({ status: "error", ...names, message: error });
    expect(status.body).toEqual({ status: "degraded", ...names, available: false, error });
  });

  it("is told the truth where the operator has taken it away since", async () => {
    const { key, call } = await setUp();
    await call("PATCH", "/config/llm", names);
    const egress = createEgress({ allowHosts: [] });
    const later = await createTestApp({ models: createModelGateway({ egress, providers: {}, timeoutMs: 5_000 }) });

    const status = await later.call("GET", "/api/v1/llm-status", { key });

    expect(status.body).toEqual({ status: "degraded", ...names, available: false, error: "Model not available" });
  });

  it("is refused where the operator has none, and keeps what it had", async () => {
    const test = await createTestApp();
    const { key } = await test.signUp();

    const refused = await test.call("PATCH", "/api/v1/config/llm", { key, body: { ...names, apiKey: "sk-canary" } });

    expect(refused).toMatchObject({ status: 400, body: { error: { code: "validation_error" } } });
    expect(refused.body.error.message).toContain("vllm: the operator has not configured VLLM_BASE_URL");
    expect(refused.text).not.toContain("canary");
    expect((await test.call("GET", "/api/v1/config", { key })).body.llm).toMatchObject({ provider: "offline" });
  });
});

describe("AU-10 a job that vLLM writes", () => {
  it("is written by the model that the submit names, and says so", async () => {
    const { test, key, received } = await setUp(json(vllm.says(JSON.stringify(makeDraft()))));
    const headers = { "x-llm-provider": "vllm", "x-llm-model": "our/llama" };

    const { body } = await test.call("POST", "/tickets/v1/jobs", { key, body: submitBody(), headers });
    await runStages(test, body.job_id);

    const job = await test.call("GET", `/tickets/v1/jobs/${body.job_id}`, { key });
    const attempts = await test.call("GET", `/tickets/v1/jobs/${body.job_id}/attempts`, { key });
    expect(job.body.status).toBe("completed");
    expect(received).toMatchObject([{ path: "/v1/chat/completions", body: { model: "our/llama", max_tokens: 8_192 } }]);
    expect(attempts.body.attempts).toMatchObject([
      { ...names, prompt_tokens: 120, completion_tokens: 80, cost_usd: 0 },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../functions/lib/config.ts";
import { modelLimitsOf, modelProvidersOf, modelSettingsOf } from "../../../functions/lib/models.ts";
import { requiredVariables } from "../../support/required-variables.ts";

const url = "http://10.1.2.3:8000/v1";
const configOf = (env: Record<string, string>) => loadConfig({ ...requiredVariables, ...env });

describe("X-52 what an operator has configured of vLLM", () => {
  it("is nothing without its base URL, whatever else is set", () => {
    const config = configOf({ VLLM_API_KEY: "sk-1", VLLM_MODEL: "m" });

    expect(modelProvidersOf(config).vllm).toBeUndefined();
    expect(modelSettingsOf(config).configured).not.toContain("vllm");
  });

  it.each([
    ["without a key, as most servers are", {}, { baseUrl: url, apiKey: undefined }],
    ["with a key", { VLLM_API_KEY: "sk-1" }, { baseUrl: url, apiKey: "sk-1" }],
  ])("is its host, %s", (_name, env, settings) => {
    const config = configOf({ VLLM_BASE_URL: url, ...env });

    expect(modelProvidersOf(config).vllm).toEqual(settings);
    expect(modelSettingsOf(config).configured).toContain("vllm");
  });

  it("has a model of its own where one is named, and none that we made up", () => {
    const named = modelSettingsOf(configOf({ VLLM_BASE_URL: url, VLLM_MODEL: "our/llama" }));

    expect(named.defaults.vllm).toBe("our/llama");
    expect(modelSettingsOf(configOf({ VLLM_BASE_URL: url })).defaults).not.toHaveProperty("vllm");
  });

  it("may be what is asked when a caller names nothing", () => {
    const settings = modelSettingsOf(configOf({ LLM_PROVIDER: "vllm", VLLM_BASE_URL: url, VLLM_MODEL: "our/llama" }));

    expect(settings.default).toEqual({ provider: "vllm", model: "our/llama" });
  });

  it("is what its machine holds, as with Ollama", () => {
    const env = { OLLAMA_CONTEXT_TOKENS: "8192", VLLM_CONTEXT_TOKENS: "16384" };

    expect(modelLimitsOf(configOf({}))).toEqual({ ollama: {}, vllm: {} });
    expect(modelLimitsOf(configOf(env))).toEqual({ ollama: { contextTokens: 8_192 }, vllm: { contextTokens: 16_384 } });
  });
});

import {
  costOf,
  knownModels,
  type ModelChoice,
  type ModelProvider,
  modelLimits,
  modelProviders,
  priceTable,
  temperatureFor,
} from "@tessera/core/models";
import { describe, expect, it } from "vitest";

const of = (provider: ModelProvider, model: string): ModelChoice => ({ provider, model });
const every = modelProviders.flatMap((provider) => knownModels[provider].map((model) => of(provider, model)));

describe("AU-5 the temperature that a model is sent", () => {
  it.each([
    ["gpt-5*, which only takes 1", of("openai", "gpt-5-mini"), 0.7, null],
    ["gpt-5-turbo", of("openai", "gpt-5-turbo"), 0.7, null],
    ["a reasoning model", of("openai", "o3-mini"), 0.7, null],
    ["a model that takes one", of("openai", "gpt-4o"), 0.7, 0.7],
    ["a scale up to 2", of("openai", "gpt-4.1"), 1.5, 1.5],
    ["a scale up to 1", of("claude", "claude-sonnet-4-5"), 1.5, 1],
    ["a scale up to 1", of("kimi", "moonshot-v1-8k"), 1.5, 1],
    ["less than nothing", of("gemini", "gemini-2.5-pro"), -1, 0],
    ["a thinking Kimi", of("kimi", "kimi-k2-thinking-turbo"), 0.7, null],
    ["zero, which is a temperature", of("ollama", "llama3.1"), 0, 0],
    ["a host's own name for its model", of("ollama", "gpt-5-like"), 0.7, 0.7],
    ["a host's own name, like one of OpenAI's", of("vllm", "gpt-5-tuned"), 0.7, 0.7],
    ["our own rules", of("offline", "offline-2"), 0.7, null],
  ])("%s: %o wanted %d", (_name, choice, wanted, sent) => {
    expect(temperatureFor(choice, wanted)).toBe(sent);
  });
});

describe("D13 how much a model reads and writes", () => {
  it.each([
    [of("openai", "gpt-4o-mini"), 128_000, 16_384],
    [of("openai", "gpt-4.1-nano"), 1_047_576, 32_768],
    [of("openai", "gpt-4"), 8_192, 4_096],
    [of("openai", "gpt-5-mini"), 400_000, 128_000],
    [of("claude", "claude-opus-4-1"), 200_000, 32_000],
    [of("claude", "claude-3-5-haiku-latest"), 200_000, 8_192],
    [of("gemini", "gemini-2.0-flash-lite"), 1_048_576, 8_192],
    [of("kimi", "moonshot-v1-8k"), 8_192, 4_096],
    [of("bedrock", "global.anthropic.claude-sonnet-4-5-20250929-v1:0"), 200_000, 64_000],
    [of("bedrock", "amazon.nova-pro-v1:0"), 32_768, 4_096],
    [of("openai", "our-finetune"), 32_768, 4_096],
    [of("ollama", "qwen3:8b"), 32_768, 8_192],
    [of("vllm", "gpt-4o"), 32_768, 8_192],
  ])("%o", (choice, contextTokens, maxOutputTokens) => {
    expect(modelLimits(choice)).toEqual({ contextTokens, maxOutputTokens });
  });

  it.each(every)("$provider $model answers less than it can hold", (choice) => {
    const { contextTokens, maxOutputTokens } = modelLimits(choice);

    expect(maxOutputTokens).toBeGreaterThan(1_000);
    expect(maxOutputTokens).toBeLessThanOrEqual(contextTokens);
  });

  it("an operator knows better what their own machine holds", () => {
    const configured = { ollama: { contextTokens: 131_072 }, vllm: { contextTokens: 16_384 } };

    expect(modelLimits(of("ollama", "llama3.1"), configured)).toEqual({
      contextTokens: 131_072,
      maxOutputTokens: 8_192,
    });
    expect(modelLimits(of("vllm", "llama3.1"), configured).contextTokens).toBe(16_384);
    expect(modelLimits(of("kimi", "moonshot-v1-8k"), configured).contextTokens).toBe(8_192);
  });
});

describe("D13 what a call cost", () => {
  const usage = { promptTokens: 20_000, completionTokens: 4_000 };

  it.each([
    [of("openai", "gpt-5-mini"), 0.013],
    [of("claude", "claude-sonnet-4-5"), 0.12],
    [of("gemini", "gemini-2.5-pro"), 0.065],
    [of("ollama", "anything"), 0],
    [of("vllm", "gpt-5-mini"), 0],
    [of("offline", "offline-2"), 0],
    [of("openai", "our-finetune"), null],
    [of("kimi", "kimi-latest"), null],
  ])("%o", (choice, costUsd) => {
    expect(costOf(choice, usage)).toEqual({ costUsd, priceVersion: priceTable.version });
  });

  it("has no noise of binary fractions", () => {
    expect(costOf(of("openai", "o3-mini"), { promptTokens: 7, completionTokens: 3 }).costUsd).toBe(0.0000209);
  });

  it.each([
    { promptTokens: null, completionTokens: 4_000 },
    { promptTokens: 20_000, completionTokens: null },
  ])("is not known where tokens are not: %o", (unknown) => {
    expect(costOf(of("openai", "gpt-5-mini"), unknown).costUsd).toBeNull();
  });

  it("is not known where a longer prompt has another price", () => {
    expect(costOf(of("gemini", "gemini-2.5-pro"), { ...usage, promptTokens: 200_001 }).costUsd).toBeNull();
  });

  it("names only prices of models that are known", () => {
    const priced = modelProviders.flatMap((provider) =>
      Object.keys(priceTable.usdPerMillion[provider] ?? {}).map((model) => of(provider, model)),
    );

    expect(every).toEqual(expect.arrayContaining(priced));
  });
});

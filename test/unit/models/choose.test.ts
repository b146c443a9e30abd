import { AppError } from "@tessera/core/errors";
import { chooseModel, defaultModels, knownModels, type ModelSettings, modelProviders } from "@tessera/core/models";
import { describe, expect, it } from "vitest";

const settings: ModelSettings = {
  default: { provider: "claude", model: "claude-opus-4-1" },
  defaults: { openai: "gpt-4.1", claude: "claude-opus-4-1" },
  configured: ["openai", "claude", "gemini", "kimi", "bedrock", "ollama", "vllm"],
  extraModels: { openai: ["our-finetune"], ollama: ["qwen3:8b"], vllm: ["Qwen/Qwen3-8B"] },
  strict: false,
};

const pick = (asked: { provider?: string; model?: string }, change: Partial<ModelSettings> = {}) =>
  chooseModel(asked, { ...settings, ...change });

/** The code of the error that this throws. */
function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (cause) {
    if (cause instanceof AppError) return cause.code;
    throw cause;
  }
  return "nothing thrown";
}

/** Copied from REQUIREMENTS, so that a slip in the catalogue shows. */
const listed: Record<string, string> = {
  openai:
    "o1, o3, o3-mini, o4-mini, gpt-5, gpt-5-mini, gpt-5-turbo, gpt-4.1, gpt-4.1-mini, gpt-4.1-nano, gpt-4o, gpt-4o-mini, gpt-4-turbo, gpt-4",
  claude:
    "claude-haiku-4-5, claude-sonnet-4-5, claude-opus-4-1, claude-opus-4-0, claude-sonnet-4-0, claude-3-7-sonnet-latest, claude-3-5-sonnet-latest, claude-3-5-haiku-latest",
  gemini: "gemini-2.5-pro, gemini-2.5-flash, gemini-2.5-flash-lite, gemini-2.0-flash, gemini-2.0-flash-lite",
  kimi: "moonshot-v1-8k, moonshot-v1-32k, moonshot-v1-128k, moonshot-v1-auto, kimi-latest, kimi-k2-thinking, kimi-k2-thinking-turbo, kimi-k2-turbo-preview",
};
const modelsOf = (name: string): readonly string[] =>
  new Map(Object.entries<readonly string[]>(knownModels)).get(name) ?? [];
const everyListed = Object.entries(listed).flatMap(([provider, models]) =>
  models.split(", ").map((model) => ({ provider, model })),
);

describe("AU-3 the catalogue", () => {
  it("has no name for what an operator loads into vLLM", () => {
    expect([modelsOf("vllm"), Object.keys(defaultModels)]).toEqual([
      [],
      modelProviders.filter((name) => name !== "vllm"),
    ]);
  });

  it("lists exactly the models of the contract, in its order", () => {
    const { openai, claude, gemini, kimi } = knownModels;

    const joined = Object.entries({ openai, claude, gemini, kimi }).map(([name, models]) => [name, models.join(", ")]);

    expect(Object.fromEntries(joined)).toEqual(listed);
  });
});

describe("AU-5 defaults of the providers", () => {
  it("are those of the contract, and each is a model that its provider has", () => {
    expect(defaultModels).toMatchObject({
      openai: "gpt-5-mini",
      claude: "claude-sonnet-4-5",
      gemini: "gemini-2.5-flash",
      kimi: "moonshot-v1-8k",
    });
    for (const [provider, model] of Object.entries(defaultModels)) expect(modelsOf(provider)).toContain(model);
  });
});

describe("AU-10 which model a caller gets", () => {
  it.each(everyListed)("rule 1: $provider and $model are used as given", (asked) => {
    expect(pick(asked)).toEqual({ choice: asked, asked: null, warning: null });
  });

  it.each([
    ["openai", "gpt-4.1"],
    ["claude", "claude-opus-4-1"],
    ["gemini", "gemini-2.5-flash"],
    ["kimi", "moonshot-v1-8k"],
    ["ollama", "llama3.1"],
    ["offline", "offline-2"],
  ])("rule 2: %s alone gets its default, %s", (provider, model) => {
    expect(pick({ provider }).choice).toEqual({ provider, model });
  });

  it.each(everyListed)("rule 3: $model alone is one of $provider", ({ provider, model }) => {
    expect(pick({ model }).choice).toEqual({ provider, model });
  });

  it.each([
    ["our-finetune", "openai"],
    ["qwen3:8b", "ollama"],
    ["Qwen/Qwen3-8B", "vllm"],
  ])("rule 3: %s, which the operator has added, is one of %s", (model, provider) => {
    expect(pick({ model }).choice).toEqual({ provider, model });
  });

  it("rule 3: a name that two hosts have goes to the default one", () => {
    const extraModels = { openai: ["llama-shared"], gemini: ["llama-shared"] };

    const choice = (provider: "openai" | "gemini") =>
      pick({ model: "llama-shared" }, { extraModels, default: { provider, model: "llama-shared" } }).choice.provider;

    expect([choice("openai"), choice("gemini")]).toEqual(["openai", "gemini"]);
  });

  it("rules 2 and 3: vLLM's model is the one that the operator names", () => {
    const defaults = { vllm: "our/llama" };

    expect(pick({ provider: "vllm" }, { defaults }).choice).toEqual({ provider: "vllm", model: "our/llama" });
    expect(pick({ model: "our/llama" }, { defaults }).choice.provider).toBe("vllm");
  });

  it("rule 4: nothing named gets the configured default", () => {
    expect(pick({}).choice).toEqual({ provider: "claude", model: "claude-opus-4-1" });
  });

  it.each([
    ["an unknown provider", { provider: "mistral" }],
    ["a provider in capitals", { provider: "OpenAI" }],
    ["an empty provider", { provider: "" }],
    ["a word of every object as provider", { provider: "constructor" }],
    ["an unknown provider with a known model", { provider: "mistral", model: "gpt-4o" }],
    ["an unknown model alone", { model: "gpt-99" }],
    ["an empty model", { model: "" }],
    ["an unknown model of a known provider", { provider: "openai", model: "gpt-99" }],
    ["another provider's model", { provider: "openai", model: "claude-sonnet-4-5" }],
    ["a hosted model's name without its provider", { model: "mixtral:8x7b" }],
    ["a provider alone whose models its operator has not named", { provider: "vllm" }],
    ["an empty model of a provider that takes any", { provider: "ollama", model: " " }],
    ["a model of two words of a provider that takes any", { provider: "ollama", model: "llama 3" }],
    ["a control character in such a model", { provider: "bedrock", model: "nova\u0000" }],
    ["a letter beyond ASCII in such a model", { provider: "ollama", model: "läma" }],
    ["a model of more than 200 characters", { provider: "ollama", model: "m".repeat(201) }],
    ["a provider of thousands of characters", { provider: "ollama".repeat(1_000) }],
  ])("rule 5: %s is model_unknown", (_name, asked) => {
    expect(codeOf(() => pick(asked))).toBe("model_unknown");
  });

  it("says which part is wrong, and never repeats what the caller wrote", () => {
    const error = { thrown: new Error("nothing thrown") };
    try {
      pick({ provider: "openai", model: "<script>" });
    } catch (cause) {
      error.thrown = cause as Error;
    }

    expect(error.thrown).toMatchObject({ details: { part: "model" } });
    expect(error.thrown.message).not.toContain("<script>");
  });

  it.each(["bedrock", "ollama", "vllm"])("%s takes any model: an operator hosts what they want", (provider) => {
    expect(pick({ provider, model: "amazon.nova-pro-v1:0" }).choice).toEqual({
      provider,
      model: "amazon.nova-pro-v1:0",
    });
  });
});

describe("AU-10 the longest model name", () => {
  it("has 200 characters", () => {
    const model = "m".repeat(200);

    expect(pick({ provider: "ollama", model }).choice.model).toBe(model);
  });
});

describe("AU-11 a provider without a key", () => {
  const keyless: Partial<ModelSettings> = { configured: ["gemini"] };

  it("falls back to the offline generator, and says what was asked for", () => {
    const chosen = pick({ provider: "openai", model: "gpt-4o" }, keyless);

    expect(chosen.choice).toEqual({ provider: "offline", model: "offline-2" });
    expect(chosen.asked).toEqual({ provider: "openai", model: "gpt-4o" });
    expect(chosen.warning).toContain("openai");
  });

  it.each([
    ["vllm", "VLLM_BASE_URL"],
    ["bedrock", "BEDROCK_MODEL"],
  ])("says of %s, for which a key is not enough, that %s is missing", (provider, variable) => {
    expect(pick({ provider, model: "m" }, keyless)).toEqual({
      choice: { provider: "offline", model: "offline-2" },
      asked: { provider, model: "m" },
      warning: `${provider}: the operator has not configured ${variable}, so the offline generator has written this instead`,
    });
  });

  it("does so for the configured default as well", () => {
    expect(pick({}, keyless)).toMatchObject({
      choice: { provider: "offline" },
      asked: { provider: "claude", model: "claude-opus-4-1" },
    });
  });

  it("is model_unavailable where the operator is strict", () => {
    expect(codeOf(() => pick({ provider: "openai" }, { ...keyless, strict: true }))).toBe("model_unavailable");
  });

  it("never concerns the offline generator, which needs none", () => {
    expect(pick({ provider: "offline" }, { configured: [], strict: true })).toEqual({
      choice: { provider: "offline", model: "offline-2" },
      asked: null,
      warning: null,
    });
  });

  it("is looked at after the names: what nobody knows is model_unknown all the same", () => {
    expect(codeOf(() => pick({ provider: "openai", model: "gpt-99" }, keyless))).toBe("model_unknown");
  });
});

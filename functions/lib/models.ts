import {
  type BreakerSettings,
  defaultModels,
  type ModelLimits,
  type ModelProvider,
  type ModelSettings,
  modelProviders,
  offlineModel,
} from "@tessera/core/models";
import { type BaseUrls, type ConfiguredProviders, configuredProviders } from "@tessera/providers/llm";
import type { Config } from "./config.ts";

type Settings = Readonly<Config>;

/** Providers that have a key, or a model that needs none. */
export function modelProvidersOf(config: Settings): ConfiguredProviders {
  const urls = modelBaseUrlsOf(config);
  const withKey = (apiKey: string | undefined, baseUrl: string | undefined) =>
    apiKey ? { apiKey, baseUrl } : undefined;
  return {
    openai: withKey(config.OPENAI_API_KEY, urls.openai),
    claude: withKey(config.ANTHROPIC_API_KEY, urls.claude),
    gemini: withKey(config.GOOGLE_API_KEY, urls.gemini),
    kimi: withKey(config.MOONSHOT_API_KEY, urls.kimi),
    bedrock: bedrockOf(config),
    ollama: { baseUrl: config.OLLAMA_BASE_URL },
    vllm: config.VLLM_BASE_URL ? { baseUrl: config.VLLM_BASE_URL, apiKey: config.VLLM_API_KEY } : undefined,
  };
}

/** They hold without a key of the operator's as well: for tenants that bring their own (LC-45). */
export function modelBaseUrlsOf(config: Settings): BaseUrls {
  return {
    openai: config.OPENAI_BASE_URL,
    claude: config.ANTHROPIC_BASE_URL,
    gemini: config.GOOGLE_BASE_URL,
    kimi: config.MOONSHOT_BASE_URL,
  };
}

function bedrockOf(config: Settings): ConfiguredProviders["bedrock"] {
  if (config.LLM_PROVIDER !== "bedrock" && config.BEDROCK_MODEL === undefined) return undefined;
  return { region: config.AWS_REGION, apiKey: config.AWS_BEARER_TOKEN_BEDROCK, baseUrl: config.BEDROCK_BASE_URL };
}

/** What callers may ask for, and what they get when they ask for nothing (AU-5, AU-10, AU-11). */
export function modelSettingsOf(config: Settings): ModelSettings {
  const defaults = {
    ...defaultModels,
    openai: config.OPENAI_MODEL ?? defaultModels.openai,
    claude: config.ANTHROPIC_MODEL ?? defaultModels.claude,
    gemini: config.GOOGLE_MODEL ?? defaultModels.gemini,
    kimi: config.MOONSHOT_MODEL ?? defaultModels.kimi,
    bedrock: config.BEDROCK_MODEL ?? defaultModels.bedrock,
    ollama: config.OLLAMA_MODEL ?? defaultModels.ollama,
    ...(config.VLLM_MODEL !== undefined && { vllm: config.VLLM_MODEL }),
    offline: offlineModel,
  };
  const model = defaults[config.LLM_PROVIDER];
  // The configuration is refused before it comes to this.
  if (model === undefined) throw new Error(`No model is configured for ${config.LLM_PROVIDER}`);
  return {
    default: { provider: config.LLM_PROVIDER, model },
    defaults,
    configured: configuredProviders(modelProvidersOf(config)),
    extraModels: Object.fromEntries(
      modelProviders.map((provider) => [
        provider,
        config.LLM_EXTRA_MODELS.filter((extra) => extra.provider === provider).map(({ model }) => model),
      ]),
    ),
    strict: config.LLM_STRICT,
  };
}

/** What an operator knows better than our tables of the models on their own machines (D13). */
export function modelLimitsOf(config: Settings): Partial<Record<ModelProvider, Partial<ModelLimits>>> {
  const holding = (contextTokens: number | undefined) => (contextTokens === undefined ? {} : { contextTokens });
  return { ollama: holding(config.OLLAMA_CONTEXT_TOKENS), vllm: holding(config.VLLM_CONTEXT_TOKENS) };
}

/** Three failures in a row stop the calls to a model. */
const failureLimit = 3;

export function breakerOf(config: Settings, leaseMs: number): BreakerSettings {
  return { failureLimit, coolDownMs: config.LLM_BREAKER_COOLDOWN_MS, probeMs: leaseMs };
}

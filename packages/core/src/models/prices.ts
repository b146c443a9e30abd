import type { ModelChoice, ModelProvider } from "./choice.ts";
import type { ModelUsage } from "./ports.ts";

interface Price {
  prompt: number;
  completion: number;
  /** Longer prompts are billed by another price, which this table does not have. */
  promptTokensMax?: number;
}

/**
 * The vendors' public list prices in US dollars for a million tokens, without rebates for caches or batches. The
 * version stands beside each cost, so that a new table never makes an old cost look wrong.
 */
export const priceTable: {
  version: string;
  usdPerMillion: Readonly<Partial<Record<ModelProvider, Readonly<Record<string, Price>>>>>;
} = {
  version: "2026-06",
  usdPerMillion: {
    openai: {
      o1: { prompt: 15, completion: 60 },
      o3: { prompt: 2, completion: 8 },
      "o3-mini": { prompt: 1.1, completion: 4.4 },
      "o4-mini": { prompt: 1.1, completion: 4.4 },
      "gpt-5": { prompt: 1.25, completion: 10 },
      "gpt-5-mini": { prompt: 0.25, completion: 2 },
      "gpt-4.1": { prompt: 2, completion: 8 },
      "gpt-4.1-mini": { prompt: 0.4, completion: 1.6 },
      "gpt-4.1-nano": { prompt: 0.1, completion: 0.4 },
      "gpt-4o": { prompt: 2.5, completion: 10 },
      "gpt-4o-mini": { prompt: 0.15, completion: 0.6 },
      "gpt-4-turbo": { prompt: 10, completion: 30 },
      "gpt-4": { prompt: 30, completion: 60 },
    },
    claude: {
      "claude-haiku-4-5": { prompt: 1, completion: 5 },
      "claude-sonnet-4-5": { prompt: 3, completion: 15 },
      "claude-opus-4-1": { prompt: 15, completion: 75 },
      "claude-opus-4-0": { prompt: 15, completion: 75 },
      "claude-sonnet-4-0": { prompt: 3, completion: 15 },
      "claude-3-7-sonnet-latest": { prompt: 3, completion: 15 },
      "claude-3-5-sonnet-latest": { prompt: 3, completion: 15 },
      "claude-3-5-haiku-latest": { prompt: 0.8, completion: 4 },
    },
    gemini: {
      "gemini-2.5-pro": { prompt: 1.25, completion: 10, promptTokensMax: 200_000 },
      "gemini-2.5-flash": { prompt: 0.3, completion: 2.5 },
      "gemini-2.5-flash-lite": { prompt: 0.1, completion: 0.4 },
      "gemini-2.0-flash": { prompt: 0.1, completion: 0.4 },
      "gemini-2.0-flash-lite": { prompt: 0.075, completion: 0.3 },
    },
    kimi: {
      "moonshot-v1-8k": { prompt: 0.2, completion: 2 },
      "moonshot-v1-32k": { prompt: 1, completion: 3 },
      "moonshot-v1-128k": { prompt: 2, completion: 5 },
      "kimi-k2-thinking": { prompt: 0.6, completion: 2.5 },
      "kimi-k2-thinking-turbo": { prompt: 1.15, completion: 8 },
      "kimi-k2-turbo-preview": { prompt: 1.15, completion: 8 },
    },
    bedrock: {
      "global.anthropic.claude-sonnet-4-5-20250929-v1:0": { prompt: 3, completion: 15 },
    },
  },
};

/** No bill comes for these. */
const freeProviders: readonly ModelProvider[] = ["ollama", "vllm", "offline"];

/** What one call cost, failed ones too. Null where its price or its tokens are not known: never a guess (D13). */
export function costOf(
  { provider, model }: ModelChoice,
  { promptTokens, completionTokens }: ModelUsage,
): { costUsd: number | null; priceVersion: string } {
  const priceVersion = priceTable.version;
  if (freeProviders.includes(provider)) return { costUsd: 0, priceVersion };

  const price = priceTable.usdPerMillion[provider]?.[model];
  const known = price && promptTokens !== null && completionTokens !== null;
  if (!known || promptTokens > (price.promptTokensMax ?? Number.POSITIVE_INFINITY)) {
    return { costUsd: null, priceVersion };
  }
  const costUsd = (promptTokens * price.prompt + completionTokens * price.completion) / 1_000_000;
  // Nano-dollars: without the noise of binary fractions.
  return { costUsd: Math.round(costUsd * 1e9) / 1e9, priceVersion };
}

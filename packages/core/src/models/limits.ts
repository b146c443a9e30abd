import type { ModelChoice, ModelProvider } from "./choice.ts";

export interface ModelLimits {
  /** Prompt and answer together. */
  contextTokens: number;
  /** The longest answer that the vendor lets one ask for. */
  maxOutputTokens: number;
}

/** By how a model's name begins; the first match counts. */
type LimitTable = readonly (readonly [prefix: string, contextTokens: number, maxOutputTokens: number])[];

const openai: LimitTable = [
  ["o1", 200_000, 100_000],
  ["o3", 200_000, 100_000],
  ["o4-mini", 200_000, 100_000],
  ["gpt-5-turbo", 128_000, 16_384],
  ["gpt-5", 400_000, 128_000],
  ["gpt-4.1", 1_047_576, 32_768],
  ["gpt-4o", 128_000, 16_384],
  ["gpt-4-turbo", 128_000, 4_096],
  ["gpt-4", 8_192, 4_096],
];

const claude: LimitTable = [
  ["claude-opus-4-0", 200_000, 32_000],
  ["claude-opus-4-1", 200_000, 32_000],
  ["claude-3-7-sonnet", 200_000, 64_000],
  ["claude-3-", 200_000, 8_192],
  ["claude-", 200_000, 64_000],
];

const gemini: LimitTable = [
  ["gemini-2.0", 1_048_576, 8_192],
  ["gemini-2.5", 1_048_576, 65_536],
];

const kimi: LimitTable = [
  ["moonshot-v1-8k", 8_192, 4_096],
  ["moonshot-v1-32k", 32_768, 8_192],
  ["moonshot-v1-", 131_072, 16_384],
  ["kimi-latest", 131_072, 16_384],
  ["kimi-k2", 262_144, 16_384],
];

const tables: Partial<Record<ModelProvider, LimitTable>> = { openai, claude, gemini, kimi };

/** A model that nobody here knows is asked for little, so that its vendor does not refuse the call. */
const unknownLimits: ModelLimits = { contextTokens: 32_768, maxOutputTokens: 4_096 };

/** A context is memory of the operator's own machine: this much fits beside an 8B model. */
const hostedLimits: ModelLimits = { contextTokens: 32_768, maxOutputTokens: 8_192 };

/** Our own rules read any length. */
const offlineLimits: ModelLimits = {
  contextTokens: Number.MAX_SAFE_INTEGER,
  maxOutputTokens: Number.MAX_SAFE_INTEGER,
};

/** How much a model reads and writes at most (D13). `configured` is what an operator knows better than these tables. */
export function modelLimits(
  { provider, model }: ModelChoice,
  configured: Partial<Record<ModelProvider, Partial<ModelLimits>>> = {},
): ModelLimits {
  return { ...knownLimits(provider, model), ...configured[provider] };
}

function knownLimits(provider: ModelProvider, model: string): ModelLimits {
  if (provider === "offline") return offlineLimits;
  if (provider === "ollama" || provider === "vllm") return hostedLimits;
  // `global.anthropic.claude-sonnet-4-5-...` on Bedrock is Anthropic's `claude-sonnet-4-5-...`.
  const [table, name] =
    provider === "bedrock" ? [claude, model.replace(/^.*anthropic\./, "")] : [tables[provider] ?? [], model];
  const [, contextTokens, maxOutputTokens] = table.find(([prefix]) => name.startsWith(prefix)) ?? [];
  if (contextTokens === undefined || maxOutputTokens === undefined) return unknownLimits;
  return { contextTokens, maxOutputTokens };
}

import type { ModelProvider } from "./choice.ts";

/** Names the version of our own rules, as a vendor's name does (AU-11). */
export const offlineModel = "offline-2";

/** Anthropic's model on Bedrock, by the inference profile that every region can call. */
const bedrockModel = "global.anthropic.claude-sonnet-4-5-20250929-v1:0";

/** What may be asked by name (AU-3). Bedrock, Ollama and vLLM take any name: an operator hosts what they want. */
export const knownModels = {
  openai: [
    "o1",
    "o3",
    "o3-mini",
    "o4-mini",
    "gpt-5",
    "gpt-5-mini",
    "gpt-5-turbo",
    "gpt-4.1",
    "gpt-4.1-mini",
    "gpt-4.1-nano",
    "gpt-4o",
    "gpt-4o-mini",
    "gpt-4-turbo",
    "gpt-4",
  ],
  claude: [
    "claude-haiku-4-5",
    "claude-sonnet-4-5",
    "claude-opus-4-1",
    "claude-opus-4-0",
    "claude-sonnet-4-0",
    "claude-3-7-sonnet-latest",
    "claude-3-5-sonnet-latest",
    "claude-3-5-haiku-latest",
  ],
  gemini: ["gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-2.0-flash", "gemini-2.0-flash-lite"],
  kimi: [
    "moonshot-v1-8k",
    "moonshot-v1-32k",
    "moonshot-v1-128k",
    "moonshot-v1-auto",
    "kimi-latest",
    "kimi-k2-thinking",
    "kimi-k2-thinking-turbo",
    "kimi-k2-turbo-preview",
  ],
  bedrock: [bedrockModel],
  ollama: ["llama3.1"],
  vllm: [],
  offline: [offlineModel],
} as const satisfies Record<ModelProvider, readonly string[]>;

/** The model of a provider for which the operator configures none (AU-5). vLLM has just what its operator loads. */
export const defaultModels = {
  openai: "gpt-5-mini",
  claude: "claude-sonnet-4-5",
  gemini: "gemini-2.5-flash",
  kimi: "moonshot-v1-8k",
  bedrock: bedrockModel,
  ollama: "llama3.1",
  offline: offlineModel,
} as const satisfies Record<Exclude<ModelProvider, "vllm">, string>;

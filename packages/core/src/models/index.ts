export { ModelChoice, type ModelProvider, modelProviders } from "./choice.ts";
export type { ModelCall, ModelGateway, ModelMessage, ModelPrompt, ModelReply, ModelUsage } from "./ports.ts";

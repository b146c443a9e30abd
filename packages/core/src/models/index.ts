export { type BreakerSettings, ModelHealth } from "./breaker.ts";
export { callModel, type ModelCallContext } from "./call-model.ts";
export { defaultModels, knownModels, offlineModel } from "./catalogue.ts";
export { ModelChoice, type ModelProvider, modelProviders } from "./choice.ts";
export { type ChosenModel, chooseModel, defaultModelOf, type ModelSettings, missingSetUp } from "./choose.ts";
export { type ModelLimits, modelLimits } from "./limits.ts";
export type {
  ModelCall,
  ModelGateway,
  ModelHealthStore,
  ModelMessage,
  ModelPrompt,
  ModelReply,
  ModelUsage,
} from "./ports.ts";
export { costOf, priceTable } from "./prices.ts";
export { temperatureFor } from "./temperature.ts";

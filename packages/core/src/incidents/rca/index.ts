export { analyseByModel } from "./analyse-by-model.ts";
export { analyseByRules } from "./analyse-by-rules.ts";
export { llmBudgetMs } from "./ask-in-time.ts";
export { createLlmProbes, type LlmProbes } from "./llm-probes.ts";
export { type LlmStatus, type LlmTest, llmStatus, testLlm } from "./llm-status.ts";
export type { LlmStatusContext, RcaContext } from "./ports.ts";
export { Rca, rcaLimits } from "./rca.ts";
export { redact } from "./redact.ts";

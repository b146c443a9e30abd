import type { ModelCallContext, ModelLimits, ModelProvider } from "../../models/index.ts";
import type { LlmProbes } from "./llm-probes.ts";

/** What asking a model about an incident needs. */
export interface RcaContext extends ModelCallContext {
  /** What the operator knows better about the models than our tables. */
  modelLimits: Partial<Record<ModelProvider, Partial<ModelLimits>>>;
  /** Ends after this time, or as soon as the signal is aborted; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface LlmStatusContext extends RcaContext {
  /** One for each process (LC-49). */
  llmProbes: LlmProbes;
}

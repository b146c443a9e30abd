import type { ModelProvider } from "../../models/index.ts";
import type { LlmConfig } from "../../settings/index.ts";

/** Who writes the analysis of a tenant's incidents. */
export type LlmSource =
  /** Our own rules, as asked for: nothing is missing (D-29). */
  { kind: "rules" } | { kind: "disabled" } | Model;
export interface Model {
  kind: "model";
  provider: ModelProvider;
  model: string;
  apiKey: string | null;
}

export function sourceOf({ provider, model, apiKey }: LlmConfig): LlmSource {
  if (provider === "disabled") return { kind: "disabled" };
  if (provider === "offline") return { kind: "rules" };
  return { kind: "model", provider, model, apiKey };
}

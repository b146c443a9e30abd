import type { ModelChoice, ModelProvider } from "./choice.ts";

/** Models that take no temperature but their own, so none is sent (AU-5: gpt-5* only takes 1). */
const fixed: Partial<Record<ModelProvider, RegExp>> = {
  openai: /^(?:o\d|gpt-5)/,
  kimi: /^kimi-k2-thinking/,
};

/** Where a vendor's scale ends below 2. */
const highest: Partial<Record<ModelProvider, number>> = { claude: 1, kimi: 1, bedrock: 1 };

/** The temperature that this model is sent when so much is wanted, or null where it takes none. */
export function temperatureFor({ provider, model }: ModelChoice, wanted: number): number | null {
  if (provider === "offline" || fixed[provider]?.test(model)) return null;
  return Math.min(Math.max(wanted, 0), highest[provider] ?? 2);
}

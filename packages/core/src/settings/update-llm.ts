import * as z from "zod";
import { authorizeIncidents } from "../access/index.ts";
import { defaultModelOf, type ModelSettings, missingSetUp } from "../models/index.ts";
import { changeSettings } from "./change.ts";
import { type LlmProvider, type LlmSettings, llmProviders } from "./incident-settings.ts";
import { invalid, parsePatch } from "./patch-fault.ts";
import type { SettingsContext } from "./ports.ts";
import { type LlmView, llmOf, maskedSecret, viewLlm } from "./view.ts";

/** What others call the same vendor. */
const aliases: ReadonlyMap<unknown, LlmProvider> = new Map([
  ["anthropic", "claude"],
  ["google", "gemini"],
  ["moonshot", "kimi"],
]);

const LlmPatch = z
  .strictObject({
    provider: z.preprocess((name) => aliases.get(name) ?? name, z.enum(llmProviders)),
    /** Becomes part of a key in the table. */
    model: z.string().regex(/^[\x21-\x7e]{1,200}$/, "must be 1 to 200 visible ASCII characters"),
    /** Goes into a header. */
    apiKey: z
      .string()
      .regex(/^[\x21-\x7e]{1,512}$/, "must be 1 to 512 visible ASCII characters")
      .nullable(),
  })
  .partial();
type LlmPatch = z.infer<typeof LlmPatch>;

/** LC-45: which model explains this tenant's incidents. */
export async function updateLlm(context: SettingsContext, input: { patch: unknown }): Promise<LlmView> {
  const caller = authorizeIncidents(context, "admin");
  const patch = parsePatch(LlmPatch, input.patch);

  const saved = await changeSettings(context, caller, async (settings) => {
    // Who names nothing goes on with whatever the operator configures.
    if (Object.keys(patch).length === 0) return { sections: {} };
    const before = llmOf(settings, context.modelSettings);
    const { entered, ...kept } = mergeLlm(before, patch, context.modelSettings);
    if (entered === null) return { sections: { llm: kept } };
    return { sections: { llm: { ...kept, apiKey: await context.sealer.seal(entered) } }, secrets: ["llm.apiKey"] };
  });
  return viewLlm(llmOf(saved, context.modelSettings));
}

/** With a stored key that stays, and in clear the one that was `entered`. A key never goes to another vendor (F6). */
function mergeLlm(
  before: LlmSettings,
  { provider = before.provider, model, apiKey }: LlmPatch,
  modelSettings: ModelSettings,
): LlmSettings & { entered: string | null } {
  const missing = provider === "disabled" ? undefined : missingSetUp(provider, modelSettings);
  if (missing !== undefined) throw invalid("provider", missing);
  const stored = provider === before.provider ? before.apiKey : null;
  if (apiKey === maskedSecret && stored === null) {
    throw invalid("apiKey", `${maskedSecret} keeps what is stored for this provider, and nothing is`);
  }
  const keeps = apiKey === undefined || apiKey === maskedSecret;
  return {
    provider,
    model: model ?? (provider === before.provider ? before.model : usualModelOf(provider, modelSettings)),
    apiKey: keeps ? stored : null,
    entered: keeps ? null : apiKey,
  };
}

function usualModelOf(provider: LlmProvider, modelSettings: ModelSettings): string {
  if (provider === "disabled") return "none";
  const model = defaultModelOf(provider, modelSettings);
  if (model === undefined)
    throw invalid("model", `must be named for ${provider}, which serves what its operator loads`);
  return model;
}

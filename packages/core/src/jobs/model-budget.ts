import type { ModelChoice } from "../models/index.ts";
import { modelLimits, temperatureFor } from "../models/index.ts";
import type { JobsContext } from "./ports.ts";

/** Fifty detailed tickets are about half of this. */
const usefulOutputTokens = 32_000;

/** Our own words of a prompt, and the schema of the answer. */
const instructionTokens = 3_000;

/** The prompt lists the sentences of the requirements beside the text that they stand in. */
const textShare = 0.6;

/** UTF-16 units for a token: of ASCII more than three, of anything else sometimes less than one. */
const unitsPerToken = { ascii: 3, other: 0.7 };

/** What a call of this job's model may ask for (AU-5). */
export function callLimits(context: Pick<JobsContext, "jobSettings">, choice: ModelChoice) {
  const { contextTokens, maxOutputTokens } = modelLimits(choice, context.jobSettings.modelLimits);
  const wanted = context.jobSettings.maxOutputTokens ?? usefulOutputTokens;
  return {
    // At least half of the context is for what is asked.
    maxOutputTokens: Math.min(wanted, maxOutputTokens, Math.floor(contextTokens / 2)),
    temperature: temperatureFor(choice, context.jobSettings.temperature),
  };
}

/** How much of a spec fits into one call, in UTF-16 units; null where there is no limit (D13). */
export function promptBudget(
  context: Pick<JobsContext, "jobSettings">,
  choice: ModelChoice,
  spec: string,
): number | null {
  if (choice.provider === "offline") return null;
  const { contextTokens } = modelLimits(choice, context.jobSettings.modelLimits);
  const tokens = contextTokens - callLimits(context, choice).maxOutputTokens - instructionTokens;
  return Math.max(1_000, Math.floor(tokens * textShare * unitsFor(spec)));
}

function unitsFor(spec: string): number {
  const others = spec.length === 0 ? 0 : (spec.match(/\P{ASCII}/gu)?.length ?? 0) / spec.length;
  return unitsPerToken.ascii * (1 - others) + unitsPerToken.other * others;
}

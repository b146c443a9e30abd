import { promptBudgetOf } from "../generation/index.ts";
import type { ModelChoice } from "../models/index.ts";
import { modelLimits, temperatureFor } from "../models/index.ts";
import type { JobsContext } from "./ports.ts";

/** Fifty detailed tickets are about half of this. */
const usefulOutputTokens = 32_000;

/** The least that our own words, a passage and a refused answer need, in a model with a very small context. */
const leastPromptTokens = 3_000;

/** What a call of this job's model may ask for (AU-5). */
export function callLimits(context: Pick<JobsContext, "jobSettings">, choice: ModelChoice) {
  const { contextTokens, maxOutputTokens } = modelLimits(choice, context.jobSettings.modelLimits);
  const wanted = context.jobSettings.maxOutputTokens ?? usefulOutputTokens;
  // At least half of the context is for what is asked.
  const room = Math.min(Math.floor(contextTokens / 2), contextTokens - leastPromptTokens);
  return {
    contextTokens,
    maxOutputTokens: Math.max(1, Math.min(wanted, maxOutputTokens, room)),
    temperature: temperatureFor(choice, context.jobSettings.temperature),
  };
}

/** How much of a spec, of its plan and of its list fits into one call (`sizeOf`); null where there is no limit (D13). */
export function promptBudget(context: Pick<JobsContext, "jobSettings">, choice: ModelChoice): number | null {
  if (choice.provider === "offline") return null;
  const { contextTokens, maxOutputTokens } = callLimits(context, choice);
  return promptBudgetOf(contextTokens - maxOutputTokens);
}

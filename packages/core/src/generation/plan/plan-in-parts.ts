import type { SpecDocument } from "../document.ts";
import { draftTickets } from "../offline/index.ts";
import type { GenerationOptions } from "../options.ts";
import type { GenerationPlan } from "./generation-plan.ts";
import { planParts } from "./plan-parts.ts";

interface Facts {
  document: SpecDocument;
  spec: string;
  title: string;
  options: GenerationOptions;
}

/**
 * The parts of a spec that does not fit one call: our own rules say which tickets there are, and each part of them is
 * written from the passages that they come from. So no ticket is written twice, and counts, epics and dependencies
 * across parts hold.
 */
export function planInParts(plan: GenerationPlan, { document, spec, title, options }: Facts): GenerationPlan {
  const { requirements } = plan;
  const promptBudget = plan.promptBudget ?? Number.POSITIVE_INFINITY;
  const skeleton = draftTickets(document, { title, options, requirements });
  return {
    ...plan,
    skeleton,
    parts: planParts({ ...plan, title, spec, skeleton, promptBudget }, options.outputDetail),
  };
}

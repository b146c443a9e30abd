import { createHash } from "node:crypto";
import type { SpecDocument } from "../document.ts";
import { draftTickets } from "../offline/index.ts";
import type { GenerationOptions } from "../options.ts";
import { outlineOf } from "../outline.ts";
import { fitsDraft } from "../prompt/index.ts";
import type { Requirement } from "../trace/index.ts";
import type { GenerationPlan } from "./generation-plan.ts";
import { planParts } from "./plan-parts.ts";

export interface PlanInput {
  document: SpecDocument;
  spec: string;
  title: string;
  options: GenerationOptions;
  requirements: readonly Requirement[];
  /** The size (`sizeOf`) of a prompt's data that fits one call; null where no model is asked. */
  promptBudget: number | null;
}

/**
 * A spec that fits one call, with the list of its requirements, is written by one. For a longer one our own rules say which tickets there are, and each part
 * of them is written from the passages that they come from: so no ticket is written twice, and counts, epics and
 * dependencies across parts hold.
 */
export function planGeneration(input: PlanInput): GenerationPlan {
  const { document, spec, title, options, promptBudget } = input;
  const requirements = [...input.requirements];
  const facts = {
    specSha256: createHash("sha256").update(spec).digest("hex"),
    ...outlineOf(document, spec),
    requirements,
    promptBudget,
  };
  if (promptBudget === null || fitsDraft({ title, spec, plan: facts })) {
    const whole = { start: 0, end: spec.length };
    const ids = requirements.map(({ id }) => id);
    return { ...facts, skeleton: null, parts: [{ tickets: [], ranges: [whole], requirements: ids, omitted: [] }] };
  }
  const skeleton = draftTickets(document, { title, options, requirements });
  return {
    ...facts,
    skeleton,
    parts: planParts({ ...facts, title, spec, skeleton, promptBudget }, options.outputDetail),
  };
}

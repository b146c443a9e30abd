import { createHash } from "node:crypto";
import type { SpecDocument } from "../document.ts";
import { draftTickets } from "../offline/index.ts";
import type { GenerationOptions } from "../options.ts";
import { outlineOf } from "../outline.ts";
import type { Requirement } from "../trace/index.ts";
import type { GenerationPlan } from "./generation-plan.ts";
import { planParts } from "./plan-parts.ts";

export interface PlanInput {
  document: SpecDocument;
  spec: string;
  title: string;
  options: GenerationOptions;
  requirements: readonly Requirement[];
  /** UTF-16 units of spec text that fit one call; null where no model is asked. */
  promptBudget: number | null;
}

/**
 * A spec that fits one call is written by one. For a longer one our own rules say which tickets there are, and each part
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
  if (promptBudget === null || spec.length <= promptBudget) {
    const whole = { start: 0, end: spec.length };
    const ids = requirements.map(({ id }) => id);
    return { ...facts, skeleton: null, parts: [{ tickets: [], ranges: [whole], requirements: ids, omitted: [] }] };
  }
  const skeleton = draftTickets(document, { title, options, requirements });
  return { ...facts, skeleton, parts: planParts({ ...facts, skeleton, promptBudget }, options.outputDetail) };
}

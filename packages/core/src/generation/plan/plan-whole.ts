import { createHash } from "node:crypto";
import type { SpecDocument } from "../document.ts";
import { outlineOf } from "../outline.ts";
import { fitsDraft } from "../prompt/index.ts";
import type { Requirement } from "../trace/index.ts";
import type { GenerationPlan } from "./generation-plan.ts";

export interface PlanInput {
  document: SpecDocument;
  spec: string;
  title: string;
  requirements: readonly Requirement[];
  /** The size (`sizeOf`) of a prompt's data that fits one call; null where no model is asked. */
  promptBudget: number | null;
}

/**
 * What there is in a spec, and the one part that it is written in where it fits one call with the list of its
 * requirements. A longer one has no parts yet: `planInParts` makes them.
 */
export function planWhole({ document, spec, title, promptBudget, ...input }: PlanInput): GenerationPlan {
  const requirements = [...input.requirements];
  const facts = {
    specSha256: createHash("sha256").update(spec).digest("hex"),
    ...outlineOf(document, spec),
    requirements,
    promptBudget,
  };
  if (promptBudget !== null && !fitsDraft({ title, spec, plan: facts })) return { ...facts, skeleton: null, parts: [] };
  const whole = { start: 0, end: spec.length };
  const ids = requirements.map(({ id }) => id);
  return { ...facts, skeleton: null, parts: [{ tickets: [], ranges: [whole], requirements: ids, omitted: [] }] };
}

import { type GenerationOptions, type GenerationPlan, planInParts, planWhole } from "@tessera/core/generation";

type PlanInput = Parameters<typeof planWhole>[0] & { options: GenerationOptions };

/** The plan as stages 1 and 2 make it between them. */
export function planGeneration(input: PlanInput): GenerationPlan {
  const plan = planWhole(input);
  return plan.parts.length > 0 ? plan : planInParts(plan, input);
}

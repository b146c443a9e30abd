import { GenerationPlan } from "../generation/index.ts";

/** What a draft is written from. */
export interface Brief {
  spec: string;
  plan: GenerationPlan;
}

/** The plan as stage 1 has stored it. */
export function readPlan(text: string): GenerationPlan {
  return GenerationPlan.parse(JSON.parse(text));
}

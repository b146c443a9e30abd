export { composeDraft } from "./compose-draft.ts";
export { GenerationPlan, Part, Range } from "./generation-plan.ts";
export { planGeneration, planInParts } from "./plan-generation.ts";
export { planWhole } from "./plan-whole.ts";
export { readPart } from "./read-part.ts";

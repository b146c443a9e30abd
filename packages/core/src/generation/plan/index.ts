export { composeDraft } from "./compose-draft.ts";
export { GenerationPlan, Part, Range } from "./generation-plan.ts";
export { planGeneration } from "./plan-generation.ts";
export { readPart } from "./read-part.ts";

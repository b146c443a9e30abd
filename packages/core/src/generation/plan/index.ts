export { composeDraft } from "./compose-draft.ts";
export { GenerationPlan, Part, Range } from "./generation-plan.ts";
export { planInParts } from "./plan-in-parts.ts";
export { planWhole } from "./plan-whole.ts";
export { readPart } from "./read-part.ts";

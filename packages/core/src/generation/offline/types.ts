/** What the engine reads and writes, in one place for its folders. */
export type { SpecBlock, SpecDocument, SpecListItem, SpecSection } from "../document.ts";
export type { Draft, DraftTicket } from "../draft.ts";
export { criteriaLimits, type GenerationOptions } from "../options.ts";
export type { Requirement } from "../trace/index.ts";

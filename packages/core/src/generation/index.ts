export { faultOfEnd, findObjects } from "./answer/index.ts";
export { type BuildInput, type BuildVerdict, buildResult } from "./build-result.ts";
export { Change, changeActions } from "./changes.ts";
export type { SpecBlock, SpecDocument, SpecListItem, SpecReader, SpecSection } from "./document.ts";
export { Draft, DraftTicket, priorities, ticketTypes } from "./draft.ts";
export { draftTickets } from "./offline/index.ts";
export { GenerationOptions, outputDetails, resultTicketLimit } from "./options.ts";
export { composeDraft, GenerationPlan, Part, planInParts, planWhole, readPart } from "./plan/index.ts";
export {
  createLeakFinder,
  createSeal,
  type DraftPromptInput,
  draftPrompt,
  partPrompt,
  promptBudgetOf,
  type Seal,
} from "./prompt/index.ts";
export { GenerationRun, Ticket, TicketsResult } from "./result.ts";
export { sizeOf, sizeOfTokens, tokensOf } from "./size.ts";
export { shorten, tidyLine } from "./text.ts";
export {
  Coverage,
  coverageOf,
  findRequirements,
  Requirement,
  requirementKinds,
  requirementLimit,
  unexplained,
  unread,
  verifyCoverage,
} from "./trace/index.ts";

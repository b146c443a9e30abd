export { type BuildInput, type BuildVerdict, buildResult } from "./build-result.ts";
export type { SpecBlock, SpecDocument, SpecListItem, SpecReader, SpecSection } from "./document.ts";
export { Draft, DraftTicket, priorities, ticketTypes } from "./draft.ts";
export { draftTickets } from "./offline/index.ts";
export { GenerationOptions, outputDetails, resultTicketLimit } from "./options.ts";
export { outlineOf, type SpecOutline } from "./outline.ts";
export type { ModelAnswer, ModelRequest, TicketModel } from "./ports.ts";
export { GenerationRun, Ticket, TicketsResult } from "./result.ts";
export { Requirement, requirementKinds } from "./trace/index.ts";

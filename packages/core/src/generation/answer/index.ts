export { findObjects } from "./find-objects.ts";
export { faultOfEnd, readAnswer } from "./read-answer.ts";
export { readDraft } from "./read-draft.ts";
export { readTicket } from "./read-ticket.ts";

export { statedDependencies } from "./dependencies.ts";
export { type EpicGroup, epicTitle } from "./epics.ts";
export { planTickets } from "./plan.ts";
export { questionsOf } from "./questions.ts";
export { risksOf, type Target } from "./risks.ts";
export { summaryOf } from "./summary.ts";
export { epicOf, ticketOf } from "./ticket.ts";

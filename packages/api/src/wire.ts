/** What other ways in and out of the product share with its HTTP: apart from the app, which they must not carry. */
export { EmailReceived, TicketRequested } from "./support/intake-wire.ts";
export { toJobWire } from "./ticket-jobs/job-wire.ts";
export { type SubmitLimits, submitFromWire } from "./ticket-jobs/submit-wire.ts";

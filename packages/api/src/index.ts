export { createApp } from "./app.ts";
export type { AppDependencies, Consumed, RequestContext } from "./http/dependencies.ts";
export { toJobWire } from "./ticket-jobs/job-wire.ts";
export { type SubmitLimits, submitFromWire } from "./ticket-jobs/submit-wire.ts";

export { createEgress, type Egress, type EgressRequest } from "./egress.ts";
export type { EgressFailure, EgressResponse } from "./exchange.ts";
export type { Resolver } from "./resolver.ts";
export { parseRetryAfter } from "./retry-after.ts";

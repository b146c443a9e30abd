export { type EventType, eventOf, eventTypes, ProductEvent } from "./event.ts";
export { inboundEventPattern } from "./inbound.ts";

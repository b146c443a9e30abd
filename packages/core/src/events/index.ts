export { chainLimit, depthOf, eventSource } from "./automation.ts";
export { type EventType, eventOf, eventsVersion, eventTypes, ProductEvent } from "./event.ts";
export { eventData } from "./event-data.ts";
export { anomalyEventType, type InboundEventType, inboundEventTypes } from "./inbound.ts";
export { eventRoutes } from "./routes.ts";

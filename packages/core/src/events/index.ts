export { automationEventPattern, chainLimit, depthOf, eventSource } from "./automation.ts";
export { type EventType, eventOf, eventsVersion, eventTypes, ProductEvent } from "./event.ts";
export { eventData } from "./event-data.ts";
export { type InboundEventType, inboundEventPattern, inboundEventTypes } from "./inbound.ts";

export { type EventType, eventOf, eventTypes, ProductEvent } from "./event.ts";

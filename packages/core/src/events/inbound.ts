/** Events of others that the product takes in. */
export const inboundEventTypes = [
  "tickets.generation_requested",
  "support.ticket_requested",
  "support.email_received",
] as const;
export type InboundEventType = (typeof inboundEventTypes)[number];

/** The same as an EventBridge pattern: the rule before the intake queue. */
export const inboundEventPattern = { "detail-type": [...inboundEventTypes] };

/** Requests of others that the product takes in. */
export const inboundEventTypes = [
  "tickets.generation_requested",
  "support.ticket_requested",
  "support.email_received",
] as const;
export type InboundEventType = (typeof inboundEventTypes)[number];

/** An anomaly that others have found (LC-20). */
export const anomalyEventType = "incidents.anomaly_detected";

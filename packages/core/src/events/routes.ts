import { eventSource } from "./automation.ts";
import { anomalyEventType, inboundEventTypes } from "./inbound.ts";

/**
 * Which events on the bus go into which queue, as EventBridge patterns: for the rules of the cloud and those of the local
 * bus. An event goes through a queue, so that none is lost when its function fails.
 */
export const eventRoutes = {
  /** Requests of others. */
  intake: { "detail-type": [...inboundEventTypes] },
  /** Apart from the requests: they come in crowds. */
  anomalies: { "detail-type": [anomalyEventType] },
  /** The product's own events of tickets, for triggers and agents (PX-66). */
  automations: { source: [eventSource], "detail-type": [{ prefix: "ticket." }] },
} as const;

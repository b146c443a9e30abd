import * as z from "zod";
import type { AuditEntry } from "../audit/index.ts";

/** Every event that the product publishes (REQUIREMENTS 0.7). An audit entry of another action stays inside. */
export const eventTypes = [
  "job.accepted",
  "job.started",
  "job.stage_changed",
  "job.completed",
  "job.failed",
  "job.cancelled",
  "job.expired",
  "job.callback_failed",
  "ticket.created",
  "ticket.updated",
  "ticket.status_changed",
  "ticket.priority_changed",
  "ticket.category_changed",
  "ticket.assigned",
  "ticket.tag_added",
  "ticket.tag_removed",
  "ticket.message_added",
  "ticket.note_added",
  "ticket.mentioned",
  "ticket.agent_dispatched",
  "ticket.converted",
  "ticket.follow_up_created",
  "ticket.deleted",
  "ticket.restored",
  "ticket.sla_warning",
  "ticket.sla_breached",
  "ticket.first_response_warning",
  "ticket.first_response_breached",
  "incident.created",
  "incident.grouped",
  "incident.acknowledged",
  "incident.escalated",
  "incident.resolved",
  "incident.reopened",
  "incident.forward_failed",
] as const;
export type EventType = (typeof eventTypes)[number];

/** Of the envelope and of all `data`: fields may be added under it, none is taken away or changes its meaning. */
export const eventsVersion = 1;

/** The envelope of every event; consumers keep `eventId` to see each event once. */
export const ProductEvent = z.object({
  /** Events of before the first version carry none. */
  version: z.literal(eventsVersion).default(eventsVersion),
  eventId: z.string(),
  type: z.enum(eventTypes),
  tenantId: z.string(),
  at: z.string(),
  actor: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  data: z.record(z.string(), z.unknown()),
  correlationId: z.string(),
});
export type ProductEvent = z.infer<typeof ProductEvent>;

/** Audit trails that are not named after what their events are about. */
const subjectKinds: Partial<Record<string, string>> = { incident_anomalies: "incident" };

/**
 * The event of a committed change, or null where the change has none. An event is its audit entry, seen from outside:
 * it exists exactly when the change does, and has the entry's id however often it is published.
 */
export function eventOf(entry: AuditEntry): ProductEvent | null {
  const type = eventTypes.find((name) => name === entry.action);
  if (!type) return null;
  return {
    version: eventsVersion,
    eventId: entry.id,
    type,
    tenantId: entry.tenantId,
    at: entry.at,
    actor: entry.actor,
    subject: { kind: subjectKinds[entry.subjectType] ?? entry.subjectType, id: entry.subjectId },
    data: { ...entry.details, oldValue: entry.oldValue, newValue: entry.newValue },
    correlationId: entry.correlationId,
  };
}

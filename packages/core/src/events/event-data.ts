import * as z from "zod";
import { ForwardMessage, IncidentStatus } from "../incidents/index.ts";
import { PlatformName, Severity } from "../settings/index.ts";
import { SlaMetricEvent, slaTargets } from "../sla/index.ts";
import {
  TicketCategory,
  TicketPriority,
  TicketSource,
  TicketStatus,
  ticketPriorities,
  ticketStatuses,
} from "../tickets/index.ts";
import type { EventType } from "./event.ts";

/** Where a ticket stands after the change: what rules match on. Never a text that somebody wrote. */
const ticket = z.object({
  number: z.int(),
  status: TicketStatus,
  priority: TicketPriority,
  category: TicketCategory,
  source: TicketSource,
  teamId: z.string().nullable(),
  assigneeId: z.string().nullable(),
});

const nothing = z.null();

/** What every event of a ticket carries, and what this one tells beside that. */
function ofTicket<Details extends z.ZodRawShape>(
  values: { oldValue?: z.ZodType; newValue?: z.ZodType },
  details: Details = {} as Details,
) {
  return z.object({
    ticket,
    /** How many automations stand between a person and this change; absent where a person made it. */
    depth: z.int().min(1).optional(),
    /** What the change meant for the ticket's targets. */
    sla: z.array(SlaMetricEvent).optional(),
    oldValue: values.oldValue ?? nothing,
    newValue: values.newValue ?? nothing,
    ...details,
  });
}

/** Of the fields that changed, those that are no text of somebody. */
const changedFields = z.object({ teamId: z.string().nullable().optional() });
const tagId = z.string();
const messageId = z.string();
const slaDetails = { target: z.enum(slaTargets), deadline: z.iso.datetime() };

const jobState = z.object({ status: z.string(), stage: z.string() });
/** An event of a job: where it stood, where it stands, and what else its history keeps of that move. */
const ofJob = z.looseObject({ oldValue: jobState.loose().nullable(), newValue: jobState.loose().nullable() });

/** Where an incident stands after the change. Never its title: that is made of logs. */
const incident = z.object({
  severity: Severity,
  status: IncidentStatus,
  service: z.string(),
  anomalyCount: z.int().min(1),
});

/** What every event of an incident carries, and what this one tells beside that. */
function ofIncident<Details extends z.ZodRawShape>(
  values: { oldValue?: z.ZodType; newValue?: z.ZodType },
  details: Details = {} as Details,
) {
  return z.object({
    incident,
    oldValue: values.oldValue ?? nothing,
    newValue: values.newValue ?? nothing,
    ...details,
  });
}

/** The change in the words of the incident's trail (LC-60). */
const text = z.string();
const moved = { oldValue: IncidentStatus, newValue: IncidentStatus };
const failures = z.array(z.object({ platform: PlatformName, reason: z.string() }));

/** The `data` of every event, by its type: the source of docs/EVENTS.md, and held against real events by tests. */
export const eventData = {
  "job.accepted": ofJob,
  "job.started": ofJob,
  "job.stage_changed": ofJob,
  "job.completed": ofJob,
  "job.failed": ofJob,
  "job.cancelled": ofJob,
  "job.expired": ofJob,
  "job.callback_failed": ofJob,
  "ticket.created": ofTicket(
    { newValue: z.object({ status: z.enum(ticketStatuses), priority: z.enum(ticketPriorities) }) },
    { followUpOfId: z.string().optional() },
  ),
  "ticket.updated": ofTicket({ oldValue: changedFields, newValue: changedFields }, { fields: z.array(z.string()) }),
  "ticket.status_changed": ofTicket({ oldValue: TicketStatus, newValue: TicketStatus }),
  "ticket.priority_changed": ofTicket({ oldValue: TicketPriority, newValue: TicketPriority }),
  "ticket.category_changed": ofTicket({ oldValue: TicketCategory, newValue: TicketCategory }),
  "ticket.assigned": ofTicket({ oldValue: z.string().nullable(), newValue: z.string().nullable() }),
  "ticket.tag_added": ofTicket({ newValue: z.string() }, { tagId }),
  "ticket.tag_removed": ofTicket({ oldValue: z.string() }, { tagId }),
  "ticket.message_added": ofTicket({ newValue: messageId }, { messageId, isInternalNote: z.literal(false) }),
  "ticket.note_added": ofTicket({ newValue: messageId }, { messageId, isInternalNote: z.literal(true) }),
  "ticket.mentioned": ofTicket({}, { handles: z.array(z.string()), messageId, isInternalNote: z.boolean() }),
  "ticket.agent_dispatched": ofTicket({ newValue: z.string() }, { handles: z.array(z.string()) }),
  "ticket.converted": ofTicket({ newValue: z.string() }, { issueNumber: z.int() }),
  "ticket.follow_up_created": ofTicket({ newValue: z.string() }, { followUpNumber: z.int() }),
  "ticket.deleted": ofTicket({}),
  "ticket.restored": ofTicket({}),
  "ticket.sla_warning": ofTicket({}, slaDetails),
  "ticket.sla_breached": ofTicket({}, slaDetails),
  "ticket.first_response_warning": ofTicket({}, slaDetails),
  "ticket.first_response_breached": ofTicket({}, slaDetails),
  "incident.created": ofIncident(
    { newValue: z.literal("open") },
    { text, platforms: z.array(PlatformName), suppressedBy: z.literal("flapping").optional() },
  ),
  "incident.grouped": ofIncident({ oldValue: z.int(), newValue: z.int() }),
  "incident.acknowledged": ofIncident(moved, { text }),
  "incident.escalated": ofIncident(moved, { text, escalatedTo: z.array(PlatformName), failures }),
  "incident.resolved": ofIncident(moved, { text }),
  "incident.reopened": ofIncident(moved, { text }),
  "incident.forward_failed": ofIncident(
    {},
    {
      text,
      platform: PlatformName,
      message: ForwardMessage.shape.action,
      reason: z.string(),
      attempts: z.int().min(1),
    },
  ),
} as const satisfies Record<EventType, z.ZodType>;

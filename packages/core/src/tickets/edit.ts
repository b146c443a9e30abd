import type { SlaMetricEvent } from "../sla/index.ts";
import { mayMove, stampStatus } from "./rules.ts";
import type { Ticket, TicketCategory, TicketPriority, TicketStatus } from "./ticket.ts";

/** One thing that happened to a ticket: an audit entry in the making, and with it an event and an activity. */
export interface Fact {
  action: TicketAction;
  oldValue?: unknown;
  newValue?: unknown;
  details?: Record<string, unknown>;
  /** Who did it, where that is not the doer of the whole change. */
  actor?: string;
  /** What of the ticket's targets this records. */
  sla?: readonly SlaMetricEvent[];
}

/** PX-48's nine types of activity, in the words of the events (0.7). */
export const activityActions = [
  "ticket.created",
  "ticket.status_changed",
  "ticket.priority_changed",
  "ticket.assigned",
  "ticket.category_changed",
  "ticket.tag_added",
  "ticket.tag_removed",
  "ticket.message_added",
  "ticket.note_added",
] as const;

/** What happens to a ticket beside that. */
export const otherTicketActions = [
  "ticket.updated",
  "ticket.mentioned",
  "ticket.converted",
  "ticket.follow_up_created",
  "ticket.deleted",
  "ticket.restored",
  "ticket.message_edited",
  "ticket.message_deleted",
  "ticket.sla_warning",
  "ticket.sla_breached",
  "ticket.first_response_warning",
  "ticket.first_response_breached",
  "ticket.agent_dispatched",
  "ticket.action_skipped",
  "ticket.incident_linked",
  "ticket.incident_unlinked",
] as const;

export type TicketAction = (typeof activityActions)[number] | (typeof otherTicketActions)[number];

/** A change while it is being decided: the ticket as it would be, and what happened to it. */
export interface Change {
  ticket: Ticket;
  facts: readonly Fact[];
}

export interface TicketEdits {
  subject?: string | undefined;
  description?: string | undefined;
  status?: TicketStatus | undefined;
  priority?: TicketPriority | undefined;
  category?: TicketCategory | undefined;
  teamId?: string | null | undefined;
  assigneeId?: string | null | undefined;
  contactEmail?: string | null | undefined;
  contactName?: string | null | undefined;
  /** All of them, with their names for the record. */
  tags?: readonly { id: string; name: string }[] | undefined;
}

export interface EditTerms {
  /** ISO time of the change. */
  at: string;
  reopenDays: number;
  /** Names of the tags that the ticket carries now; one that is gone goes by its id. */
  tagNames?: ReadonlyMap<string, string>;
}

/** The edits that change something, each with its record (PX-7): what stays as it is leaves no trace. */
export function editTicket(ticket: Ticket, edits: TicketEdits, terms: EditTerms): Change {
  let change: Change = { ticket, facts: [] };
  change = setFields(change, edits);
  if (edits.status !== undefined) change = setStatus(change, edits.status, terms);
  if (edits.priority !== undefined) change = setOne(change, "priority", edits.priority, "ticket.priority_changed");
  if (edits.category !== undefined) change = setOne(change, "category", edits.category, "ticket.category_changed");
  if (edits.assigneeId !== undefined) change = setOne(change, "assigneeId", edits.assigneeId, "ticket.assigned");
  if (edits.tags !== undefined) change = setTags(change, edits.tags, terms);
  return change;
}

/** Where `status` is a move that the rules allow; the verb has refused the others. */
export function setStatus({ ticket, facts }: Change, status: TicketStatus, terms: EditTerms): Change {
  if (ticket.status === status || !mayMove(ticket.status, status)) return { ticket, facts };
  const fact: Fact = { action: "ticket.status_changed", oldValue: ticket.status, newValue: status };
  return { ticket: stampStatus(ticket, status, terms.at, terms.reopenDays), facts: [...facts, fact] };
}

function setOne<Field extends "priority" | "category" | "assigneeId">(
  { ticket, facts }: Change,
  field: Field,
  value: Ticket[Field],
  action: TicketAction,
): Change {
  if (ticket[field] === value) return { ticket, facts };
  return {
    ticket: { ...ticket, [field]: value },
    facts: [...facts, { action, oldValue: ticket[field], newValue: value }],
  };
}

const plainFields = ["subject", "description", "teamId", "contactEmail", "contactName"] as const;

/**
 * Fields without an activity of their own are one record: it names them, and repeats no text that somebody wrote, as
 * records live for ever and travel as events.
 */
function setFields({ ticket, facts }: Change, edits: TicketEdits): Change {
  const changed = plainFields.filter((field) => edits[field] !== undefined && edits[field] !== ticket[field]);
  if (changed.length === 0) return { ticket, facts };
  const after: Ticket = { ...ticket, ...Object.fromEntries(changed.map((field) => [field, edits[field]])) };
  const values = ({ teamId }: Ticket) => (changed.includes("teamId") ? { teamId } : {});
  const fact: Fact = {
    action: "ticket.updated",
    oldValue: values(ticket),
    newValue: values(after),
    details: { fields: changed },
  };
  return { ticket: after, facts: [...facts, fact] };
}

function setTags({ ticket, facts }: Change, tags: NonNullable<TicketEdits["tags"]>, terms: EditTerms): Change {
  const wanted = new Map(tags.map((tag) => [tag.id, tag.name]));
  const nameOf = (id: string) => wanted.get(id) ?? terms.tagNames?.get(id) ?? id;
  const added = [...wanted.keys()].filter((id) => !ticket.tagIds.includes(id));
  const removed = ticket.tagIds.filter((id) => !wanted.has(id));
  if (added.length === 0 && removed.length === 0) return { ticket, facts };
  const removals = removed.map(
    (id): Fact => ({ action: "ticket.tag_removed", oldValue: nameOf(id), details: { tagId: id } }),
  );
  const additions = added.map(
    (id): Fact => ({ action: "ticket.tag_added", newValue: nameOf(id), details: { tagId: id } }),
  );
  const tagIds = [...ticket.tagIds.filter((id) => wanted.has(id)), ...added];
  return { ticket: { ...ticket, tagIds }, facts: [...facts, ...removals, ...additions] };
}

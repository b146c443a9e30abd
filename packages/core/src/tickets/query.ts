import type { PageRequest } from "../access/index.ts";
import type { Ticket, TicketCategory, TicketPriority, TicketStatus } from "./ticket.ts";

/** What a list may be narrowed to (PX-5): values of one field are alternatives, fields add up. */
export interface TicketFilter {
  status?: readonly TicketStatus[] | undefined;
  priority?: readonly TicketPriority[] | undefined;
  category?: readonly TicketCategory[] | undefined;
  /** Null: nobody's. */
  assigneeId?: readonly (string | null)[] | undefined;
  teamId?: readonly string[] | undefined;
  tagId?: readonly string[] | undefined;
  contactEmail?: string | undefined;
  /** A part of the subject, the description, or the contact's name or address, in any case. */
  q?: string | undefined;
  slaBreached?: boolean | undefined;
}

export const ticketSorts = [
  "-createdAt",
  "createdAt",
  "-updatedAt",
  "updatedAt",
  "slaDeadline",
  "-slaDeadline",
] as const;
export type TicketSort = (typeof ticketSorts)[number];

export interface TicketQuery extends PageRequest {
  filter: TicketFilter;
  sort: TicketSort;
  now: Date;
  /** Tickets to leave out at the front, where no cursor says where to start. */
  offset?: number | undefined;
}

/** The numbers of PX-10. Averages are null where there is nothing to average. */
export interface TicketStatistics {
  total: number;
  byStatus: Record<TicketStatus, number>;
  byPriority: Record<TicketPriority, number>;
  slaBreached: number;
  unassigned: number;
  avgFirstResponseMinutes: number | null;
  avgResolutionMinutes: number | null;
}

/** Whether a ticket belongs into a list: the one rule behind lists and statistics. */
export function matchesFilter(ticket: Ticket, filter: TicketFilter, isBreached: (ticket: Ticket) => boolean): boolean {
  return (
    ticket.deletedAt === null &&
    isAmong(filter.status, ticket.status) &&
    isAmong(filter.priority, ticket.priority) &&
    isAmong(filter.category, ticket.category) &&
    isAmong(filter.assigneeId, ticket.assigneeId) &&
    (filter.teamId === undefined || (ticket.teamId !== null && filter.teamId.includes(ticket.teamId))) &&
    (filter.tagId === undefined || ticket.tagIds.some((id) => filter.tagId?.includes(id))) &&
    (filter.contactEmail === undefined || ticket.contactEmail === filter.contactEmail) &&
    (filter.q === undefined || holdsText(ticket, filter.q)) &&
    (filter.slaBreached === undefined || isBreached(ticket) === filter.slaBreached)
  );
}

function isAmong<Value>(wanted: readonly Value[] | undefined, value: Value): boolean {
  return wanted === undefined || wanted.includes(value);
}

function holdsText(ticket: Ticket, q: string): boolean {
  const part = fold(q);
  return [ticket.subject, ticket.description, ticket.contactName, ticket.contactEmail].some(
    (text) => text !== null && fold(text).includes(part),
  );
}

function fold(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

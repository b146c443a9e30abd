import type { IncidentLinks } from "@tessera/core/links";
import { TicketPriority, TicketStatus } from "@tessera/core/tickets";
import { issueKey, issueStatuses } from "@tessera/core/work-items";
import * as z from "zod";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const reference = z.string().min(1).max(128);

/** A ticket by its id or number, or an issue by its id or key. */
export const LinkWire = z
  .union([z.strictObject({ ticketId: reference }), z.strictObject({ issueId: reference })])
  .openapi("IncidentLink");

const LinkedTicketWire = z
  .strictObject({
    id: z.string(),
    ticketNumber: z.int(),
    subject: z.string(),
    status: TicketStatus,
    priority: TicketPriority,
  })
  .openapi("IncidentLinkedTicket");

export const LinksWire = z
  .strictObject({
    tickets: z.array(LinkedTicketWire),
    issue: z.union([
      z.strictObject({ id: z.string(), key: z.string(), title: z.string(), status: z.enum(issueStatuses) }),
      z.null(),
    ]),
    suggestedTickets: z.array(LinkedTicketWire).openapi({
      description: "Tickets at work that carry a tag with the name of the incident's service, and are not linked yet.",
    }),
  })
  .openapi("IncidentLinks");

export function linksToWire({ tickets, issue, suggestedTickets }: IncidentLinks): z.infer<typeof LinksWire> {
  return {
    tickets: tickets.map(ticketOf),
    issue: issue && { id: issue.id, key: issueKey(issue), title: issue.title, status: issue.status },
    suggestedTickets: suggestedTickets.map(ticketOf),
  };
}

function ticketOf({ id, number, subject, status, priority }: IncidentLinks["tickets"][number]) {
  return { id, ticketNumber: number, subject, status, priority };
}

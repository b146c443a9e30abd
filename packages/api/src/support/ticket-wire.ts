import type { User } from "@tessera/core/access";
import {
  subjectLimit,
  type Tag,
  type Ticket,
  TicketCategory,
  TicketPriority,
  TicketSource,
  TicketStatus,
  type TicketView,
  tagLimit,
  textLimit,
} from "@tessera/core/tickets";
import * as z from "zod";
import { isWithin, text } from "../http/text.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
const time = z.iso.datetime();

/** A text that may be empty. */
export const longText = z
  .string()
  .refine((value) => value.isWellFormed(), "must be well-formed Unicode")
  .refine((value) => isWithin(value, textLimit), `must have at most ${textLimit} characters`);

/** Any id of ours; what is none is nobody's (K7). */
export const AnyId = z
  .string()
  .min(1)
  .max(128)
  .refine((value) => value.isWellFormed(), "must be well-formed Unicode");

/** In the form in which addresses are compared. */
export const EmailAddress = z
  .string()
  .trim()
  .max(320)
  .pipe(z.email("must be an e-mail address"))
  .transform((address) => address.toLowerCase());

const subject = text(subjectLimit).transform((value) => value.trim());

const fields = {
  subject: subject.optional(),
  description: longText.optional(),
  status: TicketStatus.optional(),
  priority: TicketPriority.optional(),
  category: TicketCategory.optional(),
  teamId: nullable(AnyId).optional(),
  assigneeId: nullable(AnyId).optional(),
  contactEmail: nullable(EmailAddress).optional(),
  contactName: nullable(text(200)).optional(),
  tags: z
    .array(text(100))
    .max(tagLimit)
    .optional()
    .openapi({ description: "Ids or names of tags; all tags that the ticket is to have." }),
};

export const NewTicketWire = z
  .strictObject({ ...fields, subject, source: TicketSource.optional() })
  .openapi("NewSupportTicket");

export const TicketPatchWire = z
  .strictObject({
    ...fields,
    version: z.int().min(1).optional().openapi({ description: "As `If-Match`: the version that the caller has seen." }),
  })
  .openapi("SupportTicketPatch");

export const AssignWire = z.strictObject({ assigneeId: nullable(AnyId) }).openapi("SupportTicketAssignment");

export const PersonWire = z
  .strictObject({ id: z.string(), name: z.string(), email: z.string() })
  .openapi("SupportPerson");

export const TicketTagWire = z
  .strictObject({ id: z.string(), name: z.string(), color: z.string(), teamId: nullable(z.string()) })
  .openapi("SupportTicketTag");

const id = nullable(z.string());

export const TicketWire = z
  .strictObject({
    id: z.string(),
    ticketNumber: z.int(),
    subject: z.string(),
    description: z.string(),
    status: TicketStatus,
    priority: TicketPriority,
    category: TicketCategory,
    source: TicketSource,
    teamId: id,
    assigneeId: id,
    creatorId: id,
    contactEmail: nullable(z.string()),
    contactName: nullable(z.string()),
    slaDeadline: nullable(time),
    firstResponseDeadline: nullable(time),
    slaBreached: z.boolean(),
    firstResponseBreached: z.boolean(),
    firstResponseAt: nullable(time),
    resolvedAt: nullable(time),
    closedAt: nullable(time),
    tags: z.array(TicketTagWire),
    messageCount: z.int(),
    followUpOfId: id,
    followUpIds: z.array(z.string()),
    issueId: id,
    incidentIds: z.array(z.string()).openapi({ description: "Incidents that the customer feels." }),
    createdAt: time,
    updatedAt: time,
    version: z.int(),
    assignee: nullable(PersonWire).optional().openapi({ description: "Not in lists." }),
    creator: nullable(PersonWire).optional().openapi({ description: "Not in lists." }),
    descriptionHtml: z.string().optional().openapi({ description: "Sanitized; with `?render=html` alone." }),
  })
  .openapi("SupportTicket");

/** A ticket as its customer sees it: nothing of what happens inside (PX-41). */
export const ContactTicketWire = TicketWire.pick({
  id: true,
  ticketNumber: true,
  subject: true,
  description: true,
  status: true,
  priority: true,
  category: true,
  source: true,
  contactEmail: true,
  contactName: true,
  resolvedAt: true,
  closedAt: true,
  messageCount: true,
  followUpOfId: true,
  followUpIds: true,
  createdAt: true,
  updatedAt: true,
  descriptionHtml: true,
}).openapi("SupportContactTicket");

/** What members and customers see alike. */
function sharedFields(ticket: Ticket) {
  return {
    id: ticket.id,
    ticketNumber: ticket.number,
    subject: ticket.subject,
    description: ticket.description,
    status: ticket.status,
    priority: ticket.priority,
    category: ticket.category,
    source: ticket.source,
    contactEmail: ticket.contactEmail,
    contactName: ticket.contactName,
    resolvedAt: ticket.resolvedAt,
    closedAt: ticket.closedAt,
    followUpOfId: ticket.followUpOfId,
    followUpIds: ticket.followUpIds,
    createdAt: ticket.createdAt,
  };
}

/** A ticket as lists show it. */
export function ticketToWire({ ticket, tags, ...view }: TicketView): z.infer<typeof TicketWire> {
  const { sla } = ticket;
  return {
    ...sharedFields(ticket),
    teamId: ticket.teamId,
    assigneeId: ticket.assigneeId,
    creatorId: ticket.creatorId,
    slaDeadline: sla?.resolution?.deadline ?? null,
    firstResponseDeadline: sla?.firstResponse?.deadline ?? null,
    slaBreached: view.slaBreached,
    firstResponseBreached: view.firstResponseBreached,
    firstResponseAt: ticket.firstResponseAt,
    tags: tags.map(tagOfTicket),
    messageCount: ticket.messageCount,
    issueId: ticket.issueId,
    incidentIds: ticket.incidentIds,
    updatedAt: ticket.updatedAt,
    version: ticket.version,
  };
}

/** A ticket with the people that it names (PX-6). */
export function ticketInFull(view: TicketView): z.infer<typeof TicketWire> {
  return { ...ticketToWire(view), assignee: personToWire(view.assignee), creator: personToWire(view.creator) };
}

export function ticketForContact({ ticket }: TicketView): z.infer<typeof ContactTicketWire> {
  const { publicMessageCount: messageCount, publicUpdatedAt: updatedAt } = ticket;
  return { ...sharedFields(ticket), messageCount, updatedAt };
}

function tagOfTicket({ id, name, color, teamId }: Tag): z.infer<typeof TicketTagWire> {
  return { id, name, color, teamId };
}

function personToWire(user: User | null): z.infer<typeof PersonWire> | null {
  return user && { id: user.id, name: user.name, email: user.email };
}

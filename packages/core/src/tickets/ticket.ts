import * as z from "zod";
import { AuditHead, emptyHead } from "../audit/index.ts";
import { SlaState } from "../sla/index.ts";

export const ticketStatuses = ["open", "pending", "on_hold", "resolved", "closed"] as const;
export const TicketStatus = z.enum(ticketStatuses);
export type TicketStatus = z.infer<typeof TicketStatus>;

export const ticketPriorities = ["low", "medium", "high", "urgent"] as const;
export const TicketPriority = z.enum(ticketPriorities);
export type TicketPriority = z.infer<typeof TicketPriority>;

export const ticketCategories = ["general", "bug", "feature", "billing", "account", "technical"] as const;
export const TicketCategory = z.enum(ticketCategories);
export type TicketCategory = z.infer<typeof TicketCategory>;

export const ticketSources = ["web", "email", "portal", "api"] as const;
export const TicketSource = z.enum(ticketSources);
export type TicketSource = z.infer<typeof TicketSource>;

const time = z.string();
const id = z.string();

/** A request of a customer (PX-1). Its thread, its tags and its past are rows of their own. */
export const Ticket = z.object({
  id,
  tenantId: id,
  /** Counts up in each tenant; never used again (PX-4). */
  number: z.number().int().min(1),
  subject: z.string(),
  description: z.string(),
  status: TicketStatus,
  priority: TicketPriority,
  category: TicketCategory,
  source: TicketSource,
  teamId: id.nullable(),
  assigneeId: id.nullable(),
  /** Who inside has written it down; null where the customer did (D-19). */
  creatorId: id.nullable(),
  /** In lower case. */
  contactEmail: z.string().nullable(),
  contactName: z.string().nullable(),
  tagIds: z.array(id),
  messageCount: z.number().int().min(0),
  /** Without internal notes: what the customer may know (PX-41). */
  publicMessageCount: z.number().int().min(0),
  firstResponseAt: time.nullable(),
  resolvedAt: time.nullable(),
  closedAt: time.nullable(),
  /** When a resolved ticket closes by itself (PX-22); null in every other status. */
  autoCloseAt: time.nullable(),
  /** Deadlines and what became of them; null as long as no policy has ever matched and nothing was held. */
  sla: SlaState.nullable(),
  followUpOfId: id.nullable(),
  followUpIds: z.array(id),
  /** The issue that it was converted to (PX-62). */
  issueId: id.nullable(),
  /** The incidents that its customer feels (G-4). */
  incidentIds: z.array(id).default([]),
  createdAt: time,
  updatedAt: time,
  /** The last change that the customer may know of. */
  publicUpdatedAt: time,
  deletedAt: time.nullable(),
  deletedBy: z.string().nullable(),
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type Ticket = z.infer<typeof Ticket>;

/** A ticket to which nothing has happened yet: what a new one, and one that follows up, start from (PX-3, PX-21). */
export function untouchedTicket(identity: Pick<Ticket, "id" | "tenantId" | "number" | "createdAt">): Ticket {
  const { createdAt } = identity;
  return {
    ...identity,
    subject: "",
    description: "",
    status: "open",
    priority: "medium",
    category: "general",
    source: "api",
    teamId: null,
    assigneeId: null,
    creatorId: null,
    contactEmail: null,
    contactName: null,
    tagIds: [],
    messageCount: 0,
    publicMessageCount: 0,
    firstResponseAt: null,
    resolvedAt: null,
    closedAt: null,
    autoCloseAt: null,
    sla: null,
    followUpOfId: null,
    followUpIds: [],
    issueId: null,
    incidentIds: [],
    updatedAt: createdAt,
    publicUpdatedAt: createdAt,
    deletedAt: null,
    deletedBy: null,
    version: 1,
    audit: emptyHead,
  };
}

/** In code points. */
export const subjectLimit = 255;
export const textLimit = 65_536;
export const tagLimit = 20;

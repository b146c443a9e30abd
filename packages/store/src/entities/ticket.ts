import { nextDueAt } from "@tessera/core/sla";
import { isEnded, Ticket } from "@tessera/core/tickets";
import * as z from "zod";
import { defineEntity, type EntityKeys, type Key } from "../entity.ts";
import { shardOf, shards } from "./shard.ts";
import { timeKey } from "./sort-key.ts";

const partitionPrefix = "TICKET#";

/** The tenant is part of the key: what another tenant asks for is simply not there (J2). */
function partitionOf(tenantId: string, ticketId: string): string {
  return `${partitionPrefix}${tenantId}#${ticketId}`;
}

/** One ticket by id -> every read and write of a ticket. */
export function ticketKey(tenantId: string, ticketId: string): Key {
  return { pk: partitionOf(tenantId, ticketId), sk: "TICKET" };
}

/** What a ticket's partition is called, for the rows that lie in it (messages, attachments). */
export function ticketPartition({ tenantId, ticketId }: { tenantId: string; ticketId: string }): string {
  return partitionOf(tenantId, ticketId);
}

/** The tenant and the ticket that a key of its partition belongs to. */
export function ticketOfKey(key: Key): { tenantId: string; ticketId: string } {
  const [tenantId = "", ticketId = ""] = key.pk.slice(partitionPrefix.length).split("#");
  return { tenantId, ticketId };
}

/** Which ticket has this number (PX-4): taken once and for ever -> TicketStore.find by number. */
export function ticketNumberKey(tenantId: string, number: number): Key {
  return { pk: `TICKETNUMBER#${tenantId}#${number}`, sk: "NUMBER" };
}

export const ticketNumberEntity = defineEntity({
  name: "ticket number",
  schema: z.object({ tenantId: z.string(), number: z.number().int(), ticketId: z.string() }),
  keys: ({ tenantId, number }) => ticketNumberKey(tenantId, number),
});

const of = (tenantId: string) => `TENANT#${tenantId}#TICKETS`;

/** A tenant's tickets, and those with one value of a field, all by creation -> TicketStore.list. */
export const ticketLists = {
  all: (tenantId: string) => ({ index: "gsi1", pk: of(tenantId) }) as const,
  status: (tenantId: string, status: string) => ({ index: "gsi3", pk: `${of(tenantId)}#STATUS#${status}` }) as const,
  priority: (tenantId: string, priority: string) =>
    ({ index: "gsi4", pk: `${of(tenantId)}#PRIORITY#${priority}` }) as const,
  category: (tenantId: string, category: string) =>
    ({ index: "gsi5", pk: `${of(tenantId)}#CATEGORY#${category}` }) as const,
  /** Without an assignee: nobody's. */
  assigneeId: (tenantId: string, assigneeId: string | null) =>
    ({ index: "gsi6", pk: `${of(tenantId)}#ASSIGNEE#${assigneeId ?? "-"}` }) as const,
  teamId: (tenantId: string, teamId: string) => ({ index: "gsi7", pk: `${of(tenantId)}#TEAM#${teamId}` }) as const,
  contactEmail: (tenantId: string, email: string) =>
    ({ index: "gsi8", pk: `${of(tenantId)}#CONTACT#${email}` }) as const,
  /** Those that carry a tag stand in the table itself: a ticket has many, and an index entry only one place. */
  tagId: (tenantId: string, tagId: string) => ({ pk: `${of(tenantId)}#TAG#${tagId}` }) as const,
  /** By last change, those at work and those that have ended -> `sort=updatedAt`. */
  updated: (tenantId: string, hasEnded: boolean) => ({ index: "gsi9", pk: byEnd(tenantId, hasEnded) }) as const,
  /** By deadline, those without one last -> `sort=slaDeadline`. */
  deadline: (tenantId: string, hasEnded: boolean) => ({ index: "gsi10", pk: byEnd(tenantId, hasEnded) }) as const,
} as const;

function byEnd(tenantId: string, hasEnded: boolean): string {
  return `${of(tenantId)}#${hasEnded ? "ENDED" : "WORKING"}`;
}

/** Behind every time there is. */
const noDeadline = "9999";

/** Tickets by when a warning or a deadline comes -> sweepSla; what is overdue and not yet marked -> statistics. */
export const slaDue = shards.map((shard) => ({ index: "gsi2", pk: `DUE#SLA#${shard}` }) as const);

/** Resolved tickets by when they close by themselves -> sweepAutoClose. */
export const closingDue = shards.map((shard) => ({ index: "gsi2", pk: `DUE#CLOSE#${shard}` }) as const);

export const ticketEntity = defineEntity({
  name: "ticket",
  schema: Ticket,
  keys: (ticket) => ({ ...ticketKey(ticket.tenantId, ticket.id), ...(ticket.deletedAt === null && listKeys(ticket)) }),
});

/** A deleted ticket is in no list and never due (PX-8). */
function listKeys(ticket: Ticket): Omit<EntityKeys, "pk" | "sk"> {
  const { tenantId, id, createdAt, teamId, contactEmail } = ticket;
  const sk = timeKey(createdAt, id);
  const deadline = ticket.sla?.resolution?.deadline ?? noDeadline;
  return {
    gsi1: { pk: ticketLists.all(tenantId).pk, sk },
    ...dueKey(ticket),
    gsi3: { pk: ticketLists.status(tenantId, ticket.status).pk, sk },
    gsi4: { pk: ticketLists.priority(tenantId, ticket.priority).pk, sk },
    gsi5: { pk: ticketLists.category(tenantId, ticket.category).pk, sk },
    gsi6: { pk: ticketLists.assigneeId(tenantId, ticket.assigneeId).pk, sk },
    ...(teamId !== null && { gsi7: { pk: ticketLists.teamId(tenantId, teamId).pk, sk } }),
    ...(contactEmail !== null && { gsi8: { pk: ticketLists.contactEmail(tenantId, contactEmail).pk, sk } }),
    gsi9: { pk: ticketLists.updated(tenantId, isEnded(ticket)).pk, sk: timeKey(ticket.updatedAt, id) },
    gsi10: { pk: ticketLists.deadline(tenantId, isEnded(ticket)).pk, sk: timeKey(deadline, id) },
  };
}

/** A ticket waits for its next deadline, or for its closing, or for nothing: never for two of them. */
function dueKey(ticket: Ticket): Pick<EntityKeys, "gsi2"> {
  const slaAt = ticket.sla && nextDueAt(ticket.sla);
  const [partitions, at] = ticket.autoCloseAt === null ? [slaDue, slaAt] : [closingDue, ticket.autoCloseAt];
  const partition = partitions[shardOf(ticket.id)];
  return at && partition ? { gsi2: { pk: partition.pk, sk: timeKey(at, ticket.id) } } : {};
}

/** Puts a ticket into the list of one of its tags. */
export const ticketTagEntity = defineEntity({
  name: "ticket tag",
  schema: z.object({ tenantId: z.string(), tagId: z.string(), ticketId: z.string(), createdAt: z.string() }),
  keys: ({ tenantId, tagId, ticketId, createdAt }) => ticketTagKey({ tenantId, tagId, ticketId, createdAt }),
});

export function ticketTagKey(tag: { tenantId: string; tagId: string; ticketId: string; createdAt: string }): Key {
  return { pk: ticketLists.tagId(tag.tenantId, tag.tagId).pk, sk: timeKey(tag.createdAt, tag.ticketId) };
}

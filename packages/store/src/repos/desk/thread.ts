import type { Page, PageRequest } from "@tessera/core/access";
import type { AuditEntry } from "@tessera/core/audit";
import type { Attachment, Message, MessageEdit, Ticket } from "@tessera/core/tickets";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { auditEntriesOf, auditEntryEntity } from "../../entities/audit-entry.ts";
import {
  attachmentEntity,
  attachmentKey,
  attachmentsOf,
  editsOf,
  messageEditEntity,
  messageEntity,
  messageKey,
  messagesOf,
} from "../../entities/thread.ts";
import { getItem, getItems, queryItems } from "../../reads.ts";
import { readRange } from "../read-range.ts";

const ofTicket = ({ tenantId, id }: Ticket) => ({ tenantId, ticketId: id });

export async function findMessage(table: Table, ticket: Ticket, messageId: string): Promise<Message | undefined> {
  const item = await getItem(table, messageKey(ofTicket(ticket), messageId));
  return item && messageEntity.fromItem(item);
}

export function listMessages(
  table: Table,
  cursors: Cursors,
  ticket: Ticket,
  query: PageRequest & { withNotes: boolean },
): Promise<Page<Message>> {
  return readRange(table, cursors, query, {
    range: messagesOf(ofTicket(ticket)),
    // A cursor over the thread with its notes must not open the thread without them.
    list: query.withNotes ? "thread" : "public thread",
    sizeOf: ({ content }) => content.length,
    read: (item) => {
      const message = messageEntity.fromItem(item);
      const isShown = message.deletedAt === null && (query.withNotes || !message.isInternalNote);
      return isShown ? message : undefined;
    },
  });
}

export async function listEdits(table: Table, ticket: Ticket, messageId: string): Promise<MessageEdit[]> {
  const edits: MessageEdit[] = [];
  for await (const item of queryItems(table, editsOf(ofTicket(ticket), messageId))) {
    edits.push(messageEditEntity.fromItem(item));
  }
  return edits;
}

export async function findAttachments(table: Table, ticket: Ticket, ids: readonly string[]): Promise<Attachment[]> {
  const items = await getItems(
    table,
    ids.map((id) => attachmentKey(ofTicket(ticket), id)),
  );
  return items.flatMap((item) => (item ? [attachmentEntity.fromItem(item)] : []));
}

export async function listAttachments(table: Table, ticket: Ticket): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  for await (const item of queryItems(table, attachmentsOf(ofTicket(ticket)))) {
    attachments.push(attachmentEntity.fromItem(item));
  }
  return attachments;
}

/** A ticket's entries, oldest first; with `actions`, only those. */
export function listHistory(
  table: Table,
  cursors: Cursors,
  ticket: Ticket,
  request: PageRequest,
  actions: readonly string[] | undefined,
): Promise<Page<AuditEntry>> {
  return readRange(table, cursors, request, {
    range: auditEntriesOf({ type: "ticket", id: ticket.id }),
    list: `history ${actions?.join() ?? "whole"}`,
    read: (item) => {
      const entry = auditEntryEntity.fromItem(item);
      return actions === undefined || actions.includes(entry.action) ? entry : undefined;
    },
  });
}

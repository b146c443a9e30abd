import { Attachment, Message, MessageEdit } from "@tessera/core/tickets";
import { defineEntity, type Key } from "../entity.ts";
import { lastOfPrefix } from "./sort-key.ts";
import { ticketPartition } from "./ticket.ts";

interface OfTicket {
  tenantId: string;
  ticketId: string;
}

const messagePrefix = "MESSAGE#";
const attachmentPrefix = "ATTACHMENT#";

/** One message: its id is a ULID, so messages lie in the order in which they were written -> findMessage. */
export function messageKey(ticket: OfTicket, messageId: string): Key {
  return { pk: ticketPartition(ticket), sk: `${messagePrefix}${messageId}` };
}

/** The thread, oldest first -> TicketStore.messages. */
export function messagesOf(ticket: OfTicket) {
  return { pk: ticketPartition(ticket), from: messagePrefix, to: lastOfPrefix(messagePrefix) };
}

export const messageEntity = defineEntity({
  name: "message",
  schema: Message,
  keys: (message) => messageKey(message, message.id),
});

/** What a message said before, oldest first -> TicketStore.edits. */
export function editsOf(ticket: OfTicket, messageId: string) {
  const prefix = `EDIT#${messageId}#`;
  return { pk: ticketPartition(ticket), from: prefix, to: lastOfPrefix(prefix) };
}

export const messageEditEntity = defineEntity({
  name: "message edit",
  schema: MessageEdit,
  keys: (edit) => ({
    pk: ticketPartition(edit),
    sk: `EDIT#${edit.messageId}#${String(edit.version).padStart(6, "0")}`,
  }),
});

/** One file of a ticket -> TicketStore.findAttachments. */
export function attachmentKey(ticket: OfTicket, attachmentId: string): Key {
  return { pk: ticketPartition(ticket), sk: `${attachmentPrefix}${attachmentId}` };
}

/** All files of a ticket, oldest first -> TicketStore.attachments. */
export function attachmentsOf(ticket: OfTicket) {
  return { pk: ticketPartition(ticket), from: attachmentPrefix, to: lastOfPrefix(attachmentPrefix) };
}

export const attachmentEntity = defineEntity({
  name: "attachment",
  schema: Attachment,
  keys: (attachment) => attachmentKey(attachment, attachment.id),
});

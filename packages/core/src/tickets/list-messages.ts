import { authorizeCaller, authorizeMember, type Page, type PageRequest } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { MessageView } from "./add-message.ts";
import { requireTicket } from "./lookup.ts";
import type { Message, MessageEdit } from "./message.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

export interface MessagePage extends Page<MessageView> {
  total: number;
}

/** PX-42: a ticket's thread, oldest first; for its customer as if there were no notes (PX-41). */
export async function listMessages(
  context: DeskContext,
  input: PageRequest & { ticket: TicketRef },
): Promise<MessagePage> {
  const caller = authorizeCaller(context, "issues.read");

  const { ticket: ref, ...page } = input;
  const ticket = await requireTicket(context, caller, ref);
  const withNotes = caller.kind === "member";
  const { items, cursor } = await context.tickets.messages(ticket, { ...page, withNotes });
  return {
    items: await viewMessages(context, ticket, items),
    total: withNotes ? ticket.messageCount : ticket.publicMessageCount,
    ...(cursor !== undefined && { cursor }),
  };
}

/** PX-43: what a message said before its edits, oldest first. */
export async function listMessageEdits(
  context: DeskContext,
  input: { ticket: TicketRef; messageId: string },
): Promise<MessageEdit[]> {
  const caller = authorizeMember(context, "issues.read");

  const ticket = await requireTicket(context, caller, input.ticket);
  const message = await requireMessage(context, ticket, input.messageId);
  return context.tickets.edits(ticket, message.id);
}

/** Messages with the files that they carry. */
export async function viewMessages(
  context: DeskContext,
  ticket: Ticket,
  messages: readonly Message[],
): Promise<MessageView[]> {
  const ids = messages.flatMap(({ attachmentIds }) => attachmentIds);
  const found = ids.length === 0 ? [] : await context.tickets.findAttachments(ticket, ids);
  const attachments = new Map(found.map((attachment) => [attachment.id, attachment]));
  return messages.map((message) => ({
    message,
    attachments: message.attachmentIds.flatMap((id) => attachments.get(id) ?? []),
  }));
}

/** One answer for a message of nobody, of another ticket, and for a deleted one (PX-43). */
export async function requireMessage(context: DeskContext, ticket: Ticket, messageId: string): Promise<Message> {
  const message = await context.tickets.findMessage(ticket, messageId);
  if (!message || message.deletedAt !== null) throw new AppError("not_found", "Message not found");
  return message;
}

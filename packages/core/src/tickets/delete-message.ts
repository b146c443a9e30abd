import { authorizeMember } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { isAuthor } from "./caller-author.ts";
import type { Change } from "./edit.ts";
import { requireMessage } from "./list-messages.ts";
import { requireTicket } from "./lookup.ts";
import type { Message } from "./message.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { memberDoer, retryChange, saveChange } from "./save-change.ts";
import type { Ticket } from "./ticket.ts";

/**
 * PX-43, Appendix D-14: an author's own message; Owner and Admin delete any. It goes out of the thread and the counts,
 * with its files, and stays for the record. The first response stays where it was (PX-26).
 */
export async function deleteMessage(
  context: DeskContext,
  input: { ticket: TicketRef; messageId: string },
): Promise<void> {
  const caller = authorizeMember(context, "issues.edit");

  await retryChange(context, async () => {
    const ticket = await requireTicket(context, caller, input.ticket);
    const message = await requireMessage(context, ticket, input.messageId);
    if (!caller.isManager && !isAuthor(caller, message.author)) {
      throw new AppError("forbidden", "Only its author, Owner and Admin may delete a message");
    }

    const at = context.now().toISOString();
    const attachments = await context.tickets.findAttachments(ticket, message.attachmentIds);
    await saveChange(context, ticket, withoutMessage(ticket, message), memberDoer(caller), {
      message: { ...message, deletedAt: at, version: message.version + 1 },
      attachments: attachments.map((file) => ({ ...file, deletedAt: at, version: file.version + 1 })),
    });
  });
}

function withoutMessage(ticket: Ticket, { id: messageId, isInternalNote }: Message): Change {
  return {
    ticket: {
      ...ticket,
      messageCount: ticket.messageCount - 1,
      publicMessageCount: ticket.publicMessageCount - (isInternalNote ? 0 : 1),
    },
    facts: [{ action: "ticket.message_deleted", details: { messageId, isInternalNote } }],
  };
}

import { authorizeMember } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { MessageView } from "./add-message.ts";
import { isAuthor } from "./caller-author.ts";
import type { Fact } from "./edit.ts";
import { requireMessage, viewMessages } from "./list-messages.ts";
import { requireTicket } from "./lookup.ts";
import { callMentioned, handlesToCall } from "./mentioned.ts";
import type { Message, MessageEdit } from "./message.ts";
import { checkContent } from "./message-content.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { refuseClosed } from "./post-message.ts";
import { memberDoer, retryChange, saveChange } from "./save-change.ts";
import { newMentions } from "./text/index.ts";

/** Every version is kept, so there is an end to them. */
export const editLimit = 100;

/**
 * PX-43: an author's own message, and nobody else's, not even for an Owner. What it said before is kept, and whether it
 * is a note never changes.
 */
export async function editMessage(
  context: DeskContext,
  input: { ticket: TicketRef; messageId: string; content: string },
): Promise<MessageView> {
  const caller = authorizeMember(context, "issues.edit");

  return retryChange(context, async () => {
    const ticket = await requireTicket(context, caller, input.ticket);
    const message = await requireMessage(context, ticket, input.messageId);
    if (!isAuthor(caller, message.author)) throw new AppError("forbidden", "Only its author may edit a message");
    if (!message.isInternalNote) refuseClosed(ticket);
    checkContent(input.content, message.attachmentIds.length);

    const handles = handlesToCall(message.author, newMentions(message.content, input.content), message.mentions);
    const { edited, edit } = editedMessage(message, input.content, handles, context.now());
    if (edit) {
      const doer = memberDoer(caller);
      const { facts, notices } = await callMentioned(context, ticket, edited, handles, doer);
      const change = { ticket, facts: [editedFact(edited), ...facts] };
      await saveChange(context, ticket, change, doer, { message: edited, edit, notices });
    }
    const [view] = await viewMessages(context, ticket, [edited]);
    return view ?? { message: edited, attachments: [] };
  });
}

/** Nothing is kept of an edit that changes nothing. */
function editedMessage(
  message: Message,
  content: string,
  handles: readonly string[],
  now: Date,
): { edited: Message; edit: MessageEdit | null } {
  if (content === message.content) return { edited: message, edit: null };
  if (message.version > editLimit) throw new AppError("conflict", `A message is edited at most ${editLimit} times`);
  const at = now.toISOString();
  const { id: messageId, ticketId, tenantId, version } = message;
  return {
    edited: {
      ...message,
      content,
      mentions: [...message.mentions, ...handles],
      editedAt: at,
      version: version + 1,
    },
    edit: { messageId, ticketId, tenantId, version, content: message.content, replacedAt: at },
  };
}

function editedFact({ id: messageId, isInternalNote }: Message): Fact {
  return { action: "ticket.message_edited", details: { messageId, isInternalNote } };
}

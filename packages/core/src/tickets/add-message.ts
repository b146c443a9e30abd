import { AppError } from "../errors.ts";
import type { Attachment } from "./attachment.ts";
import { type DraftedMessage, draftMessage, type MessageDraft, needsFollowUp } from "./draft-message.ts";
import { openFollowUp } from "./follow-up.ts";
import type { Message } from "./message.ts";
import type { DeskContext } from "./ports.ts";
import { type Doer, type Extras, saveChange } from "./save-change.ts";
import type { Ticket } from "./ticket.ts";

/** A message with the files that it carries. */
export interface MessageView {
  message: Message;
  attachments: Attachment[];
}

export interface AddedMessage extends MessageView {
  ticket: Ticket;
}

/**
 * Writes a message into a ticket, or where the customer's comes too late for that, into one that follows it up (PX-21,
 * PX-22). `alongside` is what else the request writes.
 */
export async function addMessage(
  context: DeskContext,
  ticket: Ticket,
  draft: MessageDraft,
  doer: Doer,
  alongside: (message: Message) => Extras = () => ({}),
): Promise<AddedMessage> {
  const drafts: DraftedMessage[] = [];
  const draftOn = async (target: Ticket) => {
    const drafted = await draftMessage(context, target, draft, doer);
    drafts.push(drafted);
    return { change: drafted.change, extras: { ...drafted.extras, ...alongside(drafted.extras.message) } };
  };

  const saved = await write(context, ticket, draft, doer, draftOn);
  const [drafted] = drafts;
  if (!drafted) throw new AppError("internal_error", "A message was written that nobody drafted");
  const { message, attachments = [] } = drafted.extras;
  const own = attachments.filter(({ messageId, deletedAt }) => messageId === message.id && deletedAt === null);
  return { ticket: saved, message, attachments: own };
}

async function write(
  context: DeskContext,
  ticket: Ticket,
  { author }: MessageDraft,
  doer: Doer,
  draftOn: Parameters<typeof openFollowUp>[3],
): Promise<Ticket> {
  if (author.kind === "contact" && needsFollowUp(ticket, context.now())) {
    return openFollowUp(context, ticket, doer, draftOn);
  }
  const { change, extras } = await draftOn(ticket);
  return saveChange(context, ticket, change, doer, extras);
}

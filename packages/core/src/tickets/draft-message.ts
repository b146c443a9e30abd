import { newUlid } from "../ids.ts";
import type { Attachment } from "./attachment.ts";
import { type Change, type Fact, setStatus } from "./edit.ts";
import { callMentioned, handlesToCall } from "./mentioned.ts";
import type { Author, Message } from "./message.ts";
import type { DeskContext } from "./ports.ts";
import type { Doer, Extras } from "./save-change.ts";
import { findMentions } from "./text/index.ts";
import type { Ticket, TicketStatus } from "./ticket.ts";

export interface MessageDraft {
  author: Author;
  /** Of a message by the customer. */
  contactName?: string | null | undefined;
  content: string;
  /** The author's own words, where the content repeats those of others: only what the author wrote mentions (L4). */
  ownWords?: string | undefined;
  isInternalNote: boolean;
  /** As they were read; those that are not in the table yet are under version 0. */
  attachments?: readonly Attachment[] | undefined;
  /** The id of the mail that it came by (PX-65): the same mail again is refused. */
  viaMail?: string | null | undefined;
}

export interface DraftedMessage {
  change: Change;
  extras: Extras & { message: Message };
}

/**
 * A ticket after one more message, and the rows that come with it: counts (PX-40), the first response (PX-26), the
 * status that the customer's answer leads to (PX-22, PX-23), and who is mentioned (PX-45). Whether the ticket takes a
 * message at all is the caller's to ask: see `needsFollowUp`.
 */
export async function draftMessage(
  context: DeskContext,
  ticket: Ticket,
  draft: MessageDraft,
  doer: Doer,
): Promise<DraftedMessage> {
  const at = context.now().toISOString();
  const { author, isInternalNote, attachments = [], viaMail } = draft;
  const mentions = handlesToCall(author, findMentions(draft.ownWords ?? draft.content));
  const message: Message = {
    id: newUlid(context),
    tenantId: ticket.tenantId,
    ticketId: ticket.id,
    author,
    contactName: draft.contactName ?? null,
    content: draft.content,
    isInternalNote,
    attachmentIds: attachments.map(({ id }) => id),
    mentions,
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    version: 1,
  };
  const [called, isResponse] = await Promise.all([
    callMentioned(context, ticket, message, mentions, doer),
    isFirstResponse(context, ticket, message),
  ]);
  const counted: Ticket = {
    ...ticket,
    messageCount: ticket.messageCount + 1,
    publicMessageCount: ticket.publicMessageCount + (isInternalNote ? 0 : 1),
    firstResponseAt: isResponse ? at : ticket.firstResponseAt,
  };
  const written = afterMessage({ ticket: counted, facts: [addedFact(message)] }, message, context);
  return {
    change: { ...written, facts: [...written.facts, ...called.facts] },
    extras: {
      message,
      attachments: attachments.flatMap((attachment) => carriedBy(message, attachment)),
      notices: called.notices,
      ...(viaMail && { mail: { tenantId: ticket.tenantId, id: viaMail, ticketId: ticket.id } }),
    },
  };
}

/** PX-44. The text itself is nobody's but the thread's: entries live longer and travel further. */
function addedFact({ id, isInternalNote }: Message): Fact {
  return {
    action: isInternalNote ? "ticket.note_added" : "ticket.message_added",
    newValue: id,
    details: { messageId: id, isInternalNote },
  };
}

/** Where the customer's answer takes a ticket (PX-22, PX-23); on hold it stays, and so does what is open. */
const answered: Partial<Record<TicketStatus, TicketStatus>> = { pending: "open", resolved: "open" };

function afterMessage(change: Change, { author, createdAt: at }: Message, context: DeskContext): Change {
  const status = author.kind === "contact" ? answered[change.ticket.status] : undefined;
  return status ? setStatus(change, status, { at, reopenDays: context.deskSettings.reopenDays }) : change;
}

/** PX-26: the first public message of a member who is neither the ticket's creator nor, under that address, its contact. */
async function isFirstResponse(context: DeskContext, ticket: Ticket, message: Message): Promise<boolean> {
  const { author, isInternalNote } = message;
  if (ticket.firstResponseAt !== null || isInternalNote || author.id === ticket.creatorId) return false;
  if (author.kind === "client") return true;
  if (author.kind !== "user") return false;
  if (ticket.contactEmail === null) return true;
  const user = await context.access.findUser(author.id);
  return user?.email.toLowerCase() !== ticket.contactEmail;
}

/** A file goes with its message, into the ticket of a follow-up too: then its row in the old ticket ends. */
function carriedBy({ id: messageId, ticketId, isInternalNote, createdAt }: Message, attachment: Attachment) {
  const carried: Attachment = { ...attachment, messageId, isInternal: isInternalNote };
  if (attachment.ticketId === ticketId) return [{ ...carried, version: attachment.version + 1 }];
  return [
    { ...carried, ticketId, version: 1 },
    { ...attachment, deletedAt: createdAt, version: attachment.version + 1 },
  ];
}

/**
 * Whether the customer's message opens another ticket (PX-21): on a closed one, and on a resolved one whose time to push
 * back is over, which the sweep is about to close (PX-22).
 */
export function needsFollowUp({ status, autoCloseAt }: Ticket, now: Date): boolean {
  return status === "closed" || (autoCloseAt !== null && autoCloseAt <= now.toISOString());
}

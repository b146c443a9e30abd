import { authorizeCaller, type DeskCaller } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { type IdempotencyMarker, once } from "../idempotency.ts";
import { addMessage, type MessageView } from "./add-message.ts";
import { requireUploads } from "./attachment-access.ts";
import { authorOf } from "./caller-author.ts";
import { doerOf } from "./create-ticket.ts";
import { requireMessage, viewMessages } from "./list-messages.ts";
import { requireTicket } from "./lookup.ts";
import { checkContent, type FilledResponse, fillCannedResponse } from "./message-content.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { retryChange } from "./save-change.ts";
import type { Ticket } from "./ticket.ts";

export interface PostMessageInput {
  ticket: TicketRef;
  content?: string | undefined;
  isInternalNote?: boolean | undefined;
  attachmentIds?: readonly string[] | undefined;
  /** Instead of `content` (PX-61). */
  cannedResponseId?: string | undefined;
}

export interface PostedMessage extends MessageView {
  /** True where the message has opened a ticket that follows up a closed one (PX-21). */
  isFollowUp: boolean;
}

/**
 * PX-40: a message, or an internal note, of a member; a customer writes public messages into its own tickets (PX-64).
 * Throws `conflict` for a member's message to a closed ticket, which takes notes alone.
 */
export async function postMessage(context: DeskContext, input: PostMessageInput): Promise<PostedMessage> {
  const caller = authorizeCaller(context, "issues.edit");
  refuseInside(caller, input);

  // Inside of the retries: a repeat that lost the race against its twin finds what the twin has made.
  return retryChange(context, () =>
    once(context, {
      find: (place) => findPosted(context, caller, input, place),
      make: (marker) => post(context, caller, input, marker),
    }),
  );
}

/** What belongs to those who work at the desk alone. */
function refuseInside(caller: DeskCaller, { isInternalNote, cannedResponseId }: PostMessageInput): void {
  if (caller.kind === "member" || (!isInternalNote && cannedResponseId === undefined)) return;
  throw new AppError("forbidden", "Only members write internal notes and canned responses");
}

async function post(
  context: DeskContext,
  caller: DeskCaller,
  input: PostMessageInput,
  marker?: (place: string) => IdempotencyMarker,
): Promise<PostedMessage> {
  const ticket = await requireTicket(context, caller, input.ticket);
  const { isInternalNote = false, attachmentIds = [] } = input;
  if (caller.kind === "member" && !isInternalNote) refuseClosed(ticket);
  const written = await wordsOf(context, caller, ticket, input);
  checkContent(written.content, attachmentIds.length);
  const attachments = await requireUploads(context, caller, ticket, attachmentIds);

  const draft = {
    ...written,
    author: authorOf(caller),
    contactName: caller.kind === "contact" ? ticket.contactName : null,
    isInternalNote,
    attachments,
  };
  const added = await addMessage(context, ticket, draft, doerOf(caller), (message) => ({
    marker: marker?.(placeOf(message)),
  }));
  return { ...added, isFollowUp: added.ticket.id !== ticket.id };
}

/** Another request under the customer's eyes is another ticket: what is closed stays as it is (PX-21). */
export function refuseClosed({ status }: Ticket): void {
  if (status === "closed") throw new AppError("conflict", "A closed ticket takes internal notes alone", { status });
}

function wordsOf(
  context: DeskContext,
  caller: DeskCaller,
  ticket: Ticket,
  { content, cannedResponseId }: PostMessageInput,
): Promise<FilledResponse> | { content: string } {
  if (cannedResponseId === undefined || caller.kind === "contact") return { content: content ?? "" };
  if (content === undefined) return fillCannedResponse(context, caller, ticket, cannedResponseId);
  throw new AppError("invalid_request", "content: a canned response brings its own", { field: "content" });
}

/** Where a message is: a follow-up's lies in another ticket than the one that was asked for. */
function placeOf({ ticketId, id }: { ticketId: string; id: string }): string {
  return `${ticketId}/${id}`;
}

async function findPosted(
  context: DeskContext,
  caller: DeskCaller,
  input: PostMessageInput,
  place: string,
): Promise<PostedMessage> {
  const [ticketId = "", messageId = ""] = place.split("/");
  const [asked, ticket] = await Promise.all([
    requireTicket(context, caller, input.ticket),
    requireTicket(context, caller, { id: ticketId }),
  ]);
  const message = await requireMessage(context, ticket, messageId);
  const [view] = await viewMessages(context, ticket, [message]);
  return { ...(view ?? { message, attachments: [] }), isFollowUp: ticket.id !== asked.id };
}

import type { DeskCaller } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { Attachment } from "./attachment.ts";
import { isAuthor } from "./caller-author.ts";
import type { DeskContext } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

/** PX-47: a file that no message carries is its uploader's alone; then it is as public as its message. */
export function maySee(caller: DeskCaller, attachment: Attachment): boolean {
  if (attachment.deletedAt !== null) return false;
  if (attachment.messageId === null) return isAuthor(caller, attachment.uploader);
  return caller.kind === "member" || !attachment.isInternal;
}

/**
 * The files that a new message is to carry: uploaded by its author, in full, and not carried yet. Throws
 * `invalid_request` for any other.
 */
export async function requireUploads(
  context: DeskContext,
  caller: DeskCaller,
  ticket: Ticket,
  attachmentIds: readonly string[],
): Promise<Attachment[]> {
  const ids = [...new Set(attachmentIds)];
  if (ids.length === 0) return [];
  const found = await context.tickets.findAttachments(ticket, ids);
  const own = found.filter((attachment) => attachment.messageId === null && maySee(caller, attachment));
  if (own.length < ids.length) throw refusal("there is no such file that waits for a message");
  const stored = await Promise.all(own.map(({ objectKey }) => context.objects.head(objectKey)));
  const isWhole = own.every(({ size }, position) => stored[position]?.size === size);
  if (!isWhole) throw refusal("a file has not been uploaded as it was announced");
  return own;
}

function refusal(reason: string): AppError {
  return new AppError("invalid_request", `attachmentIds: ${reason}`, { field: "attachmentIds" });
}

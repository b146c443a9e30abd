import { authorizeCaller } from "../access/index.ts";
import {
  attachmentContentType,
  attachmentKey,
  cleanFileName,
  maxAttachmentBytes,
  type Upload,
} from "../attachments/index.ts";
import { AppError } from "../errors.ts";
import { once } from "../idempotency.ts";
import { newUlid } from "../ids.ts";
import type { Attachment } from "./attachment.ts";
import { authorOf } from "./caller-author.ts";
import { requireTicket } from "./lookup.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

const uploadSeconds = 15 * 60;

/** Of one ticket, with those that wait for a message: so that they are listed at once. */
export const attachmentLimit = 500;

export interface NewAttachmentInput {
  ticket: TicketRef;
  fileName: string;
  contentType: string;
  size: number;
}

export interface PendingUpload {
  attachment: Attachment;
  upload: Upload;
  expiresAt: string;
}

/**
 * PX-47: a file's place, and how its uploader sends it there; a message of the uploader then carries it. A repeat under
 * the same key gets a new URL for the same file, as long as no message has it.
 */
export async function attachFile(context: DeskContext, input: NewAttachmentInput): Promise<PendingUpload> {
  const caller = authorizeCaller(context, "issues.edit");
  const file = checkFile(input);

  const ticket = await requireTicket(context, caller, input.ticket);
  const attachment = await once(context, {
    find: (id) => requirePending(context, ticket, id),
    make: async (marker) => {
      await checkRoom(context, ticket);
      const attachment = newAttachment(context, ticket, { ...file, uploader: authorOf(caller) });
      const save = { tickets: [], attachments: [attachment], marker: marker?.(attachment.id) };
      await context.tickets.commit(save, context.now());
      return attachment;
    },
  });
  const { objectKey: key, contentType, size } = attachment;
  return {
    attachment,
    upload: await context.objects.uploadUrl({ key, contentType, size, expiresInSeconds: uploadSeconds }),
    expiresAt: new Date(context.now().getTime() + uploadSeconds * 1_000).toISOString(),
  };
}

type FileFields = Pick<Attachment, "fileName" | "contentType" | "size">;

function checkFile({ fileName, contentType: given, size }: FileFields): FileFields {
  const contentType = attachmentContentType(given);
  if (contentType === undefined) {
    throw new AppError("invalid_request", "contentType: files of this type are not taken", { field: "contentType" });
  }
  if (size < 1 || size > maxAttachmentBytes) {
    throw new AppError("invalid_request", `size: must be 1 to ${maxAttachmentBytes} bytes`, { field: "size" });
  }
  return { fileName: cleanFileName(fileName), contentType, size };
}

async function checkRoom(context: DeskContext, ticket: Ticket): Promise<void> {
  const { length } = await context.tickets.attachments(ticket);
  if (length >= attachmentLimit) throw new AppError("conflict", `A ticket has at most ${attachmentLimit} files`);
}

/** A file that no message carries yet. */
export function newAttachment(
  context: DeskContext,
  ticket: Ticket,
  fields: FileFields & Pick<Attachment, "uploader">,
): Attachment {
  const id = newUlid(context);
  const { tenantId, id: ticketId } = ticket;
  return {
    ...fields,
    id,
    tenantId,
    ticketId,
    messageId: null,
    isInternal: false,
    objectKey: attachmentKey({ tenantId, ticketId, attachmentId: id }),
    createdAt: context.now().toISOString(),
    deletedAt: null,
    version: 1,
  };
}

/** A URL for a file that a message has would let its uploader put another one in its place. */
async function requirePending(context: DeskContext, ticket: Ticket, id: string): Promise<Attachment> {
  const [attachment] = await context.tickets.findAttachments(ticket, [id]);
  if (attachment?.messageId === null && attachment.deletedAt === null) return attachment;
  throw new AppError("conflict", "This file is part of a message by now");
}

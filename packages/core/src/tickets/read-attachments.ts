import { authorizeCaller, authorizeMember, type DeskCaller } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { Attachment } from "./attachment.ts";
import { maySee } from "./attachment-access.ts";
import { requireTicket } from "./lookup.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

const downloadSeconds = 5 * 60;

export interface AttachmentDownload {
  attachment: Attachment;
  downloadUrl: string;
  expiresAt: string;
}

/** PX-47: one answer for a file of nobody, of another ticket, and for one that the caller may not see (PX-41). */
export async function getAttachment(
  context: DeskContext,
  input: { ticket: TicketRef; attachmentId: string },
): Promise<AttachmentDownload> {
  const caller = authorizeCaller(context, "issues.read");

  const ticket = await requireTicket(context, caller, input.ticket);
  const attachment = await requireVisible(context, caller, ticket, input.attachmentId);
  const { objectKey: key, fileName, contentType } = attachment;
  return {
    attachment,
    downloadUrl: await context.objects.downloadUrl({ key, fileName, contentType, expiresInSeconds: downloadSeconds }),
    expiresAt: new Date(context.now().getTime() + downloadSeconds * 1_000).toISOString(),
  };
}

async function requireVisible(
  context: DeskContext,
  caller: DeskCaller,
  ticket: Ticket,
  attachmentId: string,
): Promise<Attachment> {
  const [attachment] = await context.tickets.findAttachments(ticket, [attachmentId]);
  if (!attachment || !maySee(caller, attachment)) throw new AppError("not_found", "Attachment not found");
  return attachment;
}

/** All files that a member may see, oldest first. */
export async function listAttachments(context: DeskContext, input: { ticket: TicketRef }): Promise<Attachment[]> {
  const caller = authorizeMember(context, "issues.read");

  const ticket = await requireTicket(context, caller, input.ticket);
  const all = await context.tickets.attachments(ticket);
  return all.filter((attachment) => maySee(caller, attachment));
}

import { attachmentContentTypes, maxAttachmentBytes } from "@tessera/core/attachments";
import type { Attachment, AttachmentDownload, PendingUpload } from "@tessera/core/tickets";
import * as z from "zod";
import { text } from "../http/text.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const time = z.iso.datetime();

const fields = {
  id: z.string(),
  fileName: z.string(),
  contentType: z.string(),
  size: z.int().openapi({ description: "In bytes." }),
};

/** A file as its message names it (PX-47). */
export const AttachmentWire = z.strictObject(fields).openapi("SupportAttachment");

export const NewAttachmentWire = z
  .strictObject({
    fileName: text(1_024).openapi({ description: "Of its path, only the last part is kept." }),
    contentType: text(255).openapi({ description: `One of ${attachmentContentTypes.join(", ")}.` }),
    size: z
      .int()
      .min(1)
      .max(maxAttachmentBytes, `must be at most ${maxAttachmentBytes}`)
      .openapi({ description: "In bytes. Storage takes a body of exactly this size." }),
  })
  .openapi("NewSupportAttachment");

export const UploadWire = z
  .strictObject({
    ...fields,
    upload: z.strictObject({
      url: z.string(),
      method: z.literal("PUT"),
      headers: z.record(z.string(), z.string()).openapi({ description: "To be sent as they are." }),
    }),
    expiresAt: time,
  })
  .openapi("SupportAttachmentUpload");

const messageId = z.union([z.string(), z.null()]).openapi({ description: "Null as long as no message carries it." });

export const AttachmentRowWire = z
  .strictObject({ ...fields, messageId, createdAt: time })
  .openapi("SupportTicketAttachment");

export const DownloadWire = z
  .strictObject({ ...fields, messageId, downloadUrl: z.string(), expiresAt: time })
  .openapi("SupportAttachmentDownload");

export function attachmentToWire({ id, fileName, contentType, size }: Attachment): z.infer<typeof AttachmentWire> {
  return { id, fileName, contentType, size };
}

export function attachmentRowToWire(attachment: Attachment): z.infer<typeof AttachmentRowWire> {
  const { messageId, createdAt } = attachment;
  return { ...attachmentToWire(attachment), messageId, createdAt };
}

export function uploadToWire({ attachment, upload, expiresAt }: PendingUpload): z.infer<typeof UploadWire> {
  return { ...attachmentToWire(attachment), upload, expiresAt };
}

export function downloadToWire(download: AttachmentDownload): z.infer<typeof DownloadWire> {
  const { attachment, downloadUrl, expiresAt } = download;
  return { ...attachmentToWire(attachment), messageId: attachment.messageId, downloadUrl, expiresAt };
}

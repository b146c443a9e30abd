import * as z from "zod";
import { Author } from "./message.ts";

/** A file of a ticket (PX-47). It belongs to nobody's view before a message carries it, and is then as public as that. */
export const Attachment = z.object({
  id: z.string(),
  tenantId: z.string(),
  ticketId: z.string(),
  /** Null until a message carries it: until then only its uploader may see it. */
  messageId: z.string().nullable(),
  isInternal: z.boolean(),
  fileName: z.string(),
  contentType: z.string(),
  /** In bytes. */
  size: z.number().int().min(1),
  uploader: Author,
  /** Where the file lies: a follow-up carries files that were uploaded to the ticket before it. */
  objectKey: z.string(),
  createdAt: z.string(),
  /** Gone with its message; the file is kept for the record. */
  deletedAt: z.string().nullable(),
  version: z.number().int().min(1),
});
export type Attachment = z.infer<typeof Attachment>;

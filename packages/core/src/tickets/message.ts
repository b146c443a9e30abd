import * as z from "zod";

/** Who wrote a message: a user, an automation's client, the customer, an agent, a trigger, or the product itself. */
export const Author = z.object({
  kind: z.enum(["user", "client", "contact", "agent", "trigger", "system"]),
  /** A contact's id is its e-mail address, an agent's its handle, a trigger's its name. */
  id: z.string(),
});
export type Author = z.infer<typeof Author>;

/** One entry of a ticket's thread (PX-40). */
export const Message = z.object({
  id: z.string(),
  tenantId: z.string(),
  ticketId: z.string(),
  author: Author,
  /** Of a message by the customer: the name at that time. */
  contactName: z.string().nullable(),
  content: z.string(),
  /** Never changes: a note that became public would leak (PX-43). */
  isInternalNote: z.boolean(),
  attachmentIds: z.array(z.string()),
  /** Handles that it has called, in lower case, also where an edit has taken them out again (PX-45). */
  mentions: z.array(z.string()),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
  /** A deleted message is kept for the record and shown to nobody. */
  deletedAt: z.string().nullable(),
  version: z.number().int().min(1),
});
export type Message = z.infer<typeof Message>;

/** What a message said before an edit (PX-43). */
export const MessageEdit = z.object({
  messageId: z.string(),
  ticketId: z.string(),
  tenantId: z.string(),
  /** The version that the content was of. */
  version: z.number().int().min(1),
  content: z.string(),
  replacedAt: z.string(),
});
export type MessageEdit = z.infer<typeof MessageEdit>;

export function authorText({ kind, id }: Author): string {
  return `${kind}:${id}`;
}

import { Author, type Message, type MessageEdit, type MessageView } from "@tessera/core/tickets";
import * as z from "zod";
import { AttachmentWire, attachmentToWire } from "./attachments-wire.ts";
import { AnyId, longText } from "./ticket-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const nullable = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.null()]);
const time = z.iso.datetime();

/** One transaction writes a message with all of its files. */
const filesOfMessage = 10;

export const NewMessageWire = z
  .strictObject({
    content: longText.optional(),
    isInternalNote: z.boolean().default(false).openapi({ description: "Never shown to the customer." }),
    attachmentIds: z.array(AnyId).max(filesOfMessage).optional(),
    cannedResponseId: AnyId.optional().openapi({ description: "Instead of `content`." }),
  })
  .openapi("NewSupportMessage");

export const MessagePatchWire = z.strictObject({ content: longText }).openapi("SupportMessagePatch");

export const MessageWire = z
  .strictObject({
    id: z.string(),
    ticketId: z.string(),
    authorId: nullable(z.string()).openapi({ description: "The user who wrote it." }),
    contact: nullable(z.strictObject({ email: z.string(), name: nullable(z.string()) })),
    author: z.strictObject({ kind: Author.shape.kind, id: z.string() }),
    content: z.string().openapi({ description: "Markdown, as it was written." }),
    contentHtml: z.string().optional().openapi({ description: "With `render=html`: safe to show as it is." }),
    isInternalNote: z.boolean(),
    attachments: z.array(AttachmentWire),
    createdAt: time,
    editedAt: nullable(time),
  })
  .openapi("SupportMessage");

export const MessageEditWire = z
  .strictObject({ version: z.int(), content: z.string(), replacedAt: time })
  .openapi("SupportMessageEdit");

export interface MessageForm {
  /** Whether the customer reads it. */
  forContact: boolean;
  /** Given where HTML is asked for. */
  renderHtml?: ((markdown: string) => string) | undefined;
}

export function messageToWire(
  { message, attachments }: MessageView,
  { forContact, renderHtml }: MessageForm,
): z.infer<typeof MessageWire> {
  const author = forContact ? publicAuthor(message) : message.author;
  return {
    id: message.id,
    ticketId: message.ticketId,
    authorId: author.kind === "user" ? author.id : null,
    contact: author.kind === "contact" ? { email: author.id, name: message.contactName } : null,
    author,
    content: message.content,
    ...(renderHtml && { contentHtml: renderHtml(message.content) }),
    isInternalNote: message.isInternalNote,
    attachments: attachments.map(attachmentToWire),
    createdAt: message.createdAt,
    editedAt: message.editedAt,
  };
}

const people: ReadonlySet<Author["kind"]> = new Set(["user", "contact"]);

/** What the desk has set up, and how it calls that, is its own affair: names of triggers and agents stay inside. */
function publicAuthor({ author }: Message): Author {
  return people.has(author.kind) ? author : { kind: "system", id: "desk" };
}

export function editToWire({ version, content, replacedAt }: MessageEdit): z.infer<typeof MessageEditWire> {
  return { version, content, replacedAt };
}

import type { Fact } from "./edit.ts";
import { tenantOf } from "./lookup.ts";
import type { Author, Message } from "./message.ts";
import type { Notice } from "./notice.ts";
import { newNotice } from "./notices.ts";
import type { DeskContext } from "./ports.ts";
import type { Doer } from "./save-change.ts";
import type { Ticket } from "./ticket.ts";

/** Whom one message calls in its whole life, edits included: an inbox is not flooded by one text (L4). */
const mentionLimit = 50;

/** Only members call people and agents: what customers and machines write is data and nothing else (PX-45, L4). */
const mayMention: ReadonlySet<Author["kind"]> = new Set(["user", "client"]);

/** Those of a text's handles that its author may call and that its message has not called before. */
export function handlesToCall(author: Author, handles: readonly string[], called: readonly string[] = []): string[] {
  if (!mayMention.has(author.kind)) return [];
  return handles.filter((handle) => !called.includes(handle)).slice(0, mentionLimit - called.length);
}

/**
 * What a message's mentions lead to (PX-45): a notice for each user, and one event for all, by which agents are called:
 * a handle that no user has may be an agent's.
 */
export async function callMentioned(
  context: DeskContext,
  ticket: Ticket,
  message: Message,
  handles: readonly string[],
  doer: Doer,
): Promise<{ facts: Fact[]; notices: Notice[] }> {
  if (handles.length === 0) return { facts: [], notices: [] };

  const found = await Promise.all(handles.map((handle) => context.access.findUserByHandle(tenantOf(ticket), handle)));
  // A user has several handles, and whoever writes needs no notice of it.
  const userIds = new Set(found.flatMap((user) => (user && user.id !== doer.userId ? [user.id] : [])));
  const { id: messageId, isInternalNote } = message;
  return {
    facts: [{ action: "ticket.mentioned", details: { handles, messageId, isInternalNote } }],
    notices: [...userIds].map((userId) => newNotice(context, ticket, "mention", userId)),
  };
}

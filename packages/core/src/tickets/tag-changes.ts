import { type Change, editTicket } from "./edit.ts";
import type { DeskContext } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

interface NamedTag {
  id: string;
  /** As the ticket's record calls it. */
  name: string;
}

/** The ticket as it would be with one more tag. */
export function withTag(context: DeskContext, ticket: Ticket, tag: NamedTag): Change {
  return setTags(context, ticket, [...ticket.tagIds, tag.id], tag);
}

/** The ticket as it would be without a tag. */
export function withoutTag(context: DeskContext, ticket: Ticket, tag: NamedTag): Change {
  const rest = ticket.tagIds.filter((id) => id !== tag.id);
  return setTags(context, ticket, rest, tag);
}

/** The tags that stay need no names: only what comes or goes is recorded. */
function setTags(
  context: DeskContext,
  ticket: Ticket,
  tagIds: readonly string[],
  { id: changed, name }: NamedTag,
): Change {
  return editTicket(
    ticket,
    { tags: tagIds.map((id) => ({ id, name: id === changed ? name : id })) },
    {
      at: context.now().toISOString(),
      reopenDays: context.deskSettings.reopenDays,
      tagNames: new Map([[changed, name]]),
    },
  );
}

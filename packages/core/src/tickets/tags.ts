import { authorizeMember, checkTeam, type TenantId } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { onceAfter } from "../idempotency.ts";
import { detachTag, inRequestLimit, removalOf } from "./detach-tag.ts";
import { findTag, requireTicket } from "./lookup.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { memberDoer, retryChange, saveChange } from "./save-change.ts";
import type { SettingKind } from "./settings-kind.ts";
import type { Tag } from "./tag.ts";
import { withoutTag, withTag } from "./tag-changes.ts";
import { type Ticket, tagLimit } from "./ticket.ts";
import { checkVersion } from "./update-ticket.ts";

/** In code points. */
export const tagNameLimit = 100;

/** PX-60: managed apart from tickets. A tag that is deleted comes off its tickets, the first of them at once. */
export const ticketTags: SettingKind<Tag> = {
  name: "ticket_tag",
  title: "Tag",
  rows: (context) => context.tags,
  writers: "members",
  check: (context, tenantId, { teamId }) => checkTeam(context, tenantId, teamId),
  remove: async (context, tenantId, tag, audit) => {
    const removal = removalOf(tag, audit);
    await context.tags.removeFromTickets(tag, audit, removal);
    await detachTag(context, tenantId, removal, inRequestLimit);
  },
};

interface TaggedTicket {
  ticket: TicketRef;
  /** The version of the ticket that the caller has seen (If-Match). */
  version?: number | undefined;
}

/**
 * PX-60: one more tag, by id or name, for closed tickets too. One that it carries already changes nothing. A `tagId`
 * names a row: where nobody has it, the answer is `not_found`.
 */
export async function tagTicket(
  context: DeskContext,
  input: TaggedTicket & ({ tag: string } | { tagId: string }),
): Promise<Ticket> {
  const caller = authorizeMember(context, "issues.edit");

  return onceAfter(context, {
    make: () =>
      retryChange(context, async () => {
        const ticket = await requireTicket(context, caller, input.ticket);
        checkVersion(ticket, input.version);
        const tag = await requireTag(context, caller.tenantId, ticket, input);
        if (ticket.tagIds.includes(tag.id)) return ticket;
        if (ticket.tagIds.length >= tagLimit) {
          throw new AppError("invalid_request", `tag: a ticket has at most ${tagLimit}`, { field: "tag" });
        }
        return saveChange(context, ticket, withTag(context, ticket, tag), memberDoer(caller));
      }),
    result: ({ id }) => id,
    find: (id) => requireTicket(context, caller, { id }),
  });
}

/** PX-60: without this tag. One that the ticket does not carry, or that nobody has, changes nothing. */
export async function untagTicket(context: DeskContext, input: TaggedTicket & { tagId: string }): Promise<void> {
  const caller = authorizeMember(context, "issues.edit");

  await retryChange(context, async () => {
    const ticket = await requireTicket(context, caller, input.ticket);
    checkVersion(ticket, input.version);
    if (!ticket.tagIds.includes(input.tagId)) return;
    const tag = await context.tags.find(caller.tenantId, input.tagId);
    const change = withoutTag(context, ticket, { id: input.tagId, name: tag?.name ?? input.tagId });
    await saveChange(context, ticket, change, memberDoer(caller));
  });
}

async function requireTag(
  context: DeskContext,
  tenantId: TenantId,
  { teamId }: Ticket,
  named: { tag: string } | { tagId: string },
): Promise<Tag> {
  if ("tagId" in named) {
    const tag = await context.tags.find(tenantId, named.tagId);
    if (tag) return tag;
    throw new AppError("not_found", "Tag not found");
  }
  const tag = findTag(await context.tags.all(tenantId), named.tag, teamId);
  if (tag) return tag;
  throw new AppError("invalid_request", "tag: there is no such tag", { field: "tag" });
}

import type { DeskCaller, TenantId } from "../access/index.ts";
import { AppError } from "../errors.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { type Tag, tagKey } from "./tag.ts";
import type { Ticket } from "./ticket.ts";
import { tagLimit } from "./ticket.ts";

/** The tenant of a ticket that was found: whoever found it was authorized for it. */
export function tenantOf(ticket: Ticket): TenantId {
  return ticket.tenantId as TenantId;
}

/** One message for a ticket of nobody, of another tenant, of another customer, and for a deleted one (J2). */
function ticketNotFound(): AppError {
  return new AppError("not_found", "Ticket not found");
}

/** The ticket, or `not_found`. A contact finds its own alone (PX-64). */
export async function requireTicket(context: DeskContext, caller: DeskCaller, ref: TicketRef): Promise<Ticket> {
  const ticket = await context.tickets.find(caller.tenantId, ref);
  if (!ticket || ticket.deletedAt !== null) throw ticketNotFound();
  if (caller.kind === "contact" && ticket.contactEmail !== caller.email) throw ticketNotFound();
  return ticket;
}

/** As `requireTicket`, for who restores: it finds only what is deleted. */
export async function requireDeletedTicket(context: DeskContext, caller: DeskCaller, ref: TicketRef): Promise<Ticket> {
  const ticket = await context.tickets.find(caller.tenantId, ref);
  if (!ticket || ticket.deletedAt === null) throw ticketNotFound();
  return ticket;
}

/**
 * The tags that a request names by id or by name. A name means the tag of the ticket's team, else that of the whole
 * tenant (PX-60). Throws `invalid_request` for one that is not there.
 */
export async function checkTags(
  context: DeskContext,
  tenantId: TenantId,
  names: readonly string[] | undefined,
  teamId: string | null,
): Promise<Tag[] | undefined> {
  if (names === undefined) return undefined;
  if (names.length === 0) return [];
  const known = await context.tags.all(tenantId);
  const tags = names.map((name) => {
    const found = findTag(known, name, teamId);
    if (!found) throw new AppError("invalid_request", `tags: there is no tag "${name}"`, { field: "tags" });
    return found;
  });
  const distinct = [...new Map(tags.map((tag) => [tag.id, tag])).values()];
  if (distinct.length > tagLimit) {
    throw new AppError("invalid_request", `tags: a ticket has at most ${tagLimit}`, { field: "tags" });
  }
  return distinct;
}

export function findTag(known: readonly Tag[], name: string, teamId: string | null): Tag | undefined {
  const key = tagKey(name);
  return (
    known.find(({ id }) => id === name) ??
    known.find((tag) => tag.teamId === teamId && tagKey(tag.name) === key) ??
    known.find((tag) => tag.teamId === null && tagKey(tag.name) === key)
  );
}

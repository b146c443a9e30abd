import { newUlid } from "../ids.ts";
import type { Change } from "./edit.ts";
import { tenantOf } from "./lookup.ts";
import type { DeskContext } from "./ports.ts";
import { type Doer, type Extras, prepareChange } from "./save-change.ts";
import { type Ticket, untouchedTicket } from "./ticket.ts";

/**
 * PX-21: reopening a closed ticket opens another one, and the closed one stays as it is but for the reference to it.
 * `continueWith` is what the request wants beside the reopening; both tickets are written at once.
 */
export async function openFollowUp(
  context: DeskContext,
  closed: Ticket,
  doer: Doer,
  continueWith: (fresh: Ticket) => Promise<{ change: Change; extras?: Extras }> | { change: Change; extras?: Extras },
): Promise<Ticket> {
  const number = await context.tickets.nextNumber(tenantOf(closed));
  const fresh = freshTicket(context, closed, number);
  const { change, extras = {} } = await continueWith(fresh);
  const created = {
    action: "ticket.created" as const,
    newValue: { status: "open", priority: fresh.priority },
    details: { followUpOfId: closed.id },
  };
  const reference: Change = {
    ticket: { ...closed, followUpIds: [...closed.followUpIds, fresh.id] },
    facts: [{ action: "ticket.follow_up_created", newValue: fresh.id, details: { followUpNumber: fresh.number } }],
  };
  const next = await prepareChange(context, null, { ...change, facts: [created, ...change.facts] }, doer);
  const old = await prepareChange(context, closed, reference, doer);
  const [saved] = await context.tickets.commit(
    {
      tickets: [next.ticketChange, old.ticketChange],
      ...extras,
      notices: [...next.notices, ...(extras.notices ?? [])],
    },
    context.now(),
  );
  return saved ?? next.ticketChange.after;
}

/** The same request of the same customer, from the start. */
function freshTicket(context: DeskContext, closed: Ticket, number: number): Ticket {
  const { tenantId, subject, description, priority, category, source, teamId, assigneeId, creatorId } = closed;
  const { id: followUpOfId, contactEmail, contactName, tagIds } = closed;
  return {
    ...untouchedTicket({ id: newUlid(context), tenantId, number, createdAt: context.now().toISOString() }),
    subject,
    description,
    priority,
    category,
    source,
    teamId,
    assigneeId,
    creatorId,
    contactEmail,
    contactName,
    tagIds,
    followUpOfId,
  };
}

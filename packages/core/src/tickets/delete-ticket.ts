import { authorizeMember } from "../access/index.ts";
import { onceAfter } from "../idempotency.ts";
import { requireDeletedTicket, requireTicket } from "./lookup.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { memberDoer, retryChange, saveChange } from "./save-change.ts";
import type { Ticket } from "./ticket.ts";
import { checkVersion } from "./update-ticket.ts";

/** PX-8: out of every list, number and deadline, and kept for whoever restores it. */
export async function deleteTicket(
  context: DeskContext,
  input: { ticket: TicketRef; version?: number | undefined },
): Promise<void> {
  const caller = authorizeMember(context, "issues.delete");

  await retryChange(context, async () => {
    const ticket = await requireTicket(context, caller, input.ticket);
    checkVersion(ticket, input.version);
    const doer = memberDoer(caller);
    const deleted: Ticket = { ...ticket, deletedAt: context.now().toISOString(), deletedBy: doer.actor };
    await saveChange(context, ticket, { ticket: deleted, facts: [{ action: "ticket.deleted" }] }, doer);
  });
}

/** PX-8: for Owner and Admin, who may delete too. Its deadlines go on as if nothing had been. */
export async function restoreTicket(context: DeskContext, input: { ticket: TicketRef }): Promise<Ticket> {
  const caller = authorizeMember(context, "issues.delete");

  return onceAfter(context, {
    make: () =>
      retryChange(context, async () => {
        const ticket = await requireDeletedTicket(context, caller, input.ticket);
        const restored: Ticket = { ...ticket, deletedAt: null, deletedBy: null };
        const change = { ticket: restored, facts: [{ action: "ticket.restored" as const }] };
        return saveChange(context, ticket, change, memberDoer(caller));
      }),
    result: ({ id }) => id,
    find: (id) => requireTicket(context, caller, { id }),
  });
}

import { actForTenant } from "../access/index.ts";
import { type SweepSummary, sweepDue } from "../sweep.ts";
import { setStatus } from "./edit.ts";
import type { DeskContext, TicketKey } from "./ports.ts";
import { type Doer, retryChange, saveChange } from "./save-change.ts";

const parallel = 8;

const doer: Doer = { actor: "system:auto-close", userId: null, depth: 0 };

/** PX-22: closes resolved tickets whose customers have not pushed back in time. */
export function sweepAutoClose(context: DeskContext): Promise<SweepSummary> {
  return sweepDue(context, {
    due: (now) => context.tickets.dueForClosing(now),
    parallel,
    sweepOne: (key) => closeIfDue(context, key),
  });
}

/** False where it is not resolved any more, or where another sweep was faster. */
function closeIfDue(context: DeskContext, { tenantId, ticketId }: TicketKey): Promise<boolean> {
  return retryChange(context, async () => {
    const ticket = await context.tickets.find(actForTenant(context, tenantId), { id: ticketId });
    const at = context.now().toISOString();
    if (!ticket?.autoCloseAt || ticket.deletedAt !== null || ticket.autoCloseAt > at) return false;

    const { reopenDays } = context.deskSettings;
    const change = setStatus({ ticket, facts: [] }, "closed", { at, reopenDays });
    await saveChange(context, ticket, change, doer);
    return true;
  });
}

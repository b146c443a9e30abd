import type { SlaAction } from "../sla/index.ts";
import { type Change, editTicket, type TicketEdits } from "./edit.ts";
import { tenantOf } from "./lookup.ts";
import type { DeskContext } from "./ports.ts";
import { type Ticket, type TicketPriority, ticketPriorities } from "./ticket.ts";

const policyActor = "system:sla-policy";

interface Escalation extends Change {
  /** What could not be done, for the record of the breach. */
  skipped: SlaAction[];
}

/**
 * What the ticket's policy wants done when a target is breached (G-5), as one change: its priority goes up by one step
 * at most, however often the policy says so. Alerts are not part of it.
 */
export async function escalate(context: DeskContext, ticket: Ticket): Promise<Escalation> {
  const actions = ticket.sla?.policy?.onBreach ?? [];
  const edits: TicketEdits = {};
  const skipped: SlaAction[] = [];
  for (const action of actions) {
    if (action.kind === "raise_priority") edits.priority = oneStepUp(ticket.priority);
    if (action.kind !== "reassign") continue;
    const user = await context.access.findUser(action.assigneeId);
    if (user?.tenantId === tenantOf(ticket)) edits.assigneeId = user.id;
    else skipped.push(action);
  }

  const terms = { at: context.now().toISOString(), reopenDays: context.deskSettings.reopenDays };
  const change = editTicket(ticket, edits, terms);
  return { ticket: change.ticket, facts: change.facts.map((fact) => ({ ...fact, actor: policyActor })), skipped };
}

/** The highest stays as it is. */
function oneStepUp(priority: TicketPriority): TicketPriority {
  return ticketPriorities[ticketPriorities.indexOf(priority) + 1] ?? priority;
}

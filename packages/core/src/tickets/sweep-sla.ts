import { actForTenant } from "../access/index.ts";
import { advanceSla } from "../sla/index.ts";
import { type SweepSummary, sweepDue } from "../sweep.ts";
import { escalate } from "./breach-actions.ts";
import type { DeskContext, TicketKey } from "./ports.ts";
import { type Doer, retryChange, saveChange } from "./save-change.ts";
import { alertFact, alertNotices, isAlert, type SlaAlert, slaWatch } from "./sla-alerts.ts";
import type { Ticket } from "./ticket.ts";

export interface SlaSweepSummary extends SweepSummary {
  /** Targets, of which a ticket has two. */
  breached: number;
  warned: number;
}

const parallel = 8;

const doer: Doer = { actor: slaWatch, userId: null, depth: 0 };

/**
 * Marks what has fallen due, each warning and each breach once (PX-27, X-33, A14): the mark stands on the ticket, is
 * written over the version that was read, and takes the ticket out of the index of what is due.
 */
export async function sweepSla(context: DeskContext): Promise<SlaSweepSummary> {
  const counts = { breached: 0, warned: 0 };
  const summary = await sweepDue(context, {
    due: (now) => context.tickets.dueForSla(now),
    parallel,
    sweepOne: async (key) => {
      const alerts = await markDue(context, key);
      const breaches = alerts.filter(({ kind }) => kind === "breach");
      counts.breached += breaches.length;
      counts.warned += alerts.length - breaches.length;
      return alerts.length > 0;
    },
  });
  return { ...summary, ...counts };
}

/** Mark, record, alerts and the policy's actions in one transaction. Nothing is due: nothing is written. */
function markDue(context: DeskContext, { tenantId, ticketId }: TicketKey): Promise<SlaAlert[]> {
  return retryChange(context, async () => {
    const ticket = await context.tickets.find(actForTenant(context, tenantId), { id: ticketId });
    if (!ticket?.sla || ticket.deletedAt !== null) return [];
    const { state, events } = advanceSla(ticket.sla, context.now());
    const alerts = events.filter(isAlert);
    if (alerts.length === 0) return [];

    await saveAlerts(context, ticket, { ...ticket, sla: state }, alerts);
    return alerts;
  });
}

async function saveAlerts(
  context: DeskContext,
  before: Ticket,
  marked: Ticket,
  alerts: readonly SlaAlert[],
): Promise<void> {
  const isBreach = alerts.some(({ kind }) => kind === "breach");
  const { ticket, facts, skipped } = isBreach
    ? await escalate(context, marked)
    : { ticket: marked, facts: [], skipped: [] };
  const records = alerts.map((alert) => {
    const fact = alertFact(alert);
    return skipped.length > 0 && alert.kind === "breach" ? { ...fact, details: { ...fact.details, skipped } } : fact;
  });
  // Those who were responsible when it happened; a new assignee hears of the assignment.
  const notices = await alertNotices(context, marked, alerts);
  await saveChange(context, before, { ticket, facts: [...records, ...facts] }, doer, { notices });
}

import { actForTenant, type TenantId } from "../access/index.ts";
import { markRun } from "../agents/index.ts";
import { type EventDelivery, hintDelivery, newEventDelivery } from "../deliveries/index.ts";
import { chainLimit, depthOf, type ProductEvent } from "../events/index.ts";
import {
  type Change,
  type Doer,
  draftConversion,
  type Extras,
  editTicket,
  type Fact,
  retryChange,
  saveChange,
  type Ticket,
} from "../tickets/index.ts";
import { matches } from "./matches.ts";
import { type ActionPlan, planActions } from "./plan-actions.ts";
import type { AutomationContext } from "./ports.ts";
import type { Trigger } from "./trigger.ts";

export interface TriggerSummary {
  /** Enabled triggers for this event. */
  checked: number;
  ran: number;
}

/**
 * Runs a tenant's triggers for one event (PX-66): each at most once for the event, however often and to however many
 * workers it is delivered. A chain of automations ends at its third link.
 */
export async function runTriggers(context: AutomationContext, event: ProductEvent): Promise<TriggerSummary> {
  const tenantId = actForTenant(context, event.tenantId);
  const summary: TriggerSummary = { checked: 0, ran: 0 };
  if (event.subject.kind !== "ticket") return summary;
  if (depthOf(event) >= chainLimit) {
    context.log.warn("chain of automations was cut", { eventId: event.eventId, type: event.type });
    return summary;
  }

  const all = await context.triggers.all(tenantId);
  const triggers = all.filter((trigger) => trigger.enabled && trigger.event === event.type);
  const failures: unknown[] = [];
  for (const trigger of triggers) {
    summary.checked += 1;
    try {
      if (await runTrigger(context, tenantId, trigger, event)) summary.ran += 1;
    } catch (cause) {
      // One trigger that fails must not keep the others from their turn; the queue brings the event again.
      failures.push(cause);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} triggers failed: ${failures[0]}`);
  return summary;
}

/** False where it had nothing to do: its conditions do not hold, it has run for this event, or the ticket is gone. */
function runTrigger(
  context: AutomationContext,
  tenantId: TenantId,
  trigger: Trigger,
  event: ProductEvent,
): Promise<boolean> {
  const run = { eventId: event.eventId, name: `trigger:${trigger.id}` };
  return retryChange(context, async () => {
    const ticket = await context.tickets.find(tenantId, { id: event.subject.id });
    if (!ticket || ticket.deletedAt !== null) return false;
    const own = await context.tags.findMany(tenantId, ticket.tagIds);
    if (!matches(trigger.conditions, { ticket, tags: own, event })) return false;
    if (await context.tickets.hasRun(run)) return false;

    const known = trigger.actions.some(({ type }) => type === "add_tag") ? await context.tags.all(tenantId) : [];
    // A tag that is being deleted may still stand on the ticket: it is left as it is.
    const room = { own: ticket.tagIds.map((id) => own.find((tag) => tag.id === id) ?? { id, name: id }), known };
    const plan = await planActions(context, ticket, trigger.actions, room);
    return perform(context, { ticket, trigger, event, plan, run });
  });
}

interface Performance {
  ticket: Ticket;
  trigger: Trigger;
  event: ProductEvent;
  plan: ActionPlan;
  run: { eventId: string; name: string };
}

/** All of it in one transaction, with the mark that it was done; what changes nothing leaves no trace but that. */
async function perform(
  context: AutomationContext,
  { ticket, trigger, event, plan, run }: Performance,
): Promise<boolean> {
  const doer: Doer = { actor: `trigger:${trigger.name}`, userId: null, depth: depthOf(event) + 1 };
  const deliveries = plan.urls.map((url) => deliveryTo(context, url, trigger, event));
  const { change, extras } = await decide(context, ticket, plan, trigger, doer);

  if (change.facts.length > 0) {
    await saveChange(context, ticket, change, doer, { ...extras, deliveries, run });
  } else if (!(await markRun(context, run, deliveries))) {
    return false;
  }
  for (const { id } of deliveries) await hintDelivery(context, { deliveryId: id });
  return true;
}

async function decide(
  context: AutomationContext,
  ticket: Ticket,
  plan: ActionPlan,
  trigger: Trigger,
  doer: Doer,
): Promise<{ change: Change; extras: Extras }> {
  const terms = { at: context.now().toISOString(), reopenDays: context.deskSettings.reopenDays };
  const edited = editTicket(ticket, plan.edits, terms);
  const change = { ticket: edited.ticket, facts: [...edited.facts, ...calls(plan), ...skips(plan, trigger)] };
  if (plan.issue === null) return { change, extras: {} };

  const { issueType, teamId } = plan.issue;
  return draftConversion(
    context,
    change,
    { type: issueType, teamId },
    { creatorId: null, author: { kind: "trigger", id: trigger.name }, doer },
  );
}

/** An agent is called by the event of this fact: so it is called exactly when the trigger has run. */
function calls({ agents }: ActionPlan): Fact[] {
  return agents.map((handle) => ({
    action: "ticket.agent_dispatched",
    newValue: handle,
    details: { handles: [handle] },
  }));
}

function skips({ skipped }: ActionPlan, { id: triggerId }: Trigger): Fact[] {
  return skipped.map(({ action, reason }) => ({
    action: "ticket.action_skipped",
    newValue: action,
    details: { triggerId, reason },
  }));
}

/** The event as everybody on the bus sees it: ids and short fields, and never a text of the thread. */
function deliveryTo(context: AutomationContext, url: string, trigger: Trigger, event: ProductEvent): EventDelivery {
  return newEventDelivery(context, {
    tenantId: event.tenantId,
    url,
    event: event.type,
    body: JSON.stringify({ ...event, trigger: { id: trigger.id, name: trigger.name } }),
    subject: { kind: "trigger", id: trigger.id },
  });
}

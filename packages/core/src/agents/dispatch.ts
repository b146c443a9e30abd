import * as z from "zod";
import { actForTenant } from "../access/index.ts";
import { hintDelivery, newEventDelivery } from "../deliveries/index.ts";
import { chainLimit, depthOf, type ProductEvent } from "../events/index.ts";
import type { Message } from "../tickets/index.ts";
import type { Agent, AgentProfile } from "./agent.ts";
import type { AgentCall } from "./agent-call.ts";
import { agentsToCall } from "./known-agents.ts";
import { markRun } from "./mark-run.ts";
import type { DispatchContext } from "./ports.ts";
import { runTriage } from "./run-triage.ts";
import { webhookBody } from "./webhook-body.ts";

/** How each kind is reached. All of them write the mark of the run, so that one event calls an agent once. */
const reach: Record<Agent["kind"], (context: DispatchContext, agent: AgentProfile, call: AgentCall) => Promise<void>> =
  {
    builtin: callBuiltIn,
    webhook: callWebhook,
    queue: callQueue,
  };

const Called = z.object({
  handles: z.array(z.string()),
  messageId: z.string().nullable().default(null),
  isInternalNote: z.boolean().default(true),
});

const calling: ReadonlySet<string> = new Set(["ticket.mentioned", "ticket.agent_dispatched"]);

/**
 * Calls the agents that an event names, each once for the event (PX-45, PX-66). Other events call nobody, and so does
 * what a customer has written (L4).
 */
export async function dispatchAgents(context: DispatchContext, event: ProductEvent): Promise<{ called: number }> {
  const tenantId = actForTenant(context, event.tenantId);
  if (!calling.has(event.type)) return { called: 0 };
  if (depthOf(event) >= chainLimit) {
    context.log.warn("chain of automations was cut", { eventId: event.eventId, type: event.type });
    return { called: 0 };
  }

  const { handles, messageId, isInternalNote } = Called.parse(event.data);
  const agents = await agentsToCall(context, tenantId, handles);
  const ticket = agents.length === 0 ? undefined : await context.tickets.find(tenantId, { id: event.subject.id });
  if (!ticket || ticket.deletedAt !== null) return { called: 0 };
  const message = messageId === null ? null : await context.tickets.findMessage(ticket, messageId);
  if (message === undefined || (message !== null && !mayCall(message))) return { called: 0 };

  const failures: unknown[] = [];
  for (const agent of agents) {
    try {
      await callOnce(context, agent, { event, ticket, message, isInternalNote });
    } catch (cause) {
      // One agent that cannot be reached must not keep the others from their turn; the queue brings the event again.
      failures.push(cause);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} agents were not called`);
  return { called: agents.length };
}

/** Members call; customers, agents and triggers do not, whatever their texts say (L4). */
function mayCall({ author, deletedAt }: Message): boolean {
  return deletedAt === null && (author.kind === "user" || author.kind === "client");
}

async function callOnce(context: DispatchContext, agent: AgentProfile, call: AgentCall): Promise<void> {
  if (await context.tickets.hasRun(runOf(agent, call))) return;
  await reach[agent.kind](context, agent, call);
}

function runOf({ handle }: AgentProfile, { event }: AgentCall) {
  return { eventId: event.eventId, name: `agent:${handle}` };
}

function callBuiltIn(context: DispatchContext, agent: AgentProfile, call: AgentCall): Promise<void> {
  return runTriage(context, call.ticket, { run: runOf(agent, call), depth: depthOf(call.event) + 1 });
}

async function callWebhook(context: DispatchContext, agent: AgentProfile, call: AgentCall): Promise<void> {
  if (agent.url === null) return;
  const delivery = newEventDelivery(context, {
    tenantId: call.event.tenantId,
    url: agent.url,
    event: call.event.type,
    body: webhookBody(agent, call),
    subject: { kind: "agent", id: agent.handle },
  });
  if (await markRun(context, runOf(agent, call), [delivery])) await hintDelivery(context, { deliveryId: delivery.id });
}

/** Sends before it marks: a queue that fails is asked again, and what was sent twice has the same event id. */
async function callQueue(context: DispatchContext, agent: AgentProfile, call: AgentCall): Promise<void> {
  const { event, ticket, message, isInternalNote } = call;
  await context.agentQueue.send({
    tenantId: event.tenantId,
    handle: agent.handle,
    eventId: event.eventId,
    ticketId: ticket.id,
    messageId: message?.id ?? null,
    isInternalNote,
  });
  await markRun(context, runOf(agent, call));
}

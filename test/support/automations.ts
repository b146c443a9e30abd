import { type AgentMessage, dispatchAgents } from "@tessera/core/agents";
import { eventOf, type ProductEvent } from "@tessera/core/events";
import { runTriggers } from "@tessera/core/triggers";
import type { TestApp } from "./api.ts";

/** What the function behind the automations queue does, event by event, with nobody else around. */
export function automationsOf(test: TestApp) {
  const called: AgentMessage[] = [];
  const context = {
    ...test.asOperator(),
    agentQueue: { send: async (message: AgentMessage) => void called.push(message) },
  };
  const seen = new Set<string>();

  const run = async (event: ProductEvent) => {
    await runTriggers(context, event);
    await dispatchAgents(context, event);
  };
  const eventsOf = async (ticketId: string) => {
    const events: ProductEvent[] = [];
    for await (const entry of test.store.audit.entries({ type: "ticket", id: ticketId })) {
      const event = eventOf(entry);
      if (event) events.push(event);
    }
    return events;
  };
  return {
    context,
    /** What agents behind the queue were told. */
    called,
    /** What is to be sent for a tenant by now. */
    async deliveriesOf(tenantId: string) {
      test.clock.advance(1_000);
      const found = [];
      for await (const { ref } of test.store.deliveries.due(test.clock.now())) {
        const delivery = "deliveryId" in ref ? await test.store.deliveries.find(ref.deliveryId) : undefined;
        if (delivery?.tenantId === tenantId) found.push(delivery);
      }
      return found;
    },
    run,
    eventsOf,
    /** Runs every event of a ticket that has not been run yet, and those that come of it, until there are no more. */
    async settle(ticketId: string): Promise<void> {
      for (;;) {
        const fresh = (await eventsOf(ticketId)).filter(({ eventId }) => !seen.has(eventId));
        if (fresh.length === 0) return;
        for (const event of fresh) {
          seen.add(event.eventId);
          await run(event);
        }
      }
    },
  };
}

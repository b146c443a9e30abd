import { dispatchAgents } from "@tessera/core/agents";
import { ProductEvent } from "@tessera/core/events";
import { runTriggers } from "@tessera/core/triggers";
import * as z from "zod";
import { automationContext } from "../lib/automations.ts";
import { queue } from "../lib/queue.ts";
import { runtime } from "../lib/runtime.ts";

/** An event of ours, as the rule of the bus puts it into the queue. */
const Envelope = z.object({ detail: ProductEvent });

/** Triggers and agents: what a tenant has set up to happen by itself (PX-45, PX-66). */
export const handler = queue({
  schema: Envelope,
  contextOf: () => runtime.systemContext("automations"),
  async work(_context, { detail: event }) {
    const context = automationContext(event.correlationId);
    await runTriggers(context, event);
    await dispatchAgents(context, event);
  },
});

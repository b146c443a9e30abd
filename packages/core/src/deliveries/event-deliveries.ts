import { tenantWebhookSecrets } from "../access/index.ts";
import { draftEntry } from "../audit/index.ts";
import type { EventDelivery } from "./delivery.ts";
import type { DeliverySource, EventDeliveryContext } from "./ports.ts";

/** Messages of triggers and agents: their body is stored with them, and their tenant signs (PX-45, PX-66). */
export function eventDeliveries(context: EventDeliveryContext): DeliverySource<EventDelivery> {
  return {
    find: (id) => context.deliveries.find(id),
    save: (row) => context.deliveries.save(row),
    messageOf: ({ id }) => ({ deliveryId: id }),
    compose: async ({ tenantId, body }) => {
      const secrets = await tenantWebhookSecrets(context, { tenantId });
      return secrets && { body, secrets };
    },
    giveUp: (row) => giveUp(context, row),
  };
}

/** Nothing waits for such a message, so its end is written where it can be found: its history and the log. */
async function giveUp(context: EventDeliveryContext, row: EventDelivery): Promise<void> {
  const { id, tenantId, subject, attempts, correlationId } = row;
  const facts = { subject, attempts: attempts.length, lastOutcome: attempts.at(-1)?.outcome ?? null };
  const audit = draftEntry(context, {
    tenantId,
    subjectType: "delivery",
    subjectId: id,
    action: "delivery.failed",
    details: { event: row.event, ...facts },
    oldValue: { status: "pending" },
    newValue: { status: row.status },
  });
  await context.deliveries.saveFailed(row, { ...audit, correlationId });
  context.log.error("delivery was given up", { deliveryId: id, tenantId, ...facts });
}

import { liveSecrets, type WebhookSecret } from "../access/index.ts";
import { unlessStale } from "../retry-stale.ts";
import type { Delivery } from "./delivery.ts";
import { hintDelivery } from "./hint.ts";
import type { DeliveryContext, DeliveryMessage, DeliverySource, Payload, WebhookOutcome } from "./ports.ts";
import { abandonDelivery, claimAttempt, recordAttempt } from "./schedule.ts";

export type DeliveryResult = "delivered" | "retry" | "failed" | "nothing";

/**
 * Makes the attempt that is due, if one is (TF-61). The claim is a conditional write, so two workers never send at
 * once; one that dies leaves a claim that runs out, and the next attempt has the same id (A10).
 */
export function deliver(context: DeliveryContext, message: DeliveryMessage): Promise<DeliveryResult> {
  const { job, event } = context.sources;
  return "jobId" in message
    ? makeAttempt(context, job, message.jobId)
    : makeAttempt(context, event, message.deliveryId);
}

async function makeAttempt<Row extends Delivery>(
  context: DeliveryContext,
  source: DeliverySource<Row>,
  id: string,
): Promise<DeliveryResult> {
  const claimed = await claim(context, source, id);
  if (!claimed) return "nothing";

  const payload = await source.compose(claimed);
  if (!payload) return record(context, source, abandonDelivery(claimed));

  const outcome = await send(context, claimed, payload);
  return record(context, source, recordAttempt(claimed, outcome, context.now(), context.random()));
}

async function claim<Row extends Delivery>(
  context: DeliveryContext,
  source: DeliverySource<Row>,
  id: string,
): Promise<Row | undefined> {
  const row = await source.find(id);
  const now = context.now();
  if (!row || row.dueAt === null || row.dueAt > now.toISOString()) return undefined;

  const claimed = claimAttempt(row, now);
  const won = await unlessStale(() => source.save(claimed));
  return won ? claimed : undefined;
}

async function send(context: DeliveryContext, claimed: Delivery, payload: Payload): Promise<WebhookOutcome> {
  const now = context.now();
  const secrets = await unsealSecrets(context, claimed, liveSecrets(payload.secrets, now));
  // An attempt that cannot be signed is not made, but it counts: else it would come up again for ever.
  if (secrets.length === 0) return { kind: "failed", reason: "unsigned", status: null };

  return context.webhooks.send({
    url: claimed.url,
    id: claimed.id,
    event: claimed.event,
    timestamp: Math.floor(now.getTime() / 1_000),
    body: payload.body,
    secrets,
  });
}

async function unsealSecrets(
  context: DeliveryContext,
  delivery: Delivery,
  secrets: readonly WebhookSecret[],
): Promise<string[]> {
  try {
    return await Promise.all(secrets.map(({ sealed }) => context.sealer.unseal(sealed)));
  } catch (cause) {
    const { id, tenantId } = delivery;
    context.log.error("webhook secrets cannot be opened", { webhookId: id, tenantId, cause: String(cause) });
    return [];
  }
}

/** A stale write means that this worker's claim had run out: whoever has claimed since decides. */
async function record<Row extends Delivery>(
  context: DeliveryContext,
  source: DeliverySource<Row>,
  row: Row,
): Promise<DeliveryResult> {
  if (row.status === "failed") return (await unlessStale(() => source.giveUp(row))) ? "failed" : "nothing";

  const saved = await unlessStale(() => source.save(row));
  if (!saved) return "nothing";
  if (row.dueAt === null) return "delivered";
  const delaySeconds = Math.ceil((Date.parse(row.dueAt) - context.now().getTime()) / 1_000);
  await hintDelivery(context, source.messageOf(row), delaySeconds);
  return "retry";
}

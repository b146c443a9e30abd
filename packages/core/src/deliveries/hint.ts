import type { DeliveryMessage, HintContext } from "./ports.ts";

/** A lost hint costs time, not the delivery: the row is due, and the sweep sends what is due (A9, C5). */
export async function hintDelivery(context: HintContext, message: DeliveryMessage, delaySeconds = 0): Promise<void> {
  try {
    await context.callbackQueue.send(message, delaySeconds);
  } catch (cause) {
    context.log.warn("delivery hint was not sent", { ...message, cause: String(cause) });
  }
}

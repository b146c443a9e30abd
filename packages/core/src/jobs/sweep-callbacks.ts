import { deliverCallback } from "./deliver-callback.ts";
import type { DeliveryContext } from "./ports.ts";

/** Receivers that hang hold up no more than their share of a sweep. */
const parallelDeliveries = 10;

/**
 * Sends what is due, whether or not its hint has arrived (A9, X-41). Safe to run twice at once: each attempt is
 * claimed, and claiming takes it off the index.
 */
export async function sweepCallbacks(context: DeliveryContext): Promise<{ checked: number; changed: number }> {
  const summary = { checked: 0, changed: 0 };
  const due = context.callbacks.due(context.now())[Symbol.asyncIterator]();
  const worker = async () => {
    for (let next = await due.next(); !next.done; next = await due.next()) {
      summary.checked += 1;
      if (await deliverOne(context, next.value)) summary.changed += 1;
    }
  };
  await Promise.all(Array.from({ length: parallelDeliveries }, worker));
  return summary;
}

/** One row that cannot be handled must not keep the others from their turn; it stays due. */
async function deliverOne(context: DeliveryContext, jobId: string): Promise<boolean> {
  try {
    return (await deliverCallback(context, { jobId })) !== "nothing";
  } catch (cause) {
    context.log.error("callback could not be handled", { jobId, cause: String(cause) });
    return false;
  }
}

import type { EventDelivery } from "../deliveries/index.ts";
import { AppError } from "../errors.ts";
import type { DeskContext } from "../tickets/index.ts";

/**
 * Marks an event as acted upon, and saves what is to be sent for it, without touching the ticket. False where another
 * worker was faster: what it does is what happens.
 */
export async function markRun(
  context: DeskContext,
  run: { eventId: string; name: string },
  deliveries: readonly EventDelivery[] = [],
): Promise<boolean> {
  try {
    await context.tickets.commit({ tickets: [], run, deliveries }, context.now());
    return true;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "stale_write") return false;
    throw cause;
  }
}

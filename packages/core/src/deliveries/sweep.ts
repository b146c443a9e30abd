import { type SweepSummary, sweepDue } from "../sweep.ts";
import { deliver } from "./deliver.ts";
import type { DeliveryContext } from "./ports.ts";

/** Receivers that hang hold up no more than their share of a sweep. */
const parallel = 10;

/**
 * Sends what is due, whether or not its hint has arrived (A9, X-41). Safe to run twice at once: each attempt is
 * claimed, and a claimed row is not due.
 */
export function sweepDeliveries(context: DeliveryContext): Promise<SweepSummary> {
  return sweepDue(context, {
    due: (now) => context.deliveries.due(now),
    parallel,
    sweepOne: async (message) => (await deliver(context, message)) !== "nothing",
  });
}

import { setTimeout as sleep } from "node:timers/promises";

/** In all, with the first one. Only what the SDK itself does not retry is retried by us, so layers do not multiply (C7). */
export const attemptLimit = 4;

const baseDelayMs = 25;

/** Full jitter: writers that collided do not come back together (C3). */
export function backOff(attempt: number): Promise<void> {
  return sleep(Math.random() * baseDelayMs * 2 ** attempt);
}

import { setTimeout } from "node:timers/promises";

/** Ends after so long, or when the signal is aborted; never rejects. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch {
    // Aborted: whoever waits looks at the signal.
  }
}

const longestPauseMs = 250;

/** Up to so long, and at random (full jitter): writers that collided do not come back together. */
export function pause(attempt: number): Promise<void> {
  return setTimeout(Math.random() * Math.min(longestPauseMs, 5 * 2 ** attempt));
}

import type { Delivery } from "./delivery.ts";
import type { WebhookOutcome } from "./ports.ts";

/** Seconds before each attempt: the first at once, then TF-61's 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 10 h. */
export const retryDelaysSeconds = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] as const;

/** An attempt that never reports back (a killed worker) counts as failed after this; more than its own timeout. */
const claimSeconds = 60;

/** A receiver may ask for more patience than the schedule has, but not for ever. */
const retryAfterLimitSeconds = 36_000;

/** Up to a tenth more, so that many deliveries that failed together do not come back together. */
const jitterShare = 0.1;

/** The row while an attempt is under way: a second worker finds nothing due. */
export function claimAttempt<Row extends Delivery>(delivery: Row, now: Date): Row {
  return { ...delivery, dueAt: after(now, claimSeconds), version: delivery.version + 1 };
}

/** The row after an attempt: delivered, given up, or due again. `random` is in [0, 1). */
export function recordAttempt<Row extends Delivery>(
  claimed: Row,
  outcome: WebhookOutcome,
  now: Date,
  random: number,
): Row {
  const attempts = [
    ...claimed.attempts,
    {
      at: now.toISOString(),
      outcome: outcome.kind === "failed" ? outcome.reason : outcome.kind,
      status: outcome.status,
    },
  ];
  const next = { ...claimed, attempts, version: claimed.version + 1 };
  if (outcome.kind === "delivered") return { ...next, status: "delivered", dueAt: null };

  const delaySeconds = retryDelaysSeconds[attempts.length];
  // 410 Gone: the receiver has asked for an end.
  if (outcome.kind === "gone" || delaySeconds === undefined) return { ...next, status: "failed", dueAt: null };

  const asked = Math.min(outcome.retryAfterSeconds ?? 0, retryAfterLimitSeconds);
  return { ...next, dueAt: after(now, Math.max(delaySeconds, asked) * (1 + jitterShare * random)) };
}

/** The row once there is nothing to send any more, or no one to sign for. */
export function abandonDelivery<Row extends Delivery>(claimed: Row): Row {
  return { ...claimed, status: "failed", dueAt: null, version: claimed.version + 1 };
}

function after(now: Date, seconds: number): string {
  return new Date(now.getTime() + seconds * 1_000).toISOString();
}

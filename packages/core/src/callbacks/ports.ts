import type { CallbackDelivery } from "./delivery.ts";

export interface CallbackStore {
  find(jobId: string): Promise<CallbackDelivery | undefined>;
  /** Conditional on `delivery.version - 1`; throws `stale_write`. */
  save(delivery: CallbackDelivery): Promise<void>;
  /** Job ids of deliveries whose `dueAt` has come, oldest first. */
  due(now: Date): AsyncIterable<string>;
}

/** A message is only a hint: the `callbacks` sweep sends what is due in any case. */
export interface CallbackQueue {
  send(message: { jobId: string }, delaySeconds: number): Promise<void>;
}

export interface WebhookRequest {
  url: string;
  id: string;
  event: string;
  /** Seconds since 1970, of this attempt. */
  timestamp: number;
  body: string;
  /** Clear secrets, the current one first: one signature each while a rotation lasts. */
  secrets: readonly string[];
}

export type WebhookOutcome =
  | { kind: "delivered"; status: number }
  | { kind: "gone"; status: number }
  | { kind: "failed"; reason: string; status: number | null; retryAfterSeconds?: number | undefined };

/** Signs and posts one attempt by Standard Webhooks. Never throws for what a receiver or a network does. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<WebhookOutcome>;
}

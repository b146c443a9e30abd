import * as z from "zod";
import type { AccessContext, WebhookSecret } from "../access/index.ts";
import type { AuditDraft } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import type { Due } from "../sweep.ts";
import type { CallbackDelivery, Delivery, EventDelivery } from "./delivery.ts";

/** Which delivery to look at: the callback of a job, or a delivery by its own id. All else stands in the table. */
export const DeliveryMessage = z.union([
  z.object({ jobId: z.string().min(1) }),
  z.object({ deliveryId: z.string().min(1) }),
]);
export type DeliveryMessage = z.infer<typeof DeliveryMessage>;

/** A message is only a hint: the `callbacks` sweep sends what is due in any case. */
export interface DeliveryQueue {
  send(message: DeliveryMessage, delaySeconds: number): Promise<void>;
}

export interface CallbackStore {
  find(jobId: string): Promise<CallbackDelivery | undefined>;
  /** Conditional on `delivery.version - 1`; throws `stale_write`. */
  save(delivery: CallbackDelivery): Promise<void>;
}

/** Deliveries of events. Every save is conditional on `delivery.version - 1`; a lost race throws `stale_write`. */
export interface DeliveryStore {
  find(deliveryId: string): Promise<EventDelivery | undefined>;
  save(delivery: EventDelivery): Promise<void>;
  /** Saves a delivery that was given up, with the entry that says so. */
  saveFailed(delivery: EventDelivery, audit: AuditDraft): Promise<void>;
  /** Deliveries of every source whose `dueAt` has come, oldest first. */
  due(now: Date): AsyncIterable<Due<DeliveryMessage>>;
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

/** What an attempt posts, and the secrets of the account that signs it. */
export interface Payload {
  body: string;
  secrets: readonly WebhookSecret[];
}

/** Where deliveries come from: all in which one kind differs from another. */
export interface DeliverySource<Row extends Delivery> {
  find(id: string): Promise<Row | undefined>;
  /** Conditional on `row.version - 1`; throws `stale_write`. */
  save(row: Row): Promise<void>;
  messageOf(row: Row): DeliveryMessage;
  /** Undefined where there is nothing to send any more, or no one to sign for it. */
  compose(row: Row): Promise<Payload | undefined>;
  /** Saves a row that is not sent any more, and tells whoever must know. */
  giveUp(row: Row): Promise<void>;
}

export interface DeliverySources {
  job: DeliverySource<CallbackDelivery>;
  event: DeliverySource<EventDelivery>;
}

/** What leaving a hint needs. */
export type HintContext = Pick<BaseContext, "log"> & { callbackQueue: DeliveryQueue };

/** What the deliveries of events need. */
export interface EventDeliveryContext extends AccessContext {
  deliveries: DeliveryStore;
}

/** What making an attempt needs, whatever it sends. */
export interface DeliveryContext extends EventDeliveryContext, HintContext {
  sources: DeliverySources;
  webhooks: WebhookSender;
  /** In [0, 1): spreads retries. */
  random(): number;
}

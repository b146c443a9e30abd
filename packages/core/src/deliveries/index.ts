export { type DeliveryResult, deliver } from "./deliver.ts";
export { CallbackDelivery, type Delivery, DeliveryAttempt, EventDelivery } from "./delivery.ts";
export { eventDeliveries } from "./event-deliveries.ts";
export { hintDelivery } from "./hint.ts";
export { eventBodyLimitBytes, type NewEventDelivery, newEventDelivery } from "./new-event-delivery.ts";
export {
  type CallbackStore,
  type DeliveryContext,
  DeliveryMessage,
  type DeliveryQueue,
  type DeliverySource,
  type DeliverySources,
  type DeliveryStore,
  type EventDeliveryContext,
  type HintContext,
  type Payload,
  type WebhookOutcome,
  type WebhookRequest,
  type WebhookSender,
} from "./ports.ts";
export { abandonDelivery, claimAttempt, recordAttempt, retryDelaysSeconds } from "./schedule.ts";
export { sweepDeliveries } from "./sweep.ts";

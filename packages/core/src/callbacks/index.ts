export { CallbackAttempt, CallbackDelivery } from "./delivery.ts";
export type { CallbackQueue, CallbackStore, WebhookOutcome, WebhookRequest, WebhookSender } from "./ports.ts";
export { abandonDelivery, claimAttempt, recordAttempt, retryDelaysSeconds } from "./schedule.ts";

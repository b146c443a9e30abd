import { CallbackDelivery } from "@tessera/core/deliveries";
import { defineEntity, type Key } from "../entity.ts";
import { dueDeliveryKey } from "./due-delivery.ts";
import { jobKey } from "./job.ts";

/** The callback of one job -> deliver. */
export function callbackKey(jobId: string): Key {
  return { pk: jobKey(jobId).pk, sk: "CALLBACK" };
}

export const callbackEntity = defineEntity({
  name: "callback",
  schema: CallbackDelivery,
  keys: (delivery) => ({
    ...callbackKey(delivery.jobId),
    ...dueDeliveryKey(delivery.jobId, delivery.dueAt),
    purgeAt: delivery.purgeAt,
  }),
});

import { DeliveryMessage, deliver } from "@tessera/core/deliveries";
import { deliveryContext } from "../lib/delivery.ts";
import { queue } from "../lib/queue.ts";

export const handler = queue({
  schema: DeliveryMessage,
  work: deliver,
  contextOf: () => deliveryContext("callbacks"),
});

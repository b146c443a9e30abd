import { deliverCallback, JobMessage } from "@tessera/core/jobs";
import { deliveryContext } from "../lib/delivery.ts";
import { queue } from "../lib/queue.ts";

export const handler = queue({
  schema: JobMessage,
  work: deliverCallback,
  contextOf: () => deliveryContext("callbacks"),
});

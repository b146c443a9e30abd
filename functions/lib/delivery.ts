import { toJobWire } from "@tessera/api/wire";
import { type DeliveryContext, eventDeliveries } from "@tessera/core/deliveries";
import { type Job, jobCallbacks } from "@tessera/core/jobs";
import { createWebhookSender } from "@tessera/providers/webhooks";
import { egress } from "./egress.ts";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { runtime } from "./runtime.ts";

const { callbacks, deliveries } = runtime.store;
const ports = withFailpoint(
  { callbacks, deliveries, webhooks: createWebhookSender({ egress }) },
  parseFailpoint(runtime.config.FAILPOINT),
);

const renderJob = (job: Job) => JSON.stringify(toJobWire(job));

/** What making a delivery needs beside what every worker has: every source of one has its line here. */
export function deliveryContext(name: string): DeliveryContext {
  const context = { ...runtime.systemContext(name), ...ports, renderJob };
  return { ...context, sources: { job: jobCallbacks(context), event: eventDeliveries(context) } };
}

import { toJobWire } from "@tessera/api";
import type { DeliveryContext } from "@tessera/core/jobs";
import { createWebhookSender } from "@tessera/providers/webhooks";
import { egress } from "./egress.ts";
import { parseFailpoint, withFailpoint } from "./failpoints.ts";
import { runtime } from "./runtime.ts";

const ports = withFailpoint(
  { callbacks: runtime.store.callbacks, webhooks: createWebhookSender({ egress }) },
  parseFailpoint(runtime.config.FAILPOINT),
);

/** What sending a callback needs beside what every worker has. */
export function deliveryContext(name: string): DeliveryContext {
  return { ...runtime.systemContext(name), ...ports, renderJob: (job) => JSON.stringify(toJobWire(job)) };
}

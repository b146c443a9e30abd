import { deliverCallback, JobMessage } from "@tessera/core/jobs";
import { queue } from "../lib/queue.ts";
import { runtime } from "../lib/runtime.ts";

export const handler = queue({
  schema: JobMessage,
  work: deliverCallback,
  contextOf: () => runtime.systemContext("callbacks"),
});

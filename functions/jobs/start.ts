import { failUndeliverable, JobMessage, startJob } from "@tessera/core/jobs";
import { queue } from "../lib/queue.ts";
import { runtime } from "../lib/runtime.ts";

export const handler = queue({
  schema: JobMessage,
  work: startJob,
  contextOf: () => runtime.systemContext("queue"),
  onLastFailure: failUndeliverable,
});

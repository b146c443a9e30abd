import { flushCompileCache } from "node:module";
import type { LambdaHandler } from "./lambda.ts";
import type { QueueEvent } from "./queue-event.ts";
import type { ScheduleEvent } from "./schedules.ts";
import type { StreamEvent } from "./stream-event.ts";

/**
 * The Lambda functions of the product. Each is loaded when it is first called: a function reads its configuration when
 * it is loaded, and the endpoints that it reads exist only after everything else has started.
 */
export const functions = {
  startJob: lazily<QueueEvent>(async () => (await import("../../../functions/jobs/start.ts")).handler),
  deliverCallback: lazily<QueueEvent>(async () => (await import("../../../functions/callbacks/deliver.ts")).handler),
  intake: lazily<QueueEvent>(async () => (await import("../../../functions/events/intake.ts")).handler),
  automate: lazily<QueueEvent>(async () => (await import("../../../functions/events/automate.ts")).handler),
  takeInAnomalies: lazily<QueueEvent>(async () => (await import("../../../functions/incidents/take-in.ts")).handler),
  workOnIncidents: lazily<QueueEvent>(async () => (await import("../../../functions/incidents/work.ts")).handler),
  publishEvents: lazily<StreamEvent>(async () => (await import("../../../functions/events/publish.ts")).handler),
  expireJobs: lazily<ScheduleEvent>(async () => (await import("../../../functions/sweeps/expire-jobs.ts")).handler),
  sweepCallbacks: lazily<ScheduleEvent>(async () => (await import("../../../functions/sweeps/callbacks.ts")).handler),
  sweepSla: lazily<ScheduleEvent>(async () => (await import("../../../functions/sweeps/sla-breaches.ts")).handler),
  closeTickets: lazily<ScheduleEvent>(async () => (await import("../../../functions/sweeps/auto-close.ts")).handler),
  detachTags: lazily<ScheduleEvent>(async () => (await import("../../../functions/sweeps/detach-tags.ts")).handler),
  sweepForwardings: lazily<ScheduleEvent>(
    async () => (await import("../../../functions/sweeps/forwardings.ts")).handler,
  ),
  sweepIncidents: lazily<ScheduleEvent>(async () => (await import("../../../functions/sweeps/incidents.ts")).handler),
  preparePrompt: lazily(async () => (await import("../../../functions/jobs/prepare-prompt.ts")).handler),
  generateTickets: lazily(async () => (await import("../../../functions/jobs/generate-tickets.ts")).handler),
  validateOutput: lazily(async () => (await import("../../../functions/jobs/validate-output.ts")).handler),
  completeJob: lazily(async () => (await import("../../../functions/jobs/finish.ts")).complete),
  failJob: lazily(async () => (await import("../../../functions/jobs/finish.ts")).fail),
};

function lazily<Event = unknown>(load: () => Promise<LambdaHandler<Event>>): LambdaHandler<Event> {
  let loaded: Promise<LambdaHandler<Event>> | undefined;
  return async (event) => {
    // Kept at once: a process that is killed keeps nothing.
    loaded ??= load().finally(flushCompileCache);
    return (await loaded)(event);
  };
}

export const loadRuntime = async () => (await import("../../../functions/lib/runtime.ts")).runtime;
export const loadApp = async () => (await import("../../../functions/lib/app.ts")).app;

import type { CallbackDelivery, DeliverySource } from "../deliveries/index.ts";
import { retryStale } from "../retry-stale.ts";
import type { Job, JobError } from "./job.ts";
import type { CallbackContext } from "./ports.ts";
import { visibleJob } from "./rules.ts";
import { moveJob } from "./transitions.ts";

const callbackFailed: JobError = { code: "callback_failed", message: "The callback could not be delivered" };

/** Callbacks of jobs: the body is the job as it is when it is sent, and its client signs (TF-61). */
export function jobCallbacks(context: CallbackContext): DeliverySource<CallbackDelivery> {
  return {
    find: (jobId) => context.callbacks.find(jobId),
    save: (row) => context.callbacks.save(row),
    messageOf: ({ jobId }) => ({ jobId }),
    compose: async ({ jobId, clientId }) => {
      const job = await readJob(context, jobId);
      const client = await context.access.findClient(clientId);
      return job && client && { body: context.renderJob(job), secrets: client.webhookSecrets };
    },
    giveUp: (row) => giveUp(context, row),
  };
}

/** The job as anyone may see it now: a cancel or an expiry in between shows in the body (E7). */
async function readJob(context: CallbackContext, jobId: string): Promise<Job | undefined> {
  const job = await context.jobs.load(jobId);
  return job && visibleJob(job, context.now());
}

/** The job keeps its status, and its own error where it has one; what happened is in its history either way (TF-61). */
async function giveUp(context: CallbackContext, delivery: CallbackDelivery): Promise<void> {
  await retryStale(async () => {
    const job = await context.jobs.load(delivery.jobId);
    if (!job || !visibleJob(job, context.now())) return context.callbacks.save(delivery);

    const move = moveJob(context, job, "job.callback_failed", { error: job.error ?? callbackFailed });
    const details = { attempts: delivery.attempts.length, lastOutcome: delivery.attempts.at(-1)?.outcome ?? null };
    await context.jobs.transition({ ...move, audit: { ...move.audit, details }, callback: delivery });
  });
}

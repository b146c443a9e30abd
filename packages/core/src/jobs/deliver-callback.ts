import { type Client, liveSecrets } from "../access/index.ts";
import {
  abandonDelivery,
  type CallbackDelivery,
  claimAttempt,
  recordAttempt,
  type WebhookOutcome,
} from "../callbacks/index.ts";
import { AppError } from "../errors.ts";
import { retryStale } from "../retry-stale.ts";
import type { Job, JobError } from "./job.ts";
import type { DeliveryContext } from "./ports.ts";
import { visibleJob } from "./rules.ts";
import type { JobMessage } from "./start.ts";
import { moveJob } from "./transitions.ts";

export type DeliveryResult = "delivered" | "retry" | "failed" | "nothing";

const callbackFailed: JobError = { code: "callback_failed", message: "The callback could not be delivered" };

/**
 * Makes the attempt that is due, if one is (TF-61). The claim is a conditional write, so two workers never send at
 * once; one that dies leaves a claim that runs out, and the next attempt has the same id (A10).
 */
export async function deliverCallback(context: DeliveryContext, input: JobMessage): Promise<DeliveryResult> {
  const claimed = await claim(context, input.jobId);
  if (!claimed) return "nothing";

  const job = await readJob(context, claimed.jobId);
  const client = await context.access.findClient(claimed.clientId);
  if (!job || !client) return record(context, abandonDelivery(claimed));

  const outcome = await send(context, claimed, { job, client });
  return record(context, recordAttempt(claimed, outcome, context.now(), context.random()));
}

async function claim(context: DeliveryContext, jobId: string): Promise<CallbackDelivery | undefined> {
  const delivery = await context.callbacks.find(jobId);
  const now = context.now();
  if (!delivery || delivery.dueAt === null || delivery.dueAt > now.toISOString()) return undefined;

  const claimed = claimAttempt(delivery, now);
  const won = await unlessStale(() => context.callbacks.save(claimed));
  return won ? claimed : undefined;
}

/** The job as anyone may see it now: a cancel or an expiry in between shows in the body (E7). */
async function readJob(context: DeliveryContext, jobId: string): Promise<Job | undefined> {
  const job = await context.jobs.load(jobId);
  return job && visibleJob(job, context.now());
}

async function send(
  context: DeliveryContext,
  claimed: CallbackDelivery,
  facts: { job: Job; client: Client },
): Promise<WebhookOutcome> {
  const now = context.now();
  const secrets = await unsealSecrets(context, facts.client, now);
  // An attempt that cannot be signed is not made, but it counts: else it would come up again for ever.
  if (secrets.length === 0) return { kind: "failed", reason: "unsigned", status: null };

  return context.webhooks.send({
    url: claimed.url,
    id: claimed.id,
    event: claimed.event,
    timestamp: Math.floor(now.getTime() / 1_000),
    body: context.renderJob(facts.job),
    secrets,
  });
}

async function unsealSecrets(context: DeliveryContext, client: Client, now: Date): Promise<string[]> {
  try {
    return await Promise.all(
      liveSecrets(client.webhookSecrets, now).map(({ sealed }) => context.sealer.unseal(sealed)),
    );
  } catch (cause) {
    context.log.error("webhook secrets cannot be opened", { clientId: client.id, cause: String(cause) });
    return [];
  }
}

/** A stale write means that this worker's claim had run out: whoever has claimed since decides. */
async function record(context: DeliveryContext, delivery: CallbackDelivery): Promise<DeliveryResult> {
  if (delivery.status === "failed") return (await unlessStale(() => giveUp(context, delivery))) ? "failed" : "nothing";

  const saved = await unlessStale(() => context.callbacks.save(delivery));
  if (!saved) return "nothing";
  if (delivery.dueAt === null) return "delivered";
  await hintRetry(context, delivery.jobId, delivery.dueAt);
  return "retry";
}

/** The job keeps its status, and its own error where it has one; what happened is in its history either way (TF-61). */
async function giveUp(context: DeliveryContext, delivery: CallbackDelivery): Promise<void> {
  await retryStale(async () => {
    const job = await context.jobs.load(delivery.jobId);
    if (!job || !visibleJob(job, context.now())) return context.callbacks.save(delivery);

    const move = moveJob(context, job, "job.callback_failed", { error: job.error ?? callbackFailed });
    const details = { attempts: delivery.attempts.length, lastOutcome: delivery.attempts.at(-1)?.outcome ?? null };
    await context.jobs.transition({ ...move, audit: { ...move.audit, details }, callback: delivery });
  });
}

/** A lost hint costs time, not the callback: the row is due, and the sweep sends what is due. */
async function hintRetry(context: DeliveryContext, jobId: string, dueAt: string): Promise<void> {
  const delaySeconds = Math.ceil((Date.parse(dueAt) - context.now().getTime()) / 1_000);
  try {
    await context.callbackQueue.send({ jobId }, delaySeconds);
  } catch (cause) {
    context.log.warn("callback hint was not sent", { jobId, cause: String(cause) });
  }
}

/** False where another writer was faster. */
async function unlessStale(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "stale_write") return false;
    throw cause;
  }
}

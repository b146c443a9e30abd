import { type AccessStore, systemPrincipal } from "@tessera/core/access";
import type { AuditDraft } from "@tessera/core/audit";
import type { CallbackDelivery, WebhookOutcome, WebhookRequest } from "@tessera/core/callbacks";
import { AppError } from "@tessera/core/errors";
import { type DeliveryContext, deliverCallback, type Job, type JobStore } from "@tessera/core/jobs";
import { makeCallback, makeClient, makeJob, start } from "../../support/builders.ts";
import { jobSettings, modelSettings } from "../../support/job-settings.ts";

/** A finished job of client `c-1`. */
export function makeEndedJob(overrides: Partial<Job> = {}): Job {
  return makeJob({
    id: "job-1",
    tenantId: "t-1",
    clientId: "c-1",
    status: "completed",
    stage: "completed",
    callbackUrl: "https://receiver.example/jobs/{job_id}",
    correlationId: "corr-1",
    version: 7,
    ...overrides,
  });
}

export function makeDelivery(overrides: Partial<CallbackDelivery> = {}): CallbackDelivery {
  return makeCallback(makeEndedJob(), overrides);
}

const secret = { id: "s-1", sealed: "sealed:whsec_one", createdAt: start.toISOString(), expiresAt: null };

/** One job, its delivery and its client in memory, a receiver that answers by script, and a clock to move. */
export function makeWorld(rows: { job?: Job; delivery?: CallbackDelivery } = {}) {
  const clock = { now: new Date(start) };
  const jobs = new Map([["job-1", rows.job ?? makeEndedJob()]]);
  const deliveries = new Map([["job-1", rows.delivery ?? makeDelivery()]]);
  const clients = new Map([["c-1", makeClient({ id: "c-1", webhookSecrets: [secret] })]]);
  const entries: AuditDraft[] = [];
  const sent: WebhookRequest[] = [];
  const hints: { jobId: string; delaySeconds: number }[] = [];
  const script: (WebhookOutcome | Error)[] = [];

  const saveDelivery = (delivery: CallbackDelivery): void => {
    if (deliveries.get(delivery.jobId)?.version !== delivery.version - 1) throw new AppError("stale_write", "changed");
    deliveries.set(delivery.jobId, delivery);
  };
  const usedJobs: Pick<JobStore, "load" | "transition"> = {
    load: async (jobId) => jobs.get(jobId),
    transition: async ({ before, after, audit, callback }) => {
      if (jobs.get(before.id)?.version !== before.version) throw new AppError("stale_write", "changed");
      if (callback) saveDelivery(callback);
      jobs.set(after.id, after);
      entries.push(audit);
      return after;
    },
  };
  const context: DeliveryContext = {
    principal: systemPrincipal("callbacks"),
    correlationId: "corr-worker",
    now: () => clock.now,
    newId: () => crypto.randomUUID(),
    log: { info: () => {}, warn: () => {}, error: () => {} },
    random: () => 0,
    renderJob: (job) => JSON.stringify({ job_id: job.id, status: job.status }),
    jobs: only<JobStore>(usedJobs),
    access: only<AccessStore>({ findClient: async (id) => clients.get(id) }),
    callbacks: {
      find: async (jobId) => deliveries.get(jobId),
      save: async (delivery) => saveDelivery(delivery),
      async *due(now) {
        for (const { jobId, dueAt } of [...deliveries.values()]) {
          if (dueAt !== null && dueAt <= now.toISOString()) yield jobId;
        }
      },
    },
    callbackQueue: { send: async ({ jobId }, delaySeconds) => void hints.push({ jobId, delaySeconds }) },
    webhooks: {
      send: async (request) => {
        sent.push(request);
        const outcome = script.shift() ?? { kind: "delivered", status: 200 };
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
    },
    sealer: {
      seal: async (clear) => `sealed:${clear}`,
      unseal: async (sealed) => {
        if (!sealed.startsWith("sealed:")) throw new AppError("storage_error", "sealed with another key");
        return sealed.slice("sealed:".length);
      },
    },
    queue: only({}),
    workflow: only({}),
    jobSettings,
    modelSettings,
  };

  const advanceSeconds = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1_000);
  };
  return {
    context,
    jobs,
    deliveries,
    clients,
    entries,
    sent,
    hints,
    /** What the receiver answers next; 200 once that is used up. */
    receiverAnswers: (...outcomes: (WebhookOutcome | Error)[]) => void script.push(...outcomes),
    advanceSeconds,
    deliver: () => deliverCallback(context, { jobId: "job-1" }),
    /** Moves the clock to when the next attempt is due, and answers how far that was. */
    advanceToDue: () => {
      const dueAt = deliveries.get("job-1")?.dueAt;
      if (dueAt === null || dueAt === undefined) throw new Error("nothing is due any more");
      const seconds = (Date.parse(dueAt) - clock.now.getTime()) / 1_000;
      advanceSeconds(seconds);
      return seconds;
    },
  };
}

/** A port of which only these methods may be called: any other is a bug in the test or in the product. */
function only<Port extends object>(methods: Partial<Port>): Port {
  // Safe: whatever is missing throws below.
  return new Proxy(methods as Port, {
    get(target, name) {
      if (!Reflect.has(target, name)) throw new Error(`${String(name)} is not part of delivering a callback`);
      return Reflect.get(target, name);
    },
  });
}

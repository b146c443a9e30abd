import { type AccessStore, systemPrincipal, type Tenant } from "@tessera/core/access";
import type { AuditDraft } from "@tessera/core/audit";
import {
  type CallbackDelivery,
  type DeliveryContext,
  type DeliveryMessage,
  deliver,
  type EventDelivery,
  eventDeliveries,
  type WebhookOutcome,
  type WebhookRequest,
} from "@tessera/core/deliveries";
import { AppError } from "@tessera/core/errors";
import { type CallbackContext, type Job, type JobStore, jobCallbacks } from "@tessera/core/jobs";
import { makeCallback, makeClient, makeEventDelivery, makeJob, makeTenant, start } from "../../support/builders.ts";
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

/** What trigger `trigger-1` of tenant `t-1` sends out. */
export function makeEvent(overrides: Partial<EventDelivery> = {}): EventDelivery {
  return makeEventDelivery({
    id: "msg_1",
    tenantId: "t-1",
    subject: { kind: "trigger", id: "trigger-1" },
    correlationId: "corr-event",
    ...overrides,
  });
}

export function makeSecret(name: string, expiresAt: string | null = null) {
  return { id: name, sealed: `sealed:whsec_${name}`, createdAt: start.toISOString(), expiresAt };
}

interface WorldRows {
  job?: Job;
  delivery?: CallbackDelivery;
  events?: EventDelivery[];
  tenant?: Partial<Tenant>;
}

/**
 * One job with its callback and its client, a tenant with the deliveries that are given, a receiver that answers by
 * script, and a clock to move. A world with `events` has no callback.
 */
export function makeWorld(rows: WorldRows = {}) {
  const clock = { now: new Date(start) };
  const jobs = new Map([["job-1", rows.job ?? makeEndedJob()]]);
  const deliveries = new Map<string, CallbackDelivery>(rows.events ? [] : [["job-1", rows.delivery ?? makeDelivery()]]);
  const events = new Map((rows.events ?? []).map((event) => [event.id, event]));
  const clients = new Map([["c-1", makeClient({ id: "c-1", webhookSecrets: [makeSecret("one")] })]]);
  const tenants = new Map([["t-1", makeTenant({ id: "t-1", webhookSecrets: [makeSecret("one")], ...rows.tenant })]]);
  const entries: AuditDraft[] = [];
  const sent: WebhookRequest[] = [];
  const hints: (DeliveryMessage & { delaySeconds: number })[] = [];
  const errors: [message: string, fields: unknown][] = [];
  const script: (WebhookOutcome | Error)[] = [];
  let ids = 0;

  const saveDelivery = (delivery: CallbackDelivery) => replace(deliveries, delivery.jobId, delivery);
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
  const ports: Omit<DeliveryContext, "sources"> & CallbackContext = {
    principal: systemPrincipal("callbacks"),
    correlationId: "corr-worker",
    now: () => clock.now,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    log: { info: () => {}, warn: () => {}, error: (message, fields) => void errors.push([message, fields]) },
    random: () => 0,
    renderJob: (job) => JSON.stringify({ job_id: job.id, status: job.status }),
    jobs: only<JobStore>(usedJobs),
    access: only<AccessStore>({
      findClient: async (id) => clients.get(id),
      findTenant: async (id) => tenants.get(id),
      saveTenant: async (tenant, audit) => {
        replace(tenants, tenant.id, tenant);
        entries.push(audit);
      },
    }),
    callbacks: { find: async (jobId) => deliveries.get(jobId), save: async (delivery) => saveDelivery(delivery) },
    deliveries: {
      find: async (id) => events.get(id),
      save: async (event) => replace(events, event.id, event),
      saveFailed: async (event, audit) => {
        replace(events, event.id, event);
        entries.push(audit);
      },
      async *due(now) {
        const isDue = ({ dueAt }: { dueAt: string | null }) => dueAt !== null && dueAt <= now.toISOString();
        for (const { jobId, dueAt } of [...deliveries.values()].filter(isDue)) {
          yield { ref: { jobId }, dueAt: dueAt ?? "" };
        }
        for (const { id, dueAt } of [...events.values()].filter(isDue)) {
          yield { ref: { deliveryId: id }, dueAt: dueAt ?? "" };
        }
      },
    },
    callbackQueue: { send: async (message, delaySeconds) => void hints.push({ ...message, delaySeconds }) },
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
  const context = { ...ports, sources: { job: jobCallbacks(ports), event: eventDeliveries(ports) } };

  const advanceSeconds = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1_000);
  };
  return {
    context,
    jobs,
    deliveries,
    events,
    clients,
    tenants,
    entries,
    sent,
    hints,
    errors,
    /** What the receiver answers next; 200 once that is used up. */
    receiverAnswers: (...outcomes: (WebhookOutcome | Error)[]) => void script.push(...outcomes),
    advanceSeconds,
    /** What the worker does for a hint at the world's callback, or else at its first event. */
    deliver: () => deliver(context, rows.events?.[0] ? { deliveryId: rows.events[0].id } : { jobId: "job-1" }),
    /** Moves the clock to when the next attempt is due, and answers how far that was. */
    advanceToDue: () => {
      const dueAt = [...deliveries.values(), ...events.values()][0]?.dueAt;
      if (dueAt === null || dueAt === undefined) throw new Error("nothing is due any more");
      const seconds = (Date.parse(dueAt) - clock.now.getTime()) / 1_000;
      advanceSeconds(seconds);
      return seconds;
    },
  };
}

/** A row over its version before, as the store does it. */
function replace<Row extends { version: number }>(rows: Map<string, Row>, id: string, row: Row): void {
  if (rows.get(id)?.version !== row.version - 1) throw new AppError("stale_write", "changed");
  rows.set(id, row);
}

/** A port of which only these methods may be called: any other is a bug in the test or in the product. */
function only<Port extends object>(methods: Partial<Port>): Port {
  // Safe: whatever is missing throws below.
  return new Proxy(methods as Port, {
    get(target, name) {
      if (!Reflect.has(target, name)) throw new Error(`${String(name)} is not part of making a delivery`);
      return Reflect.get(target, name);
    },
  });
}

import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { ApiKey, Client, ClientId, Owner, Tenant, TenantId, User } from "@tessera/core/access";
import { type AuditDraft, emptyHead } from "@tessera/core/audit";
import type { CallbackDelivery, EventDelivery } from "@tessera/core/deliveries";
import { type Attempt, type Job, type JobTimes, type JobTransition, type NewJob, nextDueAt } from "@tessera/core/jobs";
import type { ModelHealth } from "@tessera/core/models";
import { v7 as uuidv7 } from "uuid";

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The instant at which a test's world begins. */
export const start = new Date("2026-03-01T12:00:00.000Z");

export const jobTimes: JobTimes = {
  retentionMs: 7 * dayMs,
  tombstoneMs: 30 * dayMs,
  requeueAfterMs: 60_000,
  queuedLimitMs: hourMs,
  processingLimitMs: 15 * 60_000,
};

export function later(milliseconds: number, from: Date | string = start): Date {
  return new Date(new Date(from).getTime() + milliseconds);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** An owner that nobody else has: tests share a table, not rows. */
export function makeOwner(): Owner {
  // What `authorize` would answer for a caller of this client.
  return { tenantId: randomUUID() as TenantId, clientId: randomUUID() as ClientId };
}

/** A queued job; times follow from `createdAt`, as in the product. */
export function makeJob(overrides: Partial<Job> = {}): Job {
  const createdAt = overrides.createdAt ?? start.toISOString();
  const expiresAt = overrides.expiresAt ?? later(jobTimes.retentionMs, createdAt).toISOString();
  const job: Job = {
    id: uuidv7(),
    tenantId: randomUUID(),
    clientId: randomUUID(),
    status: "queued",
    stage: "queued",
    title: "Order export",
    options: {
      ticketCount: null,
      maxTicketCount: 20,
      includeEpics: true,
      dependencyMode: "explicit",
      outputDetail: "standard",
    },
    callbackUrl: null,
    error: null,
    createdAt,
    updatedAt: createdAt,
    expiresAt,
    purgeAt: later(jobTimes.tombstoneMs, expiresAt).toISOString(),
    dueAt: null,
    model: { provider: "offline", model: "offline-test" },
    modelAsked: null,
    modelWarning: null,
    replayOf: null,
    drafts: 0,
    repairs: 0,
    attempts: 0,
    calls: 0,
    written: [0],
    lease: null,
    run: null,
    correlationId: randomUUID(),
    version: 1,
    audit: emptyHead,
    ...overrides,
  };
  return { ...job, dueAt: overrides.dueAt === undefined ? nextDueAt(job, jobTimes) : overrides.dueAt };
}

export function makeAudit(job: Pick<Job, "id" | "tenantId">, overrides: Partial<AuditDraft> = {}): AuditDraft {
  return {
    id: uuidv7(),
    tenantId: job.tenantId,
    subjectType: "job",
    subjectId: job.id,
    action: "job.accepted",
    actor: "client:test",
    at: start.toISOString(),
    details: {},
    oldValue: null,
    newValue: null,
    correlationId: randomUUID(),
    ...overrides,
  };
}

/** What `JobStore.accept` takes; a key of its own unless one is given. */
export function makeNewJob(
  overrides: Omit<Partial<NewJob>, "job"> & { job?: Partial<Job>; key?: string; spec?: string } = {},
): NewJob {
  const {
    job: jobOverrides,
    key = randomUUID(),
    spec = "# Order export\n\nExport orders as CSV.",
    ...others
  } = overrides;
  const job = makeJob(jobOverrides);
  return {
    job,
    idempotency: { keyHash: sha256(key), requestHash: sha256(spec) },
    spec,
    audit: makeAudit(job),
    bounds: { perClient: 100, global: 10_000 },
    ...others,
  };
}

/** A job's next version, due again as the product would have it. */
export function makeMove(before: Job, change: Partial<Job>, others: Partial<JobTransition> = {}): JobTransition {
  const changed = { ...before, ...change, version: before.version + 1 };
  const after = { ...changed, dueAt: nextDueAt(changed, jobTimes) };
  return { before, after, audit: makeAudit(before, { action: `job.${after.status}` }), ...others };
}

export function makeCallback(job: Job, overrides: Partial<CallbackDelivery> = {}): CallbackDelivery {
  return {
    id: `msg_${job.id}`,
    jobId: job.id,
    tenantId: job.tenantId,
    clientId: job.clientId,
    url: "https://receiver.example/jobs",
    event: "job.completed",
    status: "pending",
    attempts: [],
    dueAt: job.updatedAt,
    createdAt: job.updatedAt,
    purgeAt: job.purgeAt,
    version: 1,
    ...overrides,
  };
}

export function makeEventDelivery(overrides: Partial<EventDelivery> = {}): EventDelivery {
  return {
    id: `msg_${randomUUID()}`,
    tenantId: randomUUID(),
    url: "https://receiver.example/hook",
    event: "ticket.created",
    body: '{"ticketNumber":1}',
    subject: { kind: "trigger", id: randomUUID() },
    status: "pending",
    attempts: [],
    dueAt: start.toISOString(),
    createdAt: start.toISOString(),
    purgeAt: later(30 * dayMs).toISOString(),
    correlationId: randomUUID(),
    version: 1,
    audit: emptyHead,
    ...overrides,
  };
}

export function makeAttempt(job: Pick<Job, "id" | "purgeAt">, overrides: Partial<Attempt> = {}): Attempt {
  return {
    jobId: job.id,
    number: 1,
    round: 0,
    part: 0,
    model: { provider: "openai", model: "gpt-5-mini" },
    temperature: 0.7,
    maxOutputTokens: 4_096,
    outcome: "started",
    problems: [],
    finishReason: null,
    promptTokens: null,
    completionTokens: null,
    costUsd: null,
    priceVersion: "test",
    promptSha256: sha256("prompt"),
    outputSha256: null,
    startedAt: start.toISOString(),
    endedAt: null,
    purgeAt: job.purgeAt,
    ...overrides,
  };
}

/** A model that has failed once. */
export function makeHealth(overrides: Partial<ModelHealth> = {}): ModelHealth {
  return {
    key: `openai:${randomUUID()}`,
    failures: 1,
    openUntil: null,
    updatedAt: start.toISOString(),
    version: 1,
    ...overrides,
  };
}

const newRow = () => ({ createdAt: start.toISOString(), version: 1, audit: emptyHead });

export function makeTenant(overrides: Partial<Tenant> = {}): Tenant {
  return { id: randomUUID(), name: "Northwind", webhookSecrets: [], ...newRow(), ...overrides };
}

export function makeClient(overrides: Partial<Client> = {}): Client {
  return {
    id: randomUUID(),
    tenantId: randomUUID(),
    name: "Build server",
    status: "active",
    features: ["tickets"],
    modelFallback: "none",
    webhookSecrets: [],
    keyHashes: [],
    ...newRow(),
    ...overrides,
  };
}

export function makeUser(overrides: Partial<User> = {}): User {
  return {
    id: randomUUID(),
    tenantId: randomUUID(),
    name: "Ada",
    email: "ada@example.org",
    role: "member",
    teamIds: [],
    ...newRow(),
    ...overrides,
  };
}

export function makeApiKey(overrides: Partial<ApiKey> = {}): ApiKey {
  return {
    id: randomUUID(),
    tenantId: randomUUID(),
    subject: { kind: "client", id: randomUUID() },
    prefix: "tsk_abcd",
    sha256: sha256(randomBytes(32).toString("hex")),
    scopes: ["tickets:submit", "tickets:read", "tickets:cancel"],
    features: ["tickets"],
    roles: [],
    active: true,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
    ...newRow(),
    ...overrides,
  };
}

import type { AccessStore, ClientId, Owner, Page, PageRequest } from "../access/index.ts";
import type { AuditDraft, AuditEntry } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import type { CallbackDelivery, CallbackStore, DeliveryQueue } from "../deliveries/index.ts";
import type { SpecReader } from "../generation/index.ts";
import type {
  BreakerSettings,
  ModelGateway,
  ModelHealthStore,
  ModelLimits,
  ModelProvider,
  ModelSettings,
} from "../models/index.ts";
import type { Due } from "../sweep.ts";
import type { Attempt } from "./attempt.ts";
import type { Job, JobStatus, JobText } from "./job.ts";
import type { JobTimes } from "./rules.ts";
import type { Spending } from "./spending.ts";

export interface NewJob {
  job: Job;
  /** SHA-256 of the client's key, and of the request that it came with (TF-9, TF-10). */
  idempotency: { keyHash: string; requestHash: string };
  spec: string;
  audit: AuditDraft;
  /** The most jobs that may be queued, for this client and in all (TF-22). */
  bounds: { perClient: number; global: number };
  /** Once this much is spent on its day, no new job of the tenant is taken in (D13). */
  budget?: Spending | undefined;
}

export type AcceptOutcome =
  | { kind: "created"; job: Job }
  | { kind: "duplicate"; job: Job; requestHash: string }
  | { kind: "queue_full"; scope: "client" | "global" }
  | { kind: "budget_spent" };

export interface JobChange {
  before: Job;
  /** Written only if the row still is at `before.version`; `after.version` is one more. */
  after: Job;
  texts?: Partial<Record<JobText, string>>;
  /** Saved over what stands under their numbers: the job's version guards them. */
  attempts?: readonly Attempt[];
  /** What these attempts cost: added up in the same transaction (D13). */
  spent?: Spending | undefined;
}

export interface JobTransition extends JobChange {
  audit: AuditDraft;
  /** Saved in the same transaction, under its own version (TF-61). */
  callback?: CallbackDelivery | undefined;
}

/** The jobs of the table. Every write is one transaction; a lost race throws `stale_write`. */
export interface JobStore {
  find(ref: { clientId: ClientId; jobId: string }): Promise<Job | undefined>;
  /** For the product's own workers, which have no client. */
  load(jobId: string): Promise<Job | undefined>;
  accept(input: NewJob): Promise<AcceptOutcome>;
  /** A move of status or stage: always audited. Leaving `queued` frees the queue bounds. Answers the saved row. */
  transition(change: JobTransition): Promise<Job>;
  /** A worker's bookkeeping that moves neither status nor stage, and so has no audit entry. */
  progress(change: JobChange): Promise<Job>;
  /** How attempts of a job ended that has moved on without them. Writes nothing where one of them was saved before. */
  recordAttempts(attempts: readonly Attempt[], spent?: Spending): Promise<void>;
  readText(jobId: string, name: JobText): Promise<string | undefined>;
  /** Every attempt, oldest first. */
  attempts(jobId: string): Promise<Attempt[]>;
  /** The job's audit entries behind a sequence number, oldest first. */
  history(jobId: string, after: number): Promise<AuditEntry[]>;
  deleteTexts(jobId: string): Promise<void>;
  list(owner: Owner, query: JobQuery): Promise<Page<Job>>;
  /** Ids of jobs whose `dueAt` has come, oldest first. */
  due(now: Date): AsyncIterable<Due<string>>;
  /** Ids of all jobs that have not ended. */
  live(): AsyncIterable<string>;
}

export interface JobQuery extends PageRequest {
  status?: JobStatus | undefined;
  now: Date;
}

/** A message is only a hint: it may be lost, late or repeated. */
export interface JobQueue {
  send(message: { jobId: string }): Promise<void>;
}

export interface Workflow {
  /** Starting what already runs or ran is not an error (B7). */
  start(jobId: string): Promise<void>;
  /** Stopping what does not run is not an error. */
  stop(jobId: string): Promise<void>;
}

export interface JobSettings {
  times: JobTimes;
  bounds: { perClient: number; global: number };
  /** How long a model call may hold the lease; more than the call's own timeout. */
  leaseMs: number;
  /** The first pause before a model that could not be reached is asked again; doubles each time. */
  retryBaseMs: number;
  /** Null leaves them to the model's own limits (AU-5). */
  maxOutputTokens: number | null;
  temperature: number;
  /** What the models of one tenant may cost on one UTC day (D13); null sets no limit. */
  dailyBudgetUsd: number | null;
  /** What the operator knows of a provider's models, above what is known of them here. */
  modelLimits: Partial<Record<ModelProvider, Partial<ModelLimits>>>;
}

/** What a request to the jobs needs. */
export interface JobsContext extends BaseContext {
  jobs: JobStore;
  queue: JobQueue;
  workflow: Workflow;
  callbackQueue: DeliveryQueue;
  jobSettings: JobSettings;
  modelSettings: ModelSettings;
}

/** What a stage of the workflow needs beside that. */
export interface StageContext extends JobsContext {
  access: AccessStore;
}

/** What reading a spec and having its tickets written needs beside that. */
export interface WritingContext extends StageContext {
  reader: SpecReader;
  models: ModelGateway;
  modelHealth: ModelHealthStore;
  breaker: BreakerSettings;
  /** In [0, 1): spreads retries. */
  random(): number;
}

/** What the callbacks of jobs need. */
export interface CallbackContext extends StageContext {
  callbacks: CallbackStore;
  /** The body of a callback: the job as the tickets surface shows it (TF-61). */
  renderJob(job: Job): string;
}

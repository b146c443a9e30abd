import type { Job, JobStage, JobStatus } from "./job.ts";
import { jobStages } from "./job.ts";

/** every move that a job may make. What is not listed never happens. */
const moves: Record<JobStatus, readonly JobStatus[]> = {
  queued: ["processing", "cancelled", "failed", "expired"],
  processing: ["completed", "failed", "cancel_requested"],
  cancel_requested: ["cancelled", "completed"],
  completed: ["expired"],
  failed: [],
  cancelled: [],
  expired: [],
};

export function canMove(from: JobStatus, to: JobStatus): boolean {
  return moves[from].includes(to);
}

const terminal: readonly JobStatus[] = ["completed", "failed", "cancelled", "expired"];

/** A terminal job has nothing left to work on; `completed` may still expire. */
export function isTerminal(status: JobStatus): boolean {
  return terminal.includes(status);
}

/** What a cancel leads to (TF-35); a repeated request changes nothing; undefined: too late. */
const cancelTargets: Partial<Record<JobStatus, JobStatus>> = {
  queued: "cancelled",
  processing: "cancel_requested",
  cancel_requested: "cancel_requested",
};

export function cancelTarget(status: JobStatus): JobStatus | undefined {
  return cancelTargets[status];
}

/** The later of two stages: a repeated stage never moves a job back. */
export function furthestStage(current: JobStage, entered: JobStage): JobStage {
  return jobStages.indexOf(entered) > jobStages.indexOf(current) ? entered : current;
}

/**
 * The job as a reader may see it now: expired from the instant `expiresAt` on, whether or not a sweep has run,
 * and gone from `purgeAt` on (TF-37, B9). Undefined where nothing may be seen.
 */
export function visibleJob(job: Job, now: Date): Job | undefined {
  const at = now.toISOString();
  if (at >= job.purgeAt) return undefined;
  if (at < job.expiresAt || !canMove(job.status, "expired")) return job;
  return { ...job, status: "expired", updatedAt: later(job.updatedAt, job.expiresAt) };
}

/** Whether the job's texts may still be shown: they are gone from `expiresAt` on, whether or not a sweep has run (TF-37). */
export function hasTexts(job: Pick<Job, "expiresAt">, now: Date): boolean {
  return now.toISOString() < job.expiresAt;
}

/** Limits of a job's life, in one place for the sweep and the tests (TF-37, TF-38). */
export interface JobTimes {
  retentionMs: number;
  tombstoneMs: number;
  /** A live job without progress for this long is hinted at again. */
  requeueAfterMs: number;
  /** A job that is still queued after this long has failed. */
  queuedLimitMs: number;
  /** A job that has been at work without progress for this long has failed. */
  processingLimitMs: number;
}

/**
 * When a sweep has to look at the job next, at the latest when it expires: what has ended by then has its texts
 * deleted, and what has not is ended (X-41, TF-37).
 */
export function nextDueAt(job: Pick<Job, "status" | "updatedAt" | "expiresAt" | "lease">, times: JobTimes): string {
  if (isTerminal(job.status)) return job.expiresAt;
  const requeueAt = new Date(Date.parse(job.updatedAt) + times.requeueAfterMs).toISOString();
  // Who waits for a model is not stuck before its lease has run out.
  return earlier(job.expiresAt, job.lease ? later(requeueAt, job.lease.until) : requeueAt);
}

/** ISO times in UTC sort as text. */
export function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

export function later(a: string, b: string): string {
  return a > b ? a : b;
}

/** The validator sends a draft back at most this often (TF-47). */
export const repairLimit = 2;

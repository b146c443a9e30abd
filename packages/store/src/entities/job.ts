import { isTerminal, Job, type JobStatus } from "@tessera/core/jobs";
import { defineEntity, type EntityKeys, type Key } from "../entity.ts";
import { shardOf, shards } from "./shard.ts";
import { timeKey } from "./sort-key.ts";

const partitionPrefix = "JOB#";

/** One job by id -> every read and every stage of the workflow. */
export function jobKey(jobId: string): Key {
  return { pk: `${partitionPrefix}${jobId}`, sk: "JOB" };
}

/** The id of the job that a key of its partition belongs to (job, texts, callback). */
export function jobIdOf(key: Key): string {
  return key.pk.slice(partitionPrefix.length);
}

/** One client's jobs, newest first -> GET /tickets/v1/jobs; AuditReader.subjects. */
export function jobsOfClient(clientId: string) {
  return { index: "gsi1", pk: `CLIENT#${clientId}#JOBS` } as const;
}

/** One client's jobs of one status, by expiry: newest first, and what has expired unswept is one range -> ?status=. */
export function jobsOfClientByStatus(clientId: string, status: JobStatus) {
  return { index: "gsi3", pk: `CLIENT#${clientId}#JOBS#${status}` } as const;
}

/** Jobs that have not ended, by when a sweep must look at them -> sweepJobs; all of them -> recoverJobs. */
export const liveJobs = shards.map((shard) => ({ index: "gsi2", pk: `DUE#LIVE#${shard}` }) as const);

/** Ended jobs by when they expire -> sweepJobs. Apart from the live ones: these wait for days. */
export const endedJobs = shards.map((shard) => ({ index: "gsi2", pk: `DUE#ENDED#${shard}` }) as const);

export const jobEntity = defineEntity({
  name: "job",
  schema: Job,
  keys: (job) => ({
    ...jobKey(job.id),
    gsi1: { pk: jobsOfClient(job.clientId).pk, sk: timeKey(job.createdAt, job.id) },
    ...dueKey(job),
    gsi3: { pk: jobsOfClientByStatus(job.clientId, job.status).pk, sk: timeKey(job.expiresAt, job.id) },
    purgeAt: job.purgeAt,
  }),
});

/** A job without `dueAt` is in no due partition: a sweep costs what is due, not what exists. */
function dueKey(job: Job): Pick<EntityKeys, "gsi2"> {
  const partition = (isTerminal(job.status) ? endedJobs : liveJobs)[shardOf(job.id)];
  if (job.dueAt === null || !partition) return {};
  return { gsi2: { pk: partition.pk, sk: timeKey(job.dueAt, job.id) } };
}

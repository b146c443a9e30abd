import type { AcceptOutcome, Job, NewJob } from "@tessera/core/jobs";
import { appendAudit } from "../audit-chain.ts";
import { storageError, type Table } from "../calls.ts";
import { idempotencyEntity, idempotencyKey } from "../entities/idempotency.ts";
import { jobEntity, jobKey } from "../entities/job.ts";
import { clientCountUp, globalCountUp, shardWithRoom, usualShard } from "../queue-counters.ts";
import { getItem } from "../reads.ts";
import { isSpent } from "../spending.ts";
import { textWrites } from "../texts.ts";
import { staleWrite, writeAll } from "../transaction.ts";
import { putNew, putOverExpired, type Write } from "../writes.ts";

/** The usual shard, and twice another one when that is full. */
const shardAttempts = 3;

/** One transaction: the job, its spec, its audit entry, the marker of its key, and the queue's counters (TF-1). */
export async function acceptJob(table: Table, input: NewJob): Promise<AcceptOutcome> {
  const { bounds, budget } = input;
  if (budget && (await isSpent(table, budget))) return refuseNew(table, input);

  const prepared = await prepare(input);
  let shard: number | undefined = usualShard(input.job.id, bounds.global);
  for (let attempt = 1; shard !== undefined && attempt <= shardAttempts; attempt += 1) {
    const answer = await tryAccept(table, input, prepared, shard);
    if (answer !== "shard_full") return answer;
    shard = await shardWithRoom(table, bounds.global);
  }
  return { kind: "queue_full", scope: "global" };
}

interface Prepared {
  job: Job;
  marker: Write;
  clientCount: Write;
  others: Write[];
}

async function prepare({ job, idempotency, spec, audit, bounds }: NewJob): Promise<Prepared> {
  const { id: jobId, clientId, purgeAt } = job;
  const entry = appendAudit(job.audit, audit);
  const saved: Job = { ...job, audit: entry.head };
  const marker = idempotencyEntity.toItem({ ...idempotency, clientId, jobId, purgeAt });
  return {
    job: saved,
    marker: putOverExpired(marker, Math.floor(Date.parse(job.createdAt) / 1_000)),
    clientCount: clientCountUp(clientId, bounds.perClient),
    others: [putNew(jobEntity.toItem(saved)), entry.write, ...(await textWrites(job, { spec }))],
  };
}

async function tryAccept(
  table: Table,
  input: NewJob,
  prepared: Prepared,
  shard: number,
): Promise<AcceptOutcome | "shard_full"> {
  const { job, marker, clientCount, others } = prepared;
  const globalCount = globalCountUp(shard, input.bounds.global);
  const refusals = await writeAll(table, [marker, clientCount, globalCount, ...others]);
  if (refusals.size === 0) return { kind: "created", job };

  // The marker comes first: a repeated submit is answered also when the queue is full.
  const earlier = refusals.get(marker);
  if (earlier) return duplicate(table, idempotencyEntity.fromItem(earlier));
  if (refusals.has(clientCount)) return { kind: "queue_full", scope: "client" };
  if (refusals.has(globalCount)) return "shard_full";
  throw staleWrite();
}

/** A repeated submit is answered also when the budget is spent. */
async function refuseNew(table: Table, { job, idempotency }: NewJob): Promise<AcceptOutcome> {
  const item = await getItem(table, idempotencyKey(job.clientId, idempotency.keyHash));
  const marker = item && idempotencyEntity.fromItem(item);
  const valid = marker && marker.purgeAt > job.createdAt;
  return valid ? duplicate(table, marker) : { kind: "budget_spent" };
}

async function duplicate(table: Table, marker: { jobId: string; requestHash: string }): Promise<AcceptOutcome> {
  const item = await getItem(table, jobKey(marker.jobId));
  if (!item) throw storageError(new Error(`job ${marker.jobId} is gone before the marker of its key`));
  return { kind: "duplicate", job: jobEntity.fromItem(item), requestHash: marker.requestHash };
}

import type { Attempt, Job, JobChange, JobTransition, Spending } from "@tessera/core/jobs";
import { appendAudit } from "../audit-chain.ts";
import type { Table } from "../calls.ts";
import { attemptEntity } from "../entities/attempt.ts";
import { callbackEntity } from "../entities/callback.ts";
import { jobEntity } from "../entities/job.ts";
import { clientCountDown, fullestShard, globalCountDown, usualShard } from "../queue-counters.ts";
import { spendingWrites } from "../spending.ts";
import { textWrites } from "../texts.ts";
import { staleWrite, writeAll, writeAllOrStale } from "../transaction.ts";
import { put, putOver, putOverValue, type Write } from "../writes.ts";

/** The usual shard, and some others when that counts nothing. */
const shardAttempts = 4;

/** A worker's bookkeeping: the row, and the attempts and texts that it wrote. */
export async function saveProgress(
  table: Table,
  { before, after, texts = {}, attempts = [], spent }: JobChange,
): Promise<Job> {
  await writeAllOrStale(table, [
    replaceJob(before, after),
    ...attempts.map(putAttempt),
    ...(await textWrites(after, texts)),
    ...spendingWrites(after.id, spent),
  ]);
  return after;
}

/** How calls ended that were under way when their job moved on: over their own rows, and nothing else (D13). */
export async function recordAttempts(table: Table, attempts: readonly Attempt[], spent?: Spending): Promise<void> {
  const [first] = attempts;
  if (!first) return;
  // A refusal means that they are in the books already, or were never begun: then there is nothing to add.
  await writeAll(table, [
    ...attempts.map((attempt) => putOverValue(attemptEntity.toItem(attempt), "outcome", "started")),
    ...spendingWrites(first.jobId, spent),
  ]);
}

/** A move: the row, its audit entry, its texts and its callback, all or nothing (A7, X-31). */
export async function saveTransition(table: Table, change: JobTransition): Promise<Job> {
  const { before, after, texts = {}, attempts = [], spent, callback } = change;
  const entry = appendAudit(before.audit, change.audit);
  const saved: Job = { ...after, audit: entry.head };
  const writes = [
    replaceJob(before, saved),
    entry.write,
    ...attempts.map(putAttempt),
    ...(await textWrites(after, texts)),
    ...spendingWrites(after.id, spent),
  ];
  if (callback) writes.push(putOver(callbackEntity.toItem(callback), callback.version - 1));

  const leavesQueue = before.status === "queued" && after.status !== "queued";
  if (leavesQueue) await writeAndCountDown(table, before, writes);
  else await writeAllOrStale(table, writes);
  return saved;
}

function replaceJob(before: Job, after: Job): Write {
  return putOver(jobEntity.toItem(after), before.version);
}

function putAttempt(attempt: Attempt): Write {
  return put(attemptEntity.toItem(attempt));
}

/**
 * Frees the job's places in the queue with the same transaction. A counter that stands at zero stays there: the job
 * must be able to move on even where its counter was lost.
 */
async function writeAndCountDown(table: Table, job: Job, writes: readonly Write[]): Promise<void> {
  let client: Write | undefined = clientCountDown(job.clientId);
  let shard: number | undefined = usualShard(job.id);
  for (let attempt = 1; attempt <= shardAttempts; attempt += 1) {
    const global = shard === undefined ? undefined : globalCountDown(shard);
    const counts = [client, global].filter((count) => count !== undefined);
    const refusals = await writeAll(table, [...writes, ...counts]);
    if (refusals.size === 0) return;
    if (writes.some((write) => refusals.has(write))) throw staleWrite();
    if (client && refusals.has(client)) client = undefined;
    if (global && refusals.has(global)) shard = await fullestShard(table);
  }
  throw staleWrite();
}

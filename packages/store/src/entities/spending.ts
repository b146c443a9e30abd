import type { Key } from "../entity.ts";
import { shardOf } from "./shard.ts";

/** The attribute that counts: whole millionths of a US dollar. */
export const spentAttribute = "microUsd";

/** What one tenant's models have cost on one UTC day: the sum of these -> JobStore.accept. */
export function spendingOfDay(tenantId: string, day: string) {
  return { pk: `SPEND#${tenantId}#${day}` };
}

/** Where a job's calls are counted -> JobStore.progress, transition and recordAttempts. */
export function spendingKey(tenantId: string, day: string, jobId: string): Key {
  return { pk: spendingOfDay(tenantId, day).pk, sk: `SPEND#${shardOf(jobId)}` };
}

import type { Spending } from "@tessera/core/jobs";
import type { Table } from "./calls.ts";
import { spendingKey, spendingOfDay, spentAttribute } from "./entities/spending.ts";
import { queryItems } from "./reads.ts";
import { addTo, type Write } from "./writes.ts";

/** A day's items are of no use after it; kept a little longer for those who look into a bill. */
const keepSeconds = 7 * 24 * 3_600;

const microUsd = (usd: number): number => Math.round(usd * 1_000_000);

/**
 * Adds what a job's calls have cost, with the transaction that saves them (D13). In shards, so that workers of one
 * tenant do not collide over an answer that is paid for. Nothing spent, nothing written.
 */
export function spendingWrites(jobId: string, spent: Spending | undefined): Write[] {
  if (!spent) return [];
  const amount = microUsd(spent.usd);
  if (amount === 0) return [];
  const ttl = Date.parse(spent.day) / 1_000 + keepSeconds;
  return [addTo(spendingKey(spent.tenantId, spent.day, jobId), spentAttribute, amount, ttl)];
}

/** Whether the tenant has spent this much on that day. */
export async function isSpent(table: Table, { tenantId, day, usd }: Spending): Promise<boolean> {
  let spent = 0;
  for await (const item of queryItems(table, spendingOfDay(tenantId, day))) spent += Number(item[spentAttribute]);
  return spent >= microUsd(usd);
}

import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { canonicalJson } from "@tessera/core/audit";
import type { TestApp } from "./api.ts";

/**
 * Everything in the table, by key, but for what every call may count: the windows of the rate limits, the last use of a
 * key, and numbers that were given out for nothing (PX-4: gaps are allowed).
 */
export async function dumpTable(test: TestApp): Promise<Record<string, string>> {
  const { client, name } = test.store.open.table;
  const dump: Record<string, string> = {};
  let start: Record<string, { S: string }> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: name, ExclusiveStartKey: start, ConsistentRead: true }),
    );
    for (const item of page.Items ?? []) {
      const key = `${item.pk?.S} ${item.sk?.S}`;
      if (!/^(?:RATE|KEY|COUNTER)#/.test(key)) dump[key] = canonicalJson(item);
    }
    // The table's keys are texts.
    start = page.LastEvaluatedKey as typeof start;
  } while (start);
  return dump;
}

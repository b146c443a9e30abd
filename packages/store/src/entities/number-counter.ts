import type { Key } from "../entity.ts";

/** The attribute that counts. */
export const lastNumberAttribute = "last";

/** The last number that a tenant has given out, by what it numbers (X-37) -> TicketStore.nextNumber, IssueStore. */
export function numberCounterKey(tenantId: string, kind: "ticket" | "issue"): Key {
  return { pk: `COUNTER#${tenantId}#${kind}`, sk: "COUNTER" };
}

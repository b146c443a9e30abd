import type { Key } from "../entity.ts";

/** The attribute that counts. */
export const lastNumberAttribute = "last";

/** What a tenant numbers: incidents begin anew each day, as `incident-20240301` (LC-3). */
export type NumberedKind = "ticket" | "issue" | `incident-${string}`;

/** The last number that a tenant has given out (X-37) -> TicketStore, IssueStore and IncidentStore.nextNumber. */
export function numberCounterKey(tenantId: string, kind: NumberedKind): Key {
  return { pk: `COUNTER#${tenantId}#${kind}`, sk: "COUNTER" };
}

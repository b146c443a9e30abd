import { actForTenant } from "@tessera/core/access";
import type { TestApp } from "./api.ts";

/** What happened to a ticket and who did it, oldest first. */
export async function historyOf(test: TestApp, tenantId: string, ticketId: string): Promise<string[]> {
  const ticket = await test.store.tickets.find(actForTenant(test.asOperator(), tenantId), { id: ticketId });
  if (!ticket) throw new Error(`There is no ticket ${ticketId}`);
  const { items } = await test.store.tickets.history(ticket, { limit: 100 });
  return items.map(({ action, actor }) => `${action} by ${actor}`);
}

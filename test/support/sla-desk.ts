import { systemPrincipal } from "@tessera/core/access";
import { type AuditEntry, draftEntry, emptyHead } from "@tessera/core/audit";
import type { SlaPolicy } from "@tessera/core/sla";
import type { Ticket } from "@tessera/core/tickets";
import type { TestApp } from "./api.ts";
import type { Desk } from "./desk.ts";

/** The context of a sweep: the product itself, on the test's store and clock. */
export function sweepContext(test: TestApp, name = "sla-breaches") {
  return { ...test.asOperator(), principal: systemPrincipal(name) };
}

/** A policy of the desk for medium tickets: an answer within 30 minutes, a solution within an hour. */
export async function givePolicy(test: TestApp, desk: Desk, parts: Partial<SlaPolicy> = {}): Promise<SlaPolicy> {
  const context = test.asOperator();
  const at = context.now().toISOString();
  const policy: SlaPolicy = {
    id: context.newId(),
    tenantId: desk.tenantId,
    teamId: null,
    priority: "medium",
    firstResponseMinutes: 30,
    resolutionMinutes: 60,
    warnPercent: 75,
    calendarId: null,
    onBreach: [],
    createdAt: at,
    updatedAt: at,
    version: 1,
    audit: emptyHead,
    ...parts,
  };
  const { tenantId, id: subjectId } = policy;
  const entry = { tenantId, subjectType: "sla_policy", subjectId, action: "sla_policy.created" };
  return test.store.slaPolicies.save(policy, draftEntry(context, entry));
}

export async function entriesOf(test: TestApp, ticketId: string, action?: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const entry of test.store.audit.entries({ type: "ticket", id: ticketId })) entries.push(entry);
  return entries.filter((entry) => action === undefined || entry.action === action);
}

/** What became of a ticket's targets, like `ticket.sla_breached`, in order. */
export async function alertsOf(test: TestApp, ticketId: string): Promise<string[]> {
  const actions = (await entriesOf(test, ticketId)).map(({ action }) => action);
  return actions.filter((action) => /_(breached|warning)$/.test(action));
}

export async function ticketRow(test: TestApp, desk: Desk, id: string): Promise<Ticket> {
  // The tenant is one that this test has made: nothing is left to authorize.
  const tenantId = desk.tenantId as Parameters<typeof test.store.tickets.find>[0];
  const ticket = await test.store.tickets.find(tenantId, { id });
  if (!ticket) throw new Error("the ticket is not there");
  return ticket;
}

const minuteMs = 60_000;

export function advanceMinutes(test: TestApp, minutes: number): void {
  test.clock.advance(minutes * minuteMs);
}

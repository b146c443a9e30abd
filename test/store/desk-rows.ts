import { randomUUID } from "node:crypto";
import type { TenantId } from "@tessera/core/access";
import type { AuditDraft } from "@tessera/core/audit";
import {
  type DeskCommit,
  type Ticket,
  type TicketChange,
  type TicketStore,
  untouchedTicket,
} from "@tessera/core/tickets";
import { v7 as uuidv7 } from "uuid";
import { newUlid } from "../../packages/core/src/ids.ts";
import { later, makeAudit, start } from "../support/builders.ts";

/** A tenant that nobody else has. */
export function makeTenantId(): TenantId {
  // What `authorize` would answer for a caller of this tenant.
  return randomUUID() as TenantId;
}

let ids = 0;

/** Of one instant, in the order in which they are made, as a process makes them. */
export function makeUlid(at: Date = start): string {
  ids += 1;
  return newUlid({ newId: () => uuidv7({ msecs: at.getTime(), seq: ids }) });
}

/** An open ticket of nobody's, one second younger with each number. */
export function makeTicket(tenantId: string, overrides: Partial<Ticket> = {}): Ticket {
  const number = overrides.number ?? 1;
  const createdAt = overrides.createdAt ?? later(number * 1_000).toISOString();
  return {
    ...untouchedTicket({ id: makeUlid(new Date(createdAt)), tenantId, number, createdAt }),
    subject: "Login broken",
    ...overrides,
  };
}

/** A resolution target alone; breached where `breachedAt` says so. */
export function makeSla(deadline: Date, breachedAt: Date | null = null): NonNullable<Ticket["sla"]> {
  return {
    startedAt: start.toISOString(),
    holds: [],
    policy: {
      policyId: "policy",
      firstResponseMinutes: 60,
      resolutionMinutes: 240,
      warnPercent: null,
      calendar: null,
      onBreach: [],
    },
    firstResponse: null,
    dropped: null,
    resolution: {
      deadline: deadline.toISOString(),
      warnAt: null,
      status: "running",
      fulfilledAt: null,
      warnedAt: null,
      breachedAt: breachedAt?.toISOString() ?? null,
    },
  };
}

export function ticketEntry(ticket: Ticket, action = "ticket.updated"): AuditDraft {
  return makeAudit(ticket, { subjectType: "ticket", action });
}

/** A change of one ticket, with one entry of its past. */
export function changeOf(before: Ticket | null, after: Ticket): TicketChange {
  const next = { ...after, version: (before?.version ?? 0) + 1 };
  return { before, after: next, audit: [ticketEntry(next, before ? "ticket.updated" : "ticket.created")] };
}

export async function saveTicket(
  tickets: TicketStore,
  before: Ticket | null,
  after: Ticket,
  others: Omit<DeskCommit, "tickets"> = {},
): Promise<Ticket> {
  const [saved] = await tickets.commit({ tickets: [changeOf(before, after)], ...others }, start);
  if (!saved) throw new Error("expected a ticket");
  return saved;
}

export function changeTicket(tickets: TicketStore, before: Ticket, change: Partial<Ticket>): Promise<Ticket> {
  return saveTicket(tickets, before, { ...before, ...change });
}

import type { ProductEvent } from "@tessera/core/events";
import { type Ticket, untouchedTicket } from "@tessera/core/tickets";

const at = "2026-03-01T12:00:00.000Z";

/** A new ticket of tenant `t-1` with every default. */
export function makeTicket(overrides: Partial<Ticket> = {}): Ticket {
  return {
    ...untouchedTicket({ id: "01TICKET", tenantId: "t-1", number: 1, createdAt: at }),
    subject: "Help",
    source: "web",
    ...overrides,
  };
}

export function makeTicketEvent(overrides: Partial<ProductEvent> = {}): ProductEvent {
  return {
    version: 1,
    eventId: "event-1",
    type: "ticket.created",
    tenantId: "t-1",
    at,
    actor: "user:u-1",
    subject: { kind: "ticket", id: "01TICKET" },
    data: {},
    correlationId: "corr-1",
    ...overrides,
  };
}

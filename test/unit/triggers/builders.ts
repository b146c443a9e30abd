import type { ProductEvent } from "@tessera/core/events";
import type { Ticket } from "@tessera/core/tickets";

const at = "2026-03-01T12:00:00.000Z";

/** A new ticket of tenant `t-1` with every default. */
export function makeTicket(overrides: Partial<Ticket> = {}): Ticket {
  return {
    id: "01TICKET",
    tenantId: "t-1",
    number: 1,
    subject: "Help",
    description: "",
    status: "open",
    priority: "medium",
    category: "general",
    source: "web",
    teamId: null,
    assigneeId: null,
    creatorId: null,
    contactEmail: null,
    contactName: null,
    tagIds: [],
    messageCount: 0,
    publicMessageCount: 0,
    firstResponseAt: null,
    resolvedAt: null,
    closedAt: null,
    autoCloseAt: null,
    sla: null,
    followUpOfId: null,
    followUpIds: [],
    issueId: null,
    createdAt: at,
    updatedAt: at,
    publicUpdatedAt: at,
    deletedAt: null,
    deletedBy: null,
    version: 1,
    audit: { sequence: 0, hash: "" },
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

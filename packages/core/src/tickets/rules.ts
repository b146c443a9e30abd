import type { Ticket, TicketStatus } from "./ticket.ts";

const working = ["open", "pending", "on_hold"] as const;

/** PX-20, D-15. Where a ticket may go from each status; nothing leads out of `closed` but a follow-up (PX-21). */
const moves: Record<TicketStatus, readonly TicketStatus[]> = {
  open: [...working, "resolved", "closed"],
  pending: [...working, "resolved", "closed"],
  on_hold: [...working, "resolved", "closed"],
  resolved: ["open", "resolved", "closed"],
  closed: ["closed"],
};

export function mayMove(from: TicketStatus, to: TicketStatus): boolean {
  return moves[from].includes(to);
}

const ended: Record<TicketStatus, boolean> = {
  open: false,
  pending: false,
  on_hold: false,
  resolved: true,
  closed: true,
};

/** Nobody has to work on it any more, unless the customer pushes back. */
export function isEnded({ status }: Pick<Ticket, "status">): boolean {
  return ended[status];
}

/** What a status says about time: on hold nothing runs, `pending` runs on (PX-25). */
const phases = {
  open: "active",
  pending: "active",
  on_hold: "held",
  resolved: "ended",
  closed: "ended",
} as const satisfies Record<TicketStatus, "active" | "held" | "ended">;

export function phaseOf({ status }: Pick<Ticket, "status">): "active" | "held" | "ended" {
  return phases[status];
}

const dayMs = 24 * 3_600_000;

/** The times that come with a status (PX-20, PX-22, PX-23). */
export function stampStatus(ticket: Ticket, status: TicketStatus, at: string, reopenDays: number): Ticket {
  const next = { ...ticket, status };
  switch (status) {
    case "resolved":
      return { ...next, resolvedAt: at, autoCloseAt: new Date(Date.parse(at) + reopenDays * dayMs).toISOString() };
    case "closed":
      return { ...next, resolvedAt: ticket.resolvedAt ?? at, closedAt: at, autoCloseAt: null };
    case "pending":
      return { ...next, firstResponseAt: ticket.firstResponseAt ?? at, resolvedAt: null, autoCloseAt: null };
    default:
      return { ...next, resolvedAt: null, autoCloseAt: null };
  }
}

import { newUlid } from "../ids.ts";
import type { Notice, NoticeType } from "./notice.ts";
import type { DeskContext } from "./ports.ts";
import type { Ticket } from "./ticket.ts";

/** An alert for a user's inbox (PX-67). */
export function newNotice(context: DeskContext, ticket: Ticket, type: NoticeType, userId: string): Notice {
  return {
    id: newUlid(context),
    tenantId: ticket.tenantId,
    userId,
    type,
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    readAt: null,
    createdAt: context.now().toISOString(),
    version: 1,
  };
}

import type { Agent } from "@tessera/core/agents";
import type { IdempotencyStore } from "@tessera/core/idempotency";
import type { TenantRows } from "@tessera/core/rows";
import type { SlaPolicy } from "@tessera/core/sla";
import type { CalendarStore, CannedResponse, NoticeStore, TagStore, TicketStore } from "@tessera/core/tickets";
import type { Trigger } from "@tessera/core/triggers";
import type { IssueStore } from "@tessera/core/work-items";
import type { OpenTable } from "./create-store.ts";
import { agentKind } from "./entities/agent.ts";
import { cannedResponseKind, slaPolicyKind } from "./entities/desk-rows.ts";
import { triggerKind } from "./entities/trigger.ts";
import { createCalendarStore } from "./repos/desk/calendars.ts";
import { createIdempotencyStore } from "./repos/desk/idempotency.ts";
import { createIssueStore } from "./repos/desk/issues.ts";
import { createNoticeStore } from "./repos/desk/notices.ts";
import { createTagStore } from "./repos/desk/tags.ts";
import { createTicketStore } from "./repos/desk/tickets.ts";
import { createTenantRows } from "./repos/tenant-rows.ts";

export interface DeskStore {
  idempotencyMarkers: IdempotencyStore;
  tickets: TicketStore;
  notices: NoticeStore;
  issues: IssueStore;
  tags: TagStore;
  cannedResponses: TenantRows<CannedResponse>;
  slaPolicies: TenantRows<SlaPolicy>;
  calendars: CalendarStore;
  agents: TenantRows<Agent>;
  triggers: TenantRows<Trigger>;
}

/** The storage ports of the support desk: apart from the others, so that no other function carries them. */
export function createDeskStore({ table, cursors }: OpenTable): DeskStore {
  return {
    idempotencyMarkers: createIdempotencyStore(table),
    tickets: createTicketStore(table, cursors),
    notices: createNoticeStore(table, cursors),
    issues: createIssueStore(table, cursors),
    tags: createTagStore(table, cursors),
    cannedResponses: createTenantRows(table, cursors, cannedResponseKind),
    slaPolicies: createTenantRows(table, cursors, slaPolicyKind),
    calendars: createCalendarStore(table, cursors),
    agents: createTenantRows(table, cursors, agentKind),
    triggers: createTenantRows(table, cursors, triggerKind),
  };
}

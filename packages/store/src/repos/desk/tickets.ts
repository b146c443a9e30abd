import type { TicketRef, TicketStore } from "@tessera/core/tickets";
import type { Table } from "../../calls.ts";
import type { Cursors } from "../../cursor.ts";
import { dueRefs } from "../../due.ts";
import { mailEntity, mailKey, runKey } from "../../entities/desk-markers.ts";
import { lastNumberAttribute, numberCounterKey } from "../../entities/number-counter.ts";
import { idOfTimeKey } from "../../entities/sort-key.ts";
import {
  closingDue,
  slaDue,
  ticketEntity,
  ticketKey,
  ticketLists,
  ticketNumberEntity,
  ticketNumberKey,
  ticketOfKey,
} from "../../entities/ticket.ts";
import { getItem, queryItems } from "../../reads.ts";
import { takeNumber } from "../../transaction.ts";
import { commitDesk } from "./commit.ts";
import { listTickets } from "./list-tickets.ts";
import { countTickets, readStatistics } from "./statistics.ts";
import { findAttachments, findMessage, listAttachments, listEdits, listHistory, listMessages } from "./thread.ts";

export function createTicketStore(table: Table, cursors: Cursors): TicketStore {
  return {
    nextNumber: (tenantId) => takeNumber(table, numberCounterKey(tenantId, "ticket"), lastNumberAttribute),
    find: async (tenantId, ref) => {
      const ticketId = await idOf(table, tenantId, ref);
      const item = ticketId === undefined ? undefined : await getItem(table, ticketKey(tenantId, ticketId));
      return item && ticketEntity.fromItem(item);
    },
    commit: (commit, now) => commitDesk(table, commit, now),
    list: (tenantId, query) => listTickets(table, cursors, tenantId, query),
    count: (tenantId, filter, now) => countTickets(table, tenantId, filter, now),
    statistics: (tenantId, filter, now) => readStatistics(table, tenantId, filter, now),

    findMessage: (ticket, messageId) => findMessage(table, ticket, messageId),
    messages: (ticket, query) => listMessages(table, cursors, ticket, query),
    edits: (ticket, messageId) => listEdits(table, ticket, messageId),
    findAttachments: (ticket, ids) => findAttachments(table, ticket, ids),
    attachments: (ticket) => listAttachments(table, ticket),
    history: (ticket, request, actions) => listHistory(table, cursors, ticket, request, actions),

    dueForSla: (now) => dueRefs(table, slaDue, now, ticketOfKey),
    dueForClosing: (now) => dueRefs(table, closingDue, now, ticketOfKey),
    withTag: (tenantId, tagId) => ticketsWithTag(table, tenantId, tagId),
    findMail: async (tenantId, mailId) => {
      const item = await getItem(table, mailKey(tenantId, mailId));
      return item && mailEntity.fromItem(item).ticketId;
    },
    hasRun: async (run) => (await getItem(table, runKey(run))) !== undefined,
  };
}

async function idOf(table: Table, tenantId: string, ref: TicketRef): Promise<string | undefined> {
  if ("id" in ref) return ref.id;
  const item = await getItem(table, ticketNumberKey(tenantId, ref.number));
  return item && ticketNumberEntity.fromItem(item).ticketId;
}

async function* ticketsWithTag(table: Table, tenantId: string, tagId: string) {
  for await (const item of queryItems(table, { ...ticketLists.tagId(tenantId, tagId), newestFirst: true })) {
    yield idOfTimeKey(String(item.sk));
  }
}

import type { AuditDraft, AuditHead } from "@tessera/core/audit";
import type { DeskCommit, Ticket, TicketChange } from "@tessera/core/tickets";
import { appendAudit } from "../../audit-chain.ts";
import type { Table } from "../../calls.ts";
import { mailEntity, runEntity } from "../../entities/desk-markers.ts";
import { deskMarkerEntity } from "../../entities/idempotency.ts";
import { noticeEntity } from "../../entities/notice.ts";
import { attachmentEntity, messageEditEntity, messageEntity } from "../../entities/thread.ts";
import { ticketEntity, ticketNumberEntity, ticketTagEntity, ticketTagKey } from "../../entities/ticket.ts";
import { statisticsWrites } from "../../ticket-counters.ts";
import { markerTaken, staleWrite, writeAll } from "../../transaction.ts";
import { put, putNew, putOver, putOverExpired, remove, type Write } from "../../writes.ts";
import { eventDeliveryWrite } from "../deliveries.ts";
import { issueWrites } from "./issues.ts";

/** An event is delivered again for days at most; its mark outlives that. */
const runKeptMs = 14 * 24 * 3_600_000;

/** All of a change at once. Where a row is not what was read, the verb reads again and finds out. */
export async function commitDesk(table: Table, commit: DeskCommit, now: Date): Promise<Ticket[]> {
  const { saved, writes: rows } = deskWrites(commit, now);
  const markers = commit.marker ? [putOverExpired(deskMarkerEntity.toItem({ ...commit.marker }), secondsOf(now))] : [];
  const writes = [...rows, ...markers];
  const refusals = await writeAll(table, writes);
  if (markers.some((write) => refusals.has(write))) throw markerTaken();
  if (refusals.size > 0) throw staleWrite();
  return saved;
}

/** All but the marker, for whoever writes a change of the desk together with something else. */
export function deskWrites(commit: DeskCommit, now: Date): { saved: Ticket[]; writes: Write[] } {
  const tickets = commit.tickets.map(ticketWrites);
  return {
    saved: tickets.map(({ saved }) => saved),
    writes: [...tickets.flatMap(({ writes }) => writes), ...otherWrites(commit, now)],
  };
}

function secondsOf(now: Date): number {
  return Math.floor(now.getTime() / 1_000);
}

function ticketWrites({ before, after, audit }: TicketChange): { saved: Ticket; writes: Write[] } {
  const entries = appendAll(before?.audit ?? after.audit, audit);
  const saved: Ticket = { ...after, audit: entries.head };
  const { tenantId, id: ticketId, number } = saved;
  return {
    saved,
    writes: [
      putOver(ticketEntity.toItem(saved), before?.version ?? 0),
      ...(before ? [] : [putNew(ticketNumberEntity.toItem({ tenantId, number, ticketId }))]),
      ...entries.writes,
      ...tagWrites(before, saved),
      ...statisticsWrites(before, saved),
    ],
  };
}

/** Several entries of one change, each chained to the one before. */
export function appendAll(head: AuditHead, drafts: readonly AuditDraft[]): { head: AuditHead; writes: Write[] } {
  const writes: Write[] = [];
  let last = head;
  for (const draft of drafts) {
    const entry = appendAudit(last, draft);
    writes.push(entry.write);
    last = entry.head;
  }
  return { head: last, writes };
}

/** A ticket stands in the list of each of its tags, as long as it is not deleted. */
function tagWrites(before: Ticket | null, after: Ticket): Write[] {
  const listed = (ticket: Ticket | null) => (ticket && ticket.deletedAt === null ? ticket.tagIds : []);
  const { tenantId, id: ticketId, createdAt } = after;
  const [old, next] = [listed(before), listed(after)];
  const entry = (tagId: string) => ({ tenantId, tagId, ticketId, createdAt });
  return [
    ...next.filter((id) => !old.includes(id)).map((id) => put(ticketTagEntity.toItem(entry(id)))),
    ...old.filter((id) => !next.includes(id)).map((id) => remove(ticketTagKey(entry(id)))),
  ];
}

function otherWrites(commit: DeskCommit, now: Date): Write[] {
  const { message, edit, attachments = [], notices = [], issue, deliveries = [], run, mail } = commit;
  const writes: Write[] = [];
  if (message) writes.push(putOver(messageEntity.toItem(message), message.version - 1));
  if (edit) writes.push(putNew(messageEditEntity.toItem(edit)));
  for (const attachment of attachments) {
    writes.push(putOver(attachmentEntity.toItem(attachment), attachment.version - 1));
  }
  for (const notice of notices) writes.push(putOver(noticeEntity.toItem(notice), notice.version - 1));
  if (issue) writes.push(...issueWrites(issue.issue, issue.audit).writes);
  for (const delivery of deliveries) writes.push(eventDeliveryWrite(delivery));
  if (run) {
    const purgeAt = new Date(now.getTime() + runKeptMs).toISOString();
    writes.push(putNew(runEntity.toItem({ ...run, purgeAt })));
  }
  if (mail) writes.push(putNew(mailEntity.toItem(mail)));
  return writes;
}

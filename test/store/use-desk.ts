import { randomUUID } from "node:crypto";
import type { TenantId } from "@tessera/core/access";
import { emptyHead } from "@tessera/core/audit";
import { later, makeAudit, sha256, start } from "../support/builders.ts";
import { changeTicket, makeSla, makeTicket, makeUlid, saveTicket } from "./desk-rows.ts";
import { collect, type World } from "./world.ts";

const at = start.toISOString();

/** Writes one item of each kind of the desk, and asks each question that its store answers. */
export async function useDesk(world: World, tenant: string): Promise<void> {
  // What `authorize` would answer for a caller of this tenant.
  const tenantId = tenant as TenantId;
  await useTickets(world, tenantId);
  await useRows(world, tenantId);
  await useIssues(world, tenantId);
}

async function useTickets(world: World, tenantId: TenantId): Promise<void> {
  const { tickets, notices } = world;
  const number = await tickets.nextNumber(tenantId);
  const fields = { number, teamId: "red", assigneeId: "ada", contactEmail: "carl@example.org", tagIds: ["vip"] };
  const fresh = makeTicket(tenantId, { ...fields, sla: makeSla(later(60_000)) });
  const of = { tenantId, ticketId: fresh.id };
  const author = { kind: "user" as const, id: "ada" };
  const message = {
    ...of,
    id: makeUlid(),
    author,
    contactName: null,
    content: "Hello",
    isInternalNote: false,
    attachmentIds: [],
    mentions: [],
    createdAt: at,
    editedAt: null,
    deletedAt: null,
    version: 1,
  };
  const notice = {
    ...of,
    id: makeUlid(),
    userId: "ada",
    type: "assigned" as const,
    ticketNumber: number,
    readAt: null,
    createdAt: at,
    version: 1,
  };
  const attachment = {
    ...of,
    id: makeUlid(),
    messageId: null,
    isInternal: false,
    fileName: "a.txt",
    contentType: "text/plain",
    size: 1,
    uploader: author,
    objectKey: "attachments/a",
    createdAt: at,
    deletedAt: null,
    version: 1,
  };
  const run = { eventId: randomUUID(), name: "trigger" };
  const marker = {
    ownerId: "ada",
    keyHash: sha256(tenantId),
    requestHash: sha256("request"),
    resultId: fresh.id,
    purgeAt: later(60_000).toISOString(),
  };
  const mail = { ...of, id: "<mail@example.org>" };
  const ticket = await saveTicket(tickets, null, fresh, {
    message,
    attachments: [attachment],
    notices: [notice],
    run,
    mail,
    marker,
  });
  const edit = { ...of, messageId: message.id, version: 1, content: "Hello", replacedAt: at };
  await saveTicket(tickets, ticket, ticket, { message: { ...message, content: "Hi", version: 2 }, edit });
  const resolved = makeTicket(tenantId, { number: await tickets.nextNumber(tenantId), status: "resolved" });
  const waiting = await saveTicket(tickets, null, { ...resolved, autoCloseAt: later(60_000).toISOString() });
  await changeTicket(tickets, waiting, { subject: "Another one" });

  const page = { limit: 5, now: start };
  await tickets.list(tenantId, { ...page, filter: { status: ["open"], priority: ["medium"] }, sort: "-createdAt" });
  await tickets.list(tenantId, { ...page, filter: {}, sort: "slaDeadline" });
  await tickets.list(tenantId, { ...page, filter: { tagId: ["vip"], assigneeId: ["ada"] }, sort: "-updatedAt" });
  await Promise.all([tickets.count(tenantId, {}, start), tickets.statistics(tenantId, { teamId: ["red"] }, start)]);
  await Promise.all([tickets.find(tenantId, { number }), tickets.findMessage(ticket, message.id)]);
  await Promise.all([tickets.messages(ticket, { limit: 5, withNotes: true }), tickets.edits(ticket, message.id)]);
  await Promise.all([tickets.attachments(ticket), tickets.findAttachments(ticket, [attachment.id])]);
  await Promise.all([tickets.history(ticket, { limit: 5 }), collect(tickets.withTag(tenantId, "vip"))]);
  await Promise.all([collect(tickets.dueForSla(start)), collect(tickets.dueForClosing(start))]);
  await Promise.all([tickets.findMail(tenantId, mail.id), tickets.hasRun(run), world.idempotencyMarkers.find(marker)]);
  const user = { tenantId, userId: "ada" };
  await Promise.all([notices.find(user, notice.id), notices.page(user, { limit: 5, unreadOnly: true })]);
}

async function useRows(world: World, tenantId: TenantId): Promise<void> {
  const row = { tenantId, createdAt: at, updatedAt: at, version: 1, audit: emptyHead };
  const tag = { ...row, id: makeUlid(), teamId: null, name: "vip", color: "#808080" };
  const entry = makeAudit(tag, { subjectType: "ticket_tag" });
  const saved = await world.tags.save(tag, entry);
  await Promise.all([world.tags.find(tenantId, tag.id), world.tags.all(tenantId)]);
  await world.tags.page(tenantId, { limit: 5 });
  await world.tags.save({ ...tag, id: makeUlid(), name: "other" }, { ...entry, subjectId: randomUUID() });
  const dueAt = later(60_000).toISOString();
  const removal = { tenantId, tagId: tag.id, name: tag.name, actor: "user:ada", dueAt };
  await world.tags.removeFromTickets(saved, { ...entry, id: randomUUID() }, removal);
  await collect(world.tags.removals(start));
  await world.tags.endRemoval({ ...removal, tagId: "nobody's" });

  const hours = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
  const calendar = { ...row, id: makeUlid(), name: "Office", timeZone: "Europe/Berlin", hours, holidays: [] };
  await world.calendars.save(calendar, makeAudit(calendar, { subjectType: "business_calendar" }));
  await world.calendars.findVersion(tenantId, calendar.id, 1);
}

async function useIssues({ issues }: World, tenantId: TenantId): Promise<void> {
  const number = await issues.nextNumber(tenantId);
  const issue = {
    id: makeUlid(),
    tenantId,
    number,
    title: "Issue",
    description: "",
    status: "backlog" as const,
    type: "task" as const,
    priority: "none" as const,
    teamId: null,
    assigneeId: null,
    creatorId: null,
    metadata: {},
    incidentIds: [],
    createdAt: at,
    updatedAt: at,
    version: 1,
    audit: emptyHead,
  };
  await issues.save(issue, makeAudit(issue, { subjectType: "issue" }));
  await Promise.all([issues.find(tenantId, { id: issue.id }), issues.find(tenantId, { number })]);
  await issues.page(tenantId, { limit: 5, filter: {} });
}

import type { Member } from "../access/index.ts";
import { draftEntry } from "../audit/index.ts";
import { createQueue } from "../in-turn.ts";
import { retryStale } from "../retry-stale.ts";
import type { SlaMetricEvent, SlaPolicy } from "../sla/index.ts";
import type { Change, Fact } from "./edit.ts";
import { followSla } from "./follow-sla.ts";
import type { Notice } from "./notice.ts";
import { newNotice } from "./notices.ts";
import type { DeskCommit, DeskContext, TicketChange } from "./ports.ts";
import { alertFact, alertNotices, isAlert } from "./sla-alerts.ts";
import type { Ticket } from "./ticket.ts";

/** Who changes a ticket, for the record, and how far down a chain of automations that is (PX-66). */
export interface Doer {
  actor: string;
  /** The user who needs no notice of what it did itself. */
  userId: string | null;
  /** 0 for people; one more than that of the event that an automation acts upon. */
  depth: number;
}

export function memberDoer({ userId, id }: Member): Doer {
  return { actor: userId === null ? `client:${id}` : `user:${userId}`, userId, depth: 0 };
}

export type Extras = Omit<DeskCommit, "tickets">;

/** Writes a change of one ticket with all that belongs to it. Nothing happened: nothing is written. */
export async function saveChange(
  context: DeskContext,
  before: Ticket | null,
  change: Change,
  doer: Doer,
  extras: Extras = {},
  policies?: Promise<SlaPolicy[]>,
): Promise<Ticket> {
  if (before && change.facts.length === 0 && Object.values(extras).every((extra) => extra === undefined)) return before;

  const { ticketChange, notices } = await prepareChange(context, before, change, doer, policies);
  const saved = await context.tickets.commit(
    {
      tickets: [ticketChange],
      ...extras,
      notices: [...notices, ...(extras.notices ?? [])],
    },
    context.now(),
  );
  return saved[0] ?? ticketChange.after;
}

/** The row and the entries of a change, for whoever writes more than one ticket at once. */
export async function prepareChange(
  context: DeskContext,
  before: Ticket | null,
  change: Change,
  doer: Doer,
  policies?: Promise<SlaPolicy[]>,
): Promise<{ ticketChange: TicketChange; notices: Notice[] }> {
  const now = context.now();
  const { ticket, events } = await followSla(context, before, change.ticket, now, policies);
  const missed = events.filter(isAlert);
  const facts = [...missed.map(alertFact), ...change.facts];
  const metrics = events.filter((event) => !isAlert(event));
  const carrier = facts.find(({ sla }) => sla === undefined);
  const at = now.toISOString();
  const isPublic = change.facts.some(isPublicFact);
  const after: Ticket = {
    ...ticket,
    updatedAt: at,
    publicUpdatedAt: isPublic ? at : ticket.publicUpdatedAt,
    version: (before?.version ?? 0) + 1,
  };
  const audit = facts.map((fact) =>
    draftEntry(context, {
      tenantId: after.tenantId,
      subjectType: "ticket",
      subjectId: after.id,
      action: fact.action,
      actor: fact.actor ?? doer.actor,
      details: detailsOf(fact, after, doer, fact === carrier ? metrics : (fact.sla ?? [])),
      oldValue: fact.oldValue,
      newValue: fact.newValue,
    }),
  );
  const notices = [
    ...assignmentNotices(context, change, doer),
    ...(before ? await alertNotices(context, before, missed) : []),
  ];
  return { ticketChange: { before, after, audit }, notices };
}

/** What the customer may know of; everything else does not move the time that it sees. */
const publicActions: ReadonlySet<string> = new Set([
  "ticket.created",
  "ticket.status_changed",
  "ticket.message_added",
  "ticket.message_edited",
  "ticket.message_deleted",
]);

/** What becomes of an internal note is as internal as the note (PX-41). */
function isPublicFact({ action, details }: Fact): boolean {
  return publicActions.has(action) && details?.isInternalNote !== true;
}

/** What rules outside match on: where the ticket stands, and never a text that somebody wrote. */
function detailsOf(fact: Fact, ticket: Ticket, doer: Doer, sla: readonly SlaMetricEvent[]): Record<string, unknown> {
  const { number, status, priority, category, source, teamId, assigneeId } = ticket;
  return {
    ...fact.details,
    ticket: { number, status, priority, category, source, teamId, assigneeId },
    ...(doer.depth > 0 && { depth: doer.depth }),
    ...(sla.length > 0 && { sla }),
  };
}

function assignmentNotices(context: DeskContext, { ticket, facts }: Change, doer: Doer): Notice[] {
  const isAssigned = facts.some(({ action }) => action === "ticket.assigned" || action === "ticket.created");
  const { assigneeId } = ticket;
  if (!isAssigned || assigneeId === null || assigneeId === doer.userId) return [];
  return [newNotice(context, ticket, "assigned", assigneeId)];
}

/** A hundred writers of one ticket at once must all get through (H11). */
const attempts = 60;

/** Where many of this process have collided, all but one would lose each time again: so each has its turn. */
const inTurn = createQueue();

/** Decides on the ticket as it is, and decides anew when somebody else was faster. Never one inside of another. */
export function retryChange<Result>(context: DeskContext, decideAndSave: () => Promise<Result>): Promise<Result> {
  let attempt = 0;
  const tryOnce = () => {
    attempt += 1;
    return attempt === 1 ? decideAndSave() : inTurn(decideAndSave);
  };
  return retryStale(tryOnce, { attempts, pause: context.pause });
}

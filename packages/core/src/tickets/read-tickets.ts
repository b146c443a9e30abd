import {
  authorizeCaller,
  authorizeMember,
  type DeskCaller,
  type Page,
  type PageRequest,
  type User,
} from "../access/index.ts";
import type { AuditEntry } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { isBreached, type SlaMetricEvent, type SlaState } from "../sla/index.ts";
import { activityActions } from "./edit.ts";
import { findTag, requireTicket, tenantOf } from "./lookup.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import type { TicketFilter, TicketSort, TicketStatistics } from "./query.ts";
import { isEnded } from "./rules.ts";
import type { Tag } from "./tag.ts";
import type { Ticket } from "./ticket.ts";

/** A ticket with what is true of it at this moment, and the rows that it names. */
export interface TicketView {
  ticket: Ticket;
  tags: Tag[];
  /** Null also where the user is gone. */
  assignee: User | null;
  creator: User | null;
  slaBreached: boolean;
  firstResponseBreached: boolean;
}

/** PX-6. */
export async function getTicket(context: DeskContext, input: { ticket: TicketRef }): Promise<TicketView> {
  const caller = authorizeCaller(context, "issues.read");

  return viewTicket(context, await requireTicket(context, caller, input.ticket));
}

/** A ticket with the people and the tags that it names. */
export async function viewTicket(context: DeskContext, ticket: Ticket): Promise<TicketView> {
  const [[view], users] = await Promise.all([viewTickets(context, [ticket]), peopleOf(context, ticket)]);
  return { ...(view ?? bareView(ticket, [], context.now())), ...users };
}

/** Tickets with their tags, as lists show them: people by their ids alone. */
export async function viewTickets(context: DeskContext, tickets: readonly Ticket[]): Promise<TicketView[]> {
  const [first] = tickets;
  const tagIds = [...new Set(tickets.flatMap((ticket) => ticket.tagIds))];
  const known = first && tagIds.length > 0 ? await context.tags.findMany(tenantOf(first), tagIds) : [];
  const tags = new Map(known.map((tag) => [tag.id, tag]));
  const now = context.now();
  return tickets.map((ticket) => {
    // A tag that is being deleted is gone for everybody, although it may still stand on tickets.
    const own = ticket.tagIds.map((id) => tags.get(id)).filter((tag) => tag !== undefined);
    return bareView(ticket, own, now);
  });
}

function bareView(ticket: Ticket, tags: Tag[], now: Date): TicketView {
  return { ticket, tags, assignee: null, creator: null, ...breachesOf(ticket, now) };
}

/** PX-27: at this moment, whatever the sweeps have seen. */
export function breachesOf({ status, sla }: Ticket, now: Date) {
  const isOver = (target: "resolution" | "firstResponse") =>
    !isEnded({ status }) && sla !== null && isBreached(sla, target, now);
  return { slaBreached: isOver("resolution"), firstResponseBreached: isOver("firstResponse") };
}

async function peopleOf(context: DeskContext, ticket: Ticket): Promise<Pick<TicketView, "assignee" | "creator">> {
  const find = async (id: string | null) => {
    const user = id === null ? undefined : await context.access.findUser(id);
    return user?.tenantId === ticket.tenantId ? user : null;
  };
  const [assignee, creator] = await Promise.all([find(ticket.assigneeId), find(ticket.creatorId)]);
  return { assignee, creator };
}

export interface ListTicketsInput extends PageRequest {
  filter: Omit<TicketFilter, "tagId"> & { /** Ids or names. */ tag?: readonly string[] | undefined };
  sort: TicketSort;
  offset?: number | undefined;
}

export interface TicketPage extends Page<TicketView> {
  /** Null where counting would cost more than the page. */
  total: number | null;
}

/** PX-5. A contact gets its own tickets, whatever else it asks for (PX-64). */
export async function listTickets(context: DeskContext, input: ListTicketsInput): Promise<TicketPage> {
  const caller = authorizeCaller(context, "issues.read");

  if (caller.kind === "contact") refuseInternals(input);
  const filter = await filterOf(context, caller, input.filter);
  if (filter === null) return { items: [], total: 0 };
  const now = context.now();
  const page = await context.tickets.list(caller.tenantId, { ...input, filter, now });
  const isWhole = page.cursor === undefined && input.cursor === undefined && !input.offset;
  const [items, total] = await Promise.all([
    viewTickets(context, page.items),
    // What fits on one page is counted by looking at it.
    isWhole ? page.items.length : context.tickets.count(caller.tenantId, filter, now),
  ]);
  return { ...page, items, total };
}

/** What a customer may not see, it may not learn from the order or the length of a list either (PX-41). */
function refuseInternals({ filter, sort }: ListTicketsInput): void {
  const { assigneeId, teamId, tag, slaBreached } = filter;
  const isInternal = [assigneeId, teamId, tag, slaBreached].some((field) => field !== undefined);
  if (!isInternal && (sort === "createdAt" || sort === "-createdAt")) return;
  throw new AppError(
    "invalid_request",
    "A contact narrows by status, priority, category and q, and sorts by createdAt",
  );
}

/** PX-10, under the same filters as the list. */
export async function getTicketStatistics(
  context: DeskContext,
  input: Pick<ListTicketsInput, "filter">,
): Promise<TicketStatistics> {
  const caller = authorizeMember(context, "issues.read");

  const filter = await filterOf(context, caller, input.filter);
  return context.tickets.statistics(caller.tenantId, filter ?? nothing, context.now());
}

/** Holds for no ticket. */
const nothing: TicketFilter = { tagId: [] };

/** Null where no ticket can match: a tag that nobody has. */
async function filterOf(
  context: DeskContext,
  caller: DeskCaller,
  { tag, ...fields }: ListTicketsInput["filter"],
): Promise<TicketFilter | null> {
  const filter = caller.kind === "contact" ? { ...fields, contactEmail: caller.email } : fields;
  if (tag === undefined) return filter;
  const known = await context.tags.all(caller.tenantId);
  const tagId = known.filter((row) => tag.some((name) => findTag([row], name, row.teamId))).map(({ id }) => id);
  return tagId.length === 0 ? null : { ...filter, tagId };
}

/** PX-48: what happened to a ticket, oldest first, as its audit trail has it. */
export async function listActivities(
  context: DeskContext,
  input: PageRequest & { ticket: TicketRef },
): Promise<Page<AuditEntry>> {
  const caller = authorizeMember(context, "issues.read");

  const { ticket: ref, ...page } = input;
  const ticket = await requireTicket(context, caller, ref);
  return context.tickets.history(ticket, page, activityActions);
}

export interface SlaReport {
  ticket: Ticket;
  sla: SlaState | null;
  slaBreached: boolean;
  firstResponseBreached: boolean;
  /** Everything that ever happened to the ticket's targets, with who did it: why was this breached? */
  events: (SlaMetricEvent & { actor: string })[];
}

const historyPage = 500;

/** the state of a ticket's targets, and the events that led to it. */
export async function getTicketSla(context: DeskContext, input: { ticket: TicketRef }): Promise<SlaReport> {
  const caller = authorizeMember(context, "issues.read");

  const ticket = await requireTicket(context, caller, input.ticket);
  const events: SlaReport["events"] = [];
  let cursor: string | undefined;
  do {
    const page = await context.tickets.history(ticket, { limit: historyPage, cursor });
    events.push(...page.items.flatMap(slaEventsOf));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { ticket, sla: ticket.sla, ...breachesOf(ticket, context.now()), events };
}

function slaEventsOf({ details, actor }: AuditEntry): SlaReport["events"] {
  const { sla } = details;
  // Written by saveChange as SlaMetricEvents; an entry of another release may have none.
  return Array.isArray(sla) ? sla.map((event: SlaMetricEvent) => ({ ...event, actor })) : [];
}

import { authorizeMember, checkTeam, type Member } from "../access/index.ts";
import { emptyHead } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { onceAfter } from "../idempotency.ts";
import { newUlid } from "../ids.ts";
import { type Issue, type IssueContext, issueEntry, issueKey } from "../work-items/index.ts";
import { draftMessage } from "./draft-message.ts";
import type { Change } from "./edit.ts";
import { requireTicket, tenantOf } from "./lookup.ts";
import type { Author } from "./message.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { type Doer, type Extras, memberDoer, retryChange, saveChange } from "./save-change.ts";
import type { Ticket } from "./ticket.ts";

export type ConvertContext = DeskContext & IssueContext;

export interface ConvertInput {
  ticket: TicketRef;
  teamId?: string | null | undefined;
  type?: Issue["type"] | undefined;
  title?: string | undefined;
}

export interface Converted {
  issue: Issue;
  ticket: Ticket;
  /** False where the ticket had been converted before. */
  isNew: boolean;
}

/** PX-62: an issue of the team's own, linked both ways. The ticket stays open, with a note that says so. */
export async function convertToIssue(context: ConvertContext, input: ConvertInput): Promise<Converted> {
  const caller = authorizeMember(context, "issues.create");

  return onceAfter(context, {
    make: () => retryChange(context, () => convertOnce(context, caller, input)),
    result: ({ ticket }) => ticket.id,
    // The answer that the first one got.
    find: async (id) => ({
      ...(await linkedIssue(context, await requireTicket(context, caller, { id }))),
      isNew: true,
    }),
  });
}

async function convertOnce(context: ConvertContext, caller: Member, input: ConvertInput): Promise<Converted> {
  const ticket = await requireTicket(context, caller, input.ticket);
  if (ticket.issueId !== null) return { ...(await linkedIssue(context, ticket)), isNew: false };

  await checkTeam(context, caller.tenantId, input.teamId);
  const doer = memberDoer(caller);
  const author = { kind: caller.userId === null ? ("client" as const) : ("user" as const), id: caller.id };
  const by = { creatorId: caller.id, author, doer };
  const { change, extras } = await draftConversion(context, { ticket, facts: [] }, input, by);
  const saved = await saveChange(context, ticket, change, doer, extras);
  return { issue: extras.issue.issue, ticket: saved, isNew: true };
}

/** The issue that a ticket was converted to. */
async function linkedIssue(context: ConvertContext, ticket: Ticket): Promise<Omit<Converted, "isNew">> {
  const { issueId } = ticket;
  const issue = issueId === null ? undefined : await context.issues.find(tenantOf(ticket), { id: issueId });
  if (!issue) throw new AppError("internal_error", `Issue ${issueId} of ticket ${ticket.id} is not there`);
  return { issue, ticket };
}

/** Who converts, for the record. */
export interface Converter {
  /** Null for an automation of the product's own. */
  creatorId: string | null;
  author: Author;
  doer: Doer;
}

/**
 * The issue of a ticket with the note and the link that belong to it, on top of what else is being changed. Whoever
 * writes them has looked that there is no issue yet.
 */
export async function draftConversion(
  context: ConvertContext,
  { ticket, facts }: Change,
  input: Omit<ConvertInput, "ticket">,
  by: Converter,
): Promise<{ change: Change; extras: Extras & { issue: NonNullable<Extras["issue"]> } }> {
  const number = await context.issues.nextNumber(tenantOf(ticket));
  const issue = newIssue(context, ticket, { ...input, number, creatorId: by.creatorId });
  const note = {
    author: by.author,
    content: `Converted to ${issueKey(issue)}: ${issue.title}`,
    // The title may be the customer's own words, which call nobody (L4).
    ownWords: "",
    isInternalNote: true,
  };
  const { change, extras } = await draftMessage(context, ticket, note, by.doer);
  const converted = { action: "ticket.converted" as const, newValue: issue.id, details: { issueNumber: number } };
  const audit = issueEntry(context, by.doer.actor, issue, "issue.created", { changed: ["title", "status", "type"] });
  return {
    change: { ticket: { ...change.ticket, issueId: issue.id }, facts: [...facts, converted, ...change.facts] },
    extras: { ...extras, issue: { issue, audit } },
  };
}

function newIssue(
  context: ConvertContext,
  ticket: Ticket,
  input: Omit<ConvertInput, "ticket"> & { number: number; creatorId: string | null },
): Issue {
  const at = context.now().toISOString();
  return {
    id: newUlid(context),
    tenantId: ticket.tenantId,
    number: input.number,
    title: input.title ?? ticket.subject,
    description: ticket.description,
    status: "backlog",
    type: input.type ?? "bug",
    priority: ticket.priority,
    teamId: input.teamId === undefined ? ticket.teamId : input.teamId,
    assigneeId: null,
    creatorId: input.creatorId,
    metadata: { ticketId: ticket.id, ticketNumber: ticket.number, ticketUrl: `/api/v1/tickets/${ticket.id}` },
    incidentIds: [],
    createdAt: at,
    updatedAt: at,
    version: 1,
    audit: emptyHead,
  };
}

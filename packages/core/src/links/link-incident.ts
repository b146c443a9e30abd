import { authorizeIncidents, authorizeMember, type IncidentCaller, type Member } from "../access/index.ts";
import { draftEntry } from "../audit/index.ts";
import { AppError } from "../errors.ts";
import { type Incident, type IncidentCommit, incidentEntry, requireIncident, retryChange } from "../incidents/index.ts";
import { type DeskCommit, memberDoer, prepareChange, requireTicket, type TicketRef } from "../tickets/index.ts";
import { type IssueRef, issueKey, requireIssue } from "../work-items/index.ts";
import type { LinkContext } from "./ports.ts";

/** A support ticket of a customer who feels an incident, or the issue that fixes it. */
export type LinkTarget = { ticket: TicketRef } | { issue: IssueRef };

/** An incident of more tickets than this has the whole world as its customers. */
const ticketLimit = 100;

/**
 * G-4: ties an incident to a ticket, or to the issue that fixes it; the link shows on both sides, as both are written in
 * one transaction. A link that is there already leaves no trace. Throws `conflict` where another issue fixes it.
 */
export function linkIncident(context: LinkContext, input: { id: string; target: LinkTarget }): Promise<Incident> {
  return changeLink(context, input, "link");
}

/** Takes a link away, on both sides. One that is not there leaves no trace. */
export function unlinkIncident(context: LinkContext, input: { id: string; target: LinkTarget }): Promise<Incident> {
  return changeLink(context, input, "unlink");
}

type LinkMove = "link" | "unlink";

interface Callers {
  caller: IncidentCaller;
  member: Member;
}

function changeLink(
  context: LinkContext,
  { id, target }: { id: string; target: LinkTarget },
  move: LinkMove,
): Promise<Incident> {
  const callers = { caller: authorizeIncidents(context, "write"), member: authorizeMember(context, "issues.edit") };

  return retryChange(context, async () => {
    const before = await requireIncident(context, callers.caller.tenantId, id);
    const change =
      "ticket" in target
        ? await changeTicket(context, callers, { before, ref: target.ticket, move })
        : await changeIssue(context, callers, { before, ref: target.issue, move });
    return change ? context.links.commit(change.incident, change.desk, context.now()) : before;
  });
}

/** Both sides; undefined where nothing is to be changed. */
type LinkChange = { incident: IncidentCommit; desk: DeskCommit } | undefined;

async function changeTicket(
  context: LinkContext,
  { caller, member }: Callers,
  { before, ref, move }: { before: Incident; ref: TicketRef; move: LinkMove },
): Promise<LinkChange> {
  const ticket = await requireTicket(context, member, ref);
  const ticketIds = withOrWithout(before.ticketIds, ticket.id, move);
  if (ticketIds.length === before.ticketIds.length) return undefined;
  if (ticketIds.length > ticketLimit) {
    throw new AppError("unprocessable", `An incident has at most ${ticketLimit} tickets`);
  }

  const incidentIds = withOrWithout(ticket.incidentIds, before.id, move);
  const fact =
    move === "link"
      ? { action: "ticket.incident_linked" as const, newValue: before.id }
      : { action: "ticket.incident_unlinked" as const, oldValue: before.id };
  const change = { ticket: { ...ticket, incidentIds }, facts: [fact] };
  const { ticketChange, notices } = await prepareChange(context, ticket, change, memberDoer(member));
  const named = { kind: "ticket", id: ticket.id, name: `ticket ${ticket.number}` };
  return {
    incident: incidentChange(context, caller, { before, fields: { ticketIds }, move, named }),
    desk: { tickets: [ticketChange], notices },
  };
}

async function changeIssue(
  context: LinkContext,
  { caller, member }: Callers,
  { before, ref, move }: { before: Incident; ref: IssueRef; move: LinkMove },
): Promise<LinkChange> {
  const issue = await requireIssue(context, member, ref);
  if ((before.issueId === issue.id) === (move === "link")) return undefined;
  if (move === "link" && before.issueId !== null) {
    throw new AppError("conflict", "The incident is linked to another issue");
  }

  const at = context.now().toISOString();
  const incidentIds = withOrWithout(issue.incidentIds, before.id, move);
  const after = { ...issue, incidentIds, updatedAt: at, version: issue.version + 1 };
  const audit = draftEntry(context, {
    tenantId: issue.tenantId,
    subjectType: "issue",
    subjectId: issue.id,
    action: move === "link" ? "issue.incident_linked" : "issue.incident_unlinked",
    actor: caller.actor,
    details: { number: issue.number },
    ...(move === "link" ? { newValue: before.id } : { oldValue: before.id }),
  });
  const fields = { issueId: move === "link" ? issue.id : null };
  const named = { kind: "issue", id: issue.id, name: issueKey(issue) };
  return {
    incident: incidentChange(context, caller, { before, fields, move, named }),
    desk: { tickets: [], issue: { issue: after, audit } },
  };
}

function withOrWithout(ids: readonly string[], id: string, move: LinkMove): string[] {
  const others = ids.filter((one) => one !== id);
  return move === "link" ? [...others, id] : others;
}

interface IncidentSide {
  before: Incident;
  fields: Partial<Pick<Incident, "ticketIds" | "issueId">>;
  move: LinkMove;
  named: { kind: string; id: string; name: string };
}

function incidentChange(
  context: LinkContext,
  { actor }: IncidentCaller,
  { before, fields, move, named: { kind, id, name } }: IncidentSide,
): IncidentCommit {
  const after: Incident = {
    ...before,
    ...fields,
    updatedAt: context.now().toISOString(),
    version: before.version + 1,
  };
  const audit = incidentEntry(context, after, {
    action: move === "link" ? "incident.linked" : "incident.unlinked",
    actor,
    text: move === "link" ? `Linked to ${name}` : `No longer linked to ${name}`,
    details: { kind, id },
  });
  return { before, after, audit };
}

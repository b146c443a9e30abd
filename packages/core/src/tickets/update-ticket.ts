import { authorizeMember, checkTeam, checkUser, type Member } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { onceAfter } from "../idempotency.ts";
import { type Change, type EditTerms, editTicket, type TicketEdits } from "./edit.ts";
import { openFollowUp } from "./follow-up.ts";
import { checkTags, requireTicket } from "./lookup.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import { mayMove } from "./rules.ts";
import { memberDoer, retryChange, saveChange } from "./save-change.ts";
import type { Ticket } from "./ticket.ts";

export interface TicketPatch extends Omit<TicketEdits, "tags"> {
  ticket: TicketRef;
  /** Ids or names: all tags that the ticket is to have. */
  tags?: readonly string[] | undefined;
  /** The version that the caller has seen (If-Match). Throws `version_mismatch` when it is another one by now. */
  version?: number | undefined;
}

export interface UpdatedTicket {
  ticket: Ticket;
  /** True where a closed ticket was reopened, which makes a new one (PX-21). */
  isFollowUp: boolean;
}

/** PX-7. Throws `conflict` for a move that the rules do not know, and for an edit of a closed ticket. */
export async function updateTicket(context: DeskContext, input: TicketPatch): Promise<UpdatedTicket> {
  const caller = authorizeMember(context, "issues.edit");

  return retryChange(context, async () => {
    const ticket = await requireTicket(context, caller, input.ticket);
    checkVersion(ticket, input.version);
    const edits = await resolveEdits(context, caller, ticket, input);
    const terms = await termsOf(context, caller, ticket, edits);

    if (ticket.status === "closed" && edits.status !== undefined && edits.status !== "closed") {
      const followUp = await openFollowUp(context, ticket, memberDoer(caller), (fresh) => ({
        change: editTicket(fresh, edits, terms),
      }));
      return { ticket: followUp, isFollowUp: true };
    }
    const change = decide(ticket, edits, terms);
    return { ticket: await saveChange(context, ticket, change, memberDoer(caller)), isFollowUp: false };
  });
}

/** PX-9: the same as an edit of the assignee, as an operation of its own. */
export async function assignTicket(
  context: DeskContext,
  input: { ticket: TicketRef; assigneeId: string | null; version?: number | undefined },
): Promise<Ticket> {
  const caller = authorizeMember(context, "issues.edit");

  return onceAfter(context, {
    make: async () => (await updateTicket(context, input)).ticket,
    result: ({ id }) => id,
    find: (id) => requireTicket(context, caller, { id }),
  });
}

function decide(ticket: Ticket, edits: TicketEdits, terms: EditTerms): Change {
  const { status } = edits;
  if (status !== undefined && !mayMove(ticket.status, status)) {
    throw new AppError("conflict", `A ${ticket.status} ticket cannot become ${status}`, { status: ticket.status });
  }
  const change = editTicket(ticket, edits, terms);
  if (ticket.status === "closed" && change.facts.some(({ action }) => !tagActions.has(action))) {
    throw new AppError("conflict", "A closed ticket cannot be changed, except for its tags", { status: "closed" });
  }
  return change;
}

const tagActions: ReadonlySet<string> = new Set(["ticket.tag_added", "ticket.tag_removed"]);

export function checkVersion(ticket: Ticket, version: number | undefined): void {
  if (version === undefined || version === ticket.version) return;
  throw new AppError("version_mismatch", "The ticket has been changed in the meantime");
}

async function resolveEdits(
  context: DeskContext,
  { tenantId }: Member,
  ticket: Ticket,
  input: TicketPatch,
): Promise<TicketEdits> {
  const { ticket: _ref, version: _version, tags: names, ...edits } = input;
  const teamId = edits.teamId === undefined ? ticket.teamId : edits.teamId;
  const [tags] = await Promise.all([
    checkTags(context, tenantId, names, teamId),
    checkTeam(context, tenantId, edits.teamId),
    checkUser(context, tenantId, edits.assigneeId),
  ]);
  return { ...edits, tags };
}

/** The names of the tags that the ticket has now are only needed where some of them may go. */
async function termsOf(
  context: DeskContext,
  { tenantId }: Member,
  ticket: Ticket,
  { tags }: TicketEdits,
): Promise<EditTerms> {
  const bare = { at: context.now().toISOString(), reopenDays: context.deskSettings.reopenDays };
  if (tags === undefined || ticket.tagIds.length === 0) return bare;
  const current = await context.tags.findMany(tenantId, ticket.tagIds);
  return { ...bare, tagNames: new Map(current.map(({ id, name }) => [id, name])) };
}

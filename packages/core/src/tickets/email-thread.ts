import type { DeskCaller, TenantId } from "../access/index.ts";
import { needsFollowUp } from "./draft-message.ts";
import { ticketNumberIn } from "./email/index.ts";
import type { DeskContext, TicketRef } from "./ports.ts";
import type { ReceivedEmail } from "./receive-email.ts";
import type { Ticket } from "./ticket.ts";

/** Threads are long, and their last mails are the ones that we know. */
const referenceLimit = 20;

/**
 * The ticket that a mail answers and as whom its sender speaks there (PX-65): by the mails that it refers to, else by
 * the number in its subject. Undefined where there is none, and where the sender has no part in it.
 */
export async function findAnsweredTicket(
  context: DeskContext,
  tenantId: TenantId,
  mail: ReceivedEmail,
): Promise<{ ticket: Ticket; speaker: DeskCaller } | undefined> {
  for (const ref of await answeredRefs(context, tenantId, mail)) {
    const ticket = await findCurrent(context, tenantId, ref);
    if (!ticket) continue;
    const speaker = await speakerOn(context, tenantId, ticket, mail);
    if (speaker) return { ticket, speaker };
  }
  return undefined;
}

/** Who writes into a thread that is over means the ticket in which it goes on, and no second one beside that (PX-21). */
async function findCurrent(context: DeskContext, tenantId: TenantId, ref: TicketRef): Promise<Ticket | undefined> {
  const ticket = await context.tickets.find(tenantId, ref);
  if (!ticket || ticket.deletedAt !== null) return undefined;
  const followUpId = needsFollowUp(ticket, context.now()) ? ticket.followUpIds.at(-1) : undefined;
  const followUp = followUpId && (await findCurrent(context, tenantId, { id: followUpId }));
  return followUp || ticket;
}

async function answeredRefs(context: DeskContext, tenantId: TenantId, { email }: ReceivedEmail): Promise<TicketRef[]> {
  const { inReplyTo, references, subject } = email;
  const newestFirst = [inReplyTo, ...references.toReversed()].filter((id) => typeof id === "string");
  const mailIds = [...new Set(newestFirst)].slice(0, referenceLimit);
  const ticketIds = await Promise.all(mailIds.map((id) => context.tickets.findMail(tenantId, id)));
  const known = [...new Set(ticketIds)].filter((id) => id !== undefined);
  const number = ticketNumberIn(subject);
  return [...known.map((id) => ({ id })), ...(number === null ? [] : [{ number }])];
}

/**
 * The customer of the ticket, or a member whose domain vouches for it: a forged address of a member would speak for the
 * desk. A member's word on a closed ticket goes nowhere (PX-21).
 */
async function speakerOn(
  context: DeskContext,
  tenantId: TenantId,
  ticket: Ticket,
  { email, senderVerified }: ReceivedEmail,
): Promise<DeskCaller | undefined> {
  const { address } = email.from;
  if (ticket.contactEmail === address) return { kind: "contact", tenantId, email: address };
  if (!senderVerified || ticket.status === "closed") return undefined;

  const [mailbox = ""] = address.split("@");
  const user = await context.access.findUserByHandle(tenantId, mailbox);
  if (user?.email.toLowerCase() !== address) return undefined;
  return { kind: "member", tenantId, id: user.id, userId: user.id, isManager: user.role !== "member" };
}

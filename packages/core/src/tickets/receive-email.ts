import { actForTenant, type DeskCaller, type RateLimiter, type TenantId } from "../access/index.ts";
import { AppError } from "../errors.ts";
import { newUlid } from "../ids.ts";
import { addMessage } from "./add-message.ts";
import { authorOf } from "./caller-author.ts";
import { doerOf, openTicket } from "./create-ticket.ts";
import { bodyText, cleanSubject, type InboundEmail, type LoopReason, loopReason, replyText } from "./email/index.ts";
import { findAnsweredTicket } from "./email-thread.ts";
import type { DeskContext } from "./ports.ts";
import { retryChange } from "./save-change.ts";
import { type Ticket, textLimit } from "./ticket.ts";

export interface MailContext extends DeskContext {
  limiter: RateLimiter;
  /** Addresses that we send from: a mail of theirs is our own. */
  ownAddresses: readonly string[];
}

export interface ReceivedEmail {
  tenantId: string;
  email: InboundEmail;
  /** Whether the sender's domain vouches for the sender (DMARC): anybody can write any address into a mail. */
  senderVerified: boolean;
}

export type MailOutcome =
  | { kind: "opened" | "answered"; ticket: Ticket }
  /** The same mail came before. */
  | { kind: "known"; ticketId: string }
  | { kind: "dropped"; reason: LoopReason | "too_many_mails" };

/** More than this of one sender is a machine, whatever its headers say. */
const mailLimit = { limit: 20, windowMinutes: 10 };

const nameLimit = 200;

/**
 * A mail that came in: a reply to the ticket that it answers where its sender may speak there, else a new ticket
 * (PX-65). The same mail is taken in once; what a machine wrote is dropped, and only logged.
 */
export async function receiveEmail(context: MailContext, mail: ReceivedEmail): Promise<MailOutcome> {
  const tenantId = actForTenant(context, mail.tenantId);

  const tenant = await context.access.findTenant(tenantId);
  if (!tenant) throw new AppError("not_found", "Tenant not found");
  const reason = loopReason(mail.email, context.ownAddresses) ?? (await floodReason(context, tenantId, mail));
  if (reason !== null) {
    context.log.info("mail dropped", { tenantId, reason, mailId: mail.email.messageId });
    return { kind: "dropped", reason };
  }
  return retryChange(context, () => takeIn(context, tenantId, mail));
}

async function floodReason({ limiter, now }: MailContext, tenantId: TenantId, { email }: ReceivedEmail) {
  const bucket = { ...mailLimit, keyId: `mail:${tenantId}:${email.from.address}`, name: "mails" };
  const { allowed } = await limiter.take(bucket, now());
  return allowed ? null : "too_many_mails";
}

async function takeIn(context: MailContext, tenantId: TenantId, mail: ReceivedEmail): Promise<MailOutcome> {
  const { email } = mail;
  const earlier = await context.tickets.findMail(tenantId, email.messageId);
  if (earlier !== undefined) return { kind: "known", ticketId: earlier };

  const answered = await findAnsweredTicket(context, tenantId, mail);
  if (!answered) return { kind: "opened", ticket: await openFromMail(context, tenantId, email) };

  const { ticket, speaker } = answered;
  const draft = {
    author: authorOf(speaker),
    contactName: speaker.kind === "contact" ? (nameOf(email) ?? ticket.contactName) : null,
    content: cut(replyText(bodyText(email)), textLimit) || "(no text)",
    isInternalNote: false,
    viaMail: email.messageId,
  };
  const added = await addMessage(context, ticket, draft, doerOf(speaker));
  return { kind: "answered", ticket: added.ticket };
}

/** D-19: what comes by mail the customer has written. */
function openFromMail(context: MailContext, tenantId: TenantId, email: InboundEmail): Promise<Ticket> {
  const id = newUlid(context);
  const customer: DeskCaller = { kind: "contact", tenantId, email: email.from.address };
  const input = {
    subject: cleanSubject(email.subject),
    description: cut(replyText(bodyText(email)), textLimit),
    source: "email",
    creatorId: null,
    contactEmail: customer.email,
    contactName: nameOf(email),
  } as const;
  return openTicket(context, tenantId, input, doerOf(customer), {
    id,
    extras: { mail: { tenantId, id: email.messageId, ticketId: id } },
  });
}

function nameOf({ from }: InboundEmail): string | null {
  return cut(from.name ?? "", nameLimit) || null;
}

/** In code points, as the API counts. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : [...text].slice(0, limit).join("");
}

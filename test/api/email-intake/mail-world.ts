import { InboundEmail, type MailOutcome, receiveEmail, type Ticket } from "@tessera/core/tickets";
import type { TestApp } from "../../support/api.ts";

/** A mail of a customer, as its event brings it. */
export function makeMail(fields: Record<string, unknown> = {}) {
  return {
    messageId: `<${crypto.randomUUID()}@mail.example.org>`,
    from: { address: "Ann@Example.org", name: "Ann" },
    to: ["desk@desk.example"],
    subject: "Cannot sign in",
    text: "It says 500.",
    ...fields,
  };
}

/** Hands a mail to the desk of a tenant. */
export function receive(
  test: TestApp,
  tenantId: string,
  fields: Record<string, unknown> = {},
  options: { senderVerified?: boolean } = {},
): Promise<MailOutcome> {
  const context = { ...test.asOperator(), limiter: test.store.limiter, ownAddresses: ["desk@desk.example"] };
  const email = InboundEmail.parse(makeMail(fields));
  return receiveEmail(context, { tenantId, email, senderVerified: options.senderVerified ?? false });
}

/** The ticket that a mail opened or answered; throws where it was neither. */
export function ticketOf(outcome: MailOutcome): Ticket {
  if ("ticket" in outcome) return outcome.ticket;
  throw new Error(`The mail was ${outcome.kind}`);
}

import { InboundEmail } from "@tessera/core/tickets";
import * as z from "zod";
import { AnyId, NewTicketWire } from "./ticket-wire.ts";

/** The detail of `support.ticket_requested`: the body of `POST /api/v1/tickets`, and which client asks. */
export const TicketRequested = z.object({ client_id: AnyId, request: NewTicketWire });

/**
 * The detail of `support.email_received` (PX-65): a mail, and for whom it is. `sender_verified` is the word of whoever
 * took the mail in that its sender's domain vouches for it (DMARC).
 */
export const EmailReceived = InboundEmail.extend({
  tenant_id: AnyId,
  sender_verified: z.boolean().default(false),
}).transform(({ tenant_id: tenantId, sender_verified: senderVerified, ...email }) => ({
  tenantId,
  senderVerified,
  email,
}));

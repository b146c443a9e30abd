import { emptyHead } from "../audit/index.ts";
import type { BaseContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type { EventDelivery } from "./delivery.ts";

/** UTF-8 bytes. Receivers have limits as well, and the body lies in the row, beside its attempts. */
export const eventBodyLimitBytes = 64 * 1_024;

/** The last attempt is made within some days; so long can be seen what became of it. */
const retentionMs = 30 * 24 * 3_600_000;

export interface NewEventDelivery {
  tenantId: string;
  /** Checked by TF-11's rules where it was taken in; the egress client checks it again at each attempt. */
  url: string;
  event: string;
  /** JSON text. */
  body: string;
  subject: EventDelivery["subject"];
}

/**
 * The row of a message to be sent for an event (PX-45, PX-66): due at once, and saved in the transaction of the change
 * that it tells of. Throws `request_too_large` where the body is more than a delivery may carry.
 */
export function newEventDelivery(
  context: Pick<BaseContext, "now" | "newId" | "correlationId">,
  input: NewEventDelivery,
): EventDelivery {
  if (Buffer.byteLength(input.body) > eventBodyLimitBytes) {
    throw new AppError("request_too_large", `The body of a webhook is limited to ${eventBodyLimitBytes} bytes`);
  }
  const now = context.now();
  const createdAt = now.toISOString();
  return {
    id: `msg_${context.newId()}`,
    tenantId: input.tenantId,
    url: input.url,
    event: input.event,
    body: input.body,
    subject: input.subject,
    status: "pending",
    attempts: [],
    dueAt: createdAt,
    createdAt,
    purgeAt: new Date(now.getTime() + retentionMs).toISOString(),
    correlationId: context.correlationId,
    version: 1,
    audit: emptyHead,
  };
}

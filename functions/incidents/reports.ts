import { anomalyEventType } from "@tessera/core/events";
import * as z from "zod";

/** An anomaly as somebody has sent it. */
export interface Report {
  event: unknown;
  /** Whose it is; null: the default tenant's. */
  clientId: string | null;
  /** What a dead letter holds, so that it can be sent again as it came. */
  body: unknown;
}

/** What EventBridge wraps around an anomaly. Who may put events on the bus is IAM's to say, as with the queue. */
const Envelope = z.object({ "detail-type": z.literal(anomalyEventType), detail: z.unknown() });
const Sender = z.object({ client_id: z.unknown(), clientId: z.unknown() }).partial();

/**
 * The anomalies of one message (LC-20 a, b): one in the envelope of EventBridge, one bare, or a list of bare ones. Throws
 * a ZodError for the envelope of another event.
 */
export function reportsOf(message: unknown): Report[] {
  if (Array.isArray(message)) return message.map((event: unknown) => reportOf(event, event));
  if (!isEnvelope(message)) return [reportOf(message, message)];
  return [reportOf(Envelope.parse(message).detail, message)];
}

function isEnvelope(message: unknown): boolean {
  return typeof message === "object" && message !== null && "detail-type" in message;
}

function reportOf(event: unknown, body: unknown): Report {
  const { client_id: snake, clientId: camel } = Sender.safeParse(event).data ?? {};
  const clientId = snake ?? camel;
  // Whatever is no id of a client is the id of none.
  return { event, clientId: clientId === undefined || clientId === null ? null : String(clientId), body };
}

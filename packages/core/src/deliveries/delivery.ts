import * as z from "zod";
import { AuditHead } from "../audit/index.ts";

export const DeliveryAttempt = z.object({
  at: z.string(),
  /** `delivered`, or why not, in fixed words: nothing of the receiver's answer is kept. */
  outcome: z.string(),
  status: z.number().int().nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** One message to one receiver: its id never changes, however often it is sent (TF-61, A10). */
const Delivery = z.object({
  /** The `webhook-id`. */
  id: z.string(),
  tenantId: z.string(),
  url: z.string(),
  /** What has happened, as the receiver is told: `job.completed`, `ticket.created`. */
  event: z.string(),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: z.array(DeliveryAttempt),
  /** When the next attempt may start; null once there is none. An attempt under way holds it in the future. */
  dueAt: z.string().nullable(),
  createdAt: z.string(),
  /** When the row may go. */
  purgeAt: z.string(),
  version: z.number().int().min(1),
});
export type Delivery = z.infer<typeof Delivery>;

/** The callback of a job (TF-61): one for each job, whose body is the job as it is when the callback is sent. */
export const CallbackDelivery = Delivery.extend({ jobId: z.string(), clientId: z.string() });
export type CallbackDelivery = z.infer<typeof CallbackDelivery>;

/** What a trigger or an agent sends out (PX-45, PX-66): its body is what was true at the event. */
export const EventDelivery = Delivery.extend({
  /** JSON text. */
  body: z.string(),
  /** On whose behalf it is sent, for whoever asks why: `trigger`, `agent`. */
  subject: z.object({ kind: z.string(), id: z.string() }),
  correlationId: z.string(),
  audit: AuditHead,
});
export type EventDelivery = z.infer<typeof EventDelivery>;

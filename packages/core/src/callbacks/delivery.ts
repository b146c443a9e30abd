import * as z from "zod";

export const CallbackAttempt = z.object({
  at: z.string(),
  /** `delivered`, or why not, in fixed words: nothing of the receiver's answer is kept. */
  outcome: z.string(),
  status: z.number().int().nullable(),
});
export type CallbackAttempt = z.infer<typeof CallbackAttempt>;

/** One message to one receiver: its id never changes, however often it is sent (TF-61, A10). */
export const CallbackDelivery = z.object({
  /** The `webhook-id`. */
  id: z.string(),
  jobId: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  /** With `{job_id}` filled in (TF-12). */
  url: z.string(),
  /** `job.completed`, `job.failed` or `job.cancelled`. */
  event: z.string(),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: z.array(CallbackAttempt),
  /** When the next attempt may start; null once there is none. An attempt under way holds it in the future. */
  dueAt: z.string().nullable(),
  createdAt: z.string(),
  /** When the row may go: with its job. */
  purgeAt: z.string(),
  version: z.number().int().min(1),
});
export type CallbackDelivery = z.infer<typeof CallbackDelivery>;

import * as z from "zod";

export const noticeTypes = ["assigned", "mention", "sla_warning", "sla_breach"] as const;

/** An alert in a user's inbox (PX-67, D-13). */
export const Notice = z.object({
  id: z.string(),
  tenantId: z.string(),
  userId: z.string(),
  type: z.enum(noticeTypes),
  ticketId: z.string(),
  ticketNumber: z.number().int(),
  readAt: z.string().nullable(),
  createdAt: z.string(),
  version: z.number().int().min(1),
});
export type Notice = z.infer<typeof Notice>;
export type NoticeType = Notice["type"];

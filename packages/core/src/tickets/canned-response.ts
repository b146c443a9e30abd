import * as z from "zod";
import { AuditHead } from "../audit/index.ts";

/** A reply that a team writes again and again (PX-61). */
export const CannedResponse = z.object({
  id: z.string(),
  tenantId: z.string(),
  /** Null: for everyone. */
  teamId: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type CannedResponse = z.infer<typeof CannedResponse>;

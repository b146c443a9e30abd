import * as z from "zod";
import { AuditHead } from "../audit/index.ts";

/** A word of a team's, or of the whole tenant's, own taxonomy (PX-60). */
export const Tag = z.object({
  id: z.string(),
  tenantId: z.string(),
  /** Null: of the whole tenant. */
  teamId: z.string().nullable(),
  name: z.string(),
  /** `#rrggbb`. */
  color: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  version: z.number().int().min(1),
  audit: AuditHead,
});
export type Tag = z.infer<typeof Tag>;

/** Two spellings of one name are one tag (PX-60). */
export function tagKey(name: string): string {
  return name.normalize("NFC").trim().toLowerCase();
}

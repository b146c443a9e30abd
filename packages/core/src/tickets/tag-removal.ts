import * as z from "zod";

/**
 * A tag that is gone for every reader, and may still stand on tickets (PX-60). Written with the tag's deletion, so that
 * whatever happens to the request, a sweep takes the tag off what is left.
 */
export const TagRemoval = z.object({
  tenantId: z.string(),
  tagId: z.string(),
  /** What the tickets' records call it. */
  name: z.string(),
  /** Who has deleted the tag. */
  actor: z.string(),
  /** When a sweep looks: after the last request that still knew the tag has ended. */
  dueAt: z.string(),
});
export type TagRemoval = z.infer<typeof TagRemoval>;

import * as z from "zod";

/** How the spec states it: what a reader would point at and call a requirement. */
export const requirementKinds = ["numbered", "listed", "modal", "checkbox", "story", "acceptance"] as const;

/** More requirements than people write; a hostile spec of nothing but "must" holds a hundred thousand. */
export const requirementLimit = 5_000;

/** Something that the spec asks for, where it stands, and a hash that shows when it has changed. */
export const Requirement = z.object({
  /** `R1`, `R2`, ... in reading order: the same spec gives the same ids. */
  id: z.string().regex(/^R[1-9][0-9]*$/),
  kind: z.enum(requirementKinds),
  /** The id of the section that it stands in. */
  section: z.string(),
  /** UTF-16 units from the start of the spec, end exclusive. */
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  /** SHA-256 of `spec.slice(start, end)`, in hexadecimal. */
  sha256: z.string(),
});
export type Requirement = z.infer<typeof Requirement>;

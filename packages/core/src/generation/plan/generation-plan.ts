import * as z from "zod";
import { Draft } from "../draft.ts";
import { Requirement } from "../trace/index.ts";

/** UTF-16 units from the start of the spec, end exclusive. */
export const Range = z.object({ start: z.number().int().min(0), end: z.number().int().min(0) });
export type Range = z.infer<typeof Range>;

/** What one call to a model writes. */
export const Part = z.object({
  /** `ref`s of the skeleton's tickets; empty where the whole draft is free. */
  tickets: z.array(z.string()),
  /** What of the spec the model is shown. */
  ranges: z.array(Range),
  /** Ids of the requirements that are listed: those of its tickets, as far as they fit. */
  requirements: z.array(z.string()),
  /** What its tickets name of the spec and what does not fit into the call. */
  omitted: z.array(Range),
});
export type Part = z.infer<typeof Part>;

/** How a spec becomes a draft. Made once and stored as JSON. */
export const GenerationPlan = z.object({
  specSha256: z.string(),
  /** The spec's own title. */
  title: z.string().nullable(),
  /** The section map, in reading order. */
  sections: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      depth: z.number(),
      start: z.number(),
      end: z.number(),
      sha256: z.string(),
    }),
  ),
  requirements: z.array(Requirement),
  /** The size (`sizeOf`) of a prompt's data that fits one call; null where no model is asked. */
  promptBudget: z.number().nullable(),
  /** All tickets of a draft that is written in parts; null where it is written at once. */
  skeleton: Draft.nullable(),
  /** Empty where they are still to be planned. */
  parts: z.array(Part),
});
export type GenerationPlan = z.infer<typeof GenerationPlan>;

import * as z from "zod";
import { priorities, ticketTypes } from "./draft.ts";

/** Code points, as JSON Schema counts: zod's own `max` counts UTF-16 units and would refuse 61 emoji in 120. */
function text(maximum?: number) {
  const base = z.string().min(1);
  return maximum === undefined ? base : base.refine((value) => [...value].length <= maximum);
}

const SpecId = z.string().regex(/^SPEC-[0-9]+$/);

export const Ticket = z.strictObject({
  externalId: SpecId,
  ticketType: z.enum(ticketTypes),
  title: text(120),
  description: text(),
  acceptanceCriteria: z.array(text()).min(1).max(8),
  labels: z.array(text(40)),
  dependencies: z.array(SpecId),
  storyPoints: z.number().int().min(1).max(100).nullable(),
  priority: z.enum(priorities).nullable(),
  parentExternalId: SpecId.nullable(),
  metadata: z.record(z.string(), z.unknown()),
});
export type Ticket = z.infer<typeof Ticket>;

export const GenerationRun = z.strictObject({
  model: z.string(),
  durationMs: z.number().int().min(0),
  promptTokens: z.number().int().min(0).nullable(),
  completionTokens: z.number().int().min(0).nullable(),
  finishReason: z.string().nullable(),
});
export type GenerationRun = z.infer<typeof GenerationRun>;

/** A finished generation: the `tickets.result.v1` of seed 001, in the domain's own names (TF-43..TF-45). */
export const TicketsResult = z.strictObject({
  jobId: z.string(),
  source: z.strictObject({ title: text(160), summary: text() }),
  tickets: z.array(Ticket).min(1).max(50),
  risks: z.array(
    z.strictObject({
      id: z.string().regex(/^RISK-[0-9]+$/),
      description: text(),
      severity: z.enum(priorities),
      relatedTicketIds: z.array(SpecId),
    }),
  ),
  openQuestions: z.array(
    z.strictObject({ id: z.string().regex(/^Q-[0-9]+$/), question: text(), relatedTicketIds: z.array(SpecId) }),
  ),
  generation: GenerationRun,
});
export type TicketsResult = z.infer<typeof TicketsResult>;

import * as z from "zod";

/** What the tree shows of a `tickets.result.v1` document. */
export const TicketsResult = z.object({
  source: z.object({ title: z.string(), summary: z.string() }),
  tickets: z.array(
    z.object({
      external_id: z.string(),
      ticket_type: z.string(),
      title: z.string(),
      description: z.string(),
      acceptance_criteria: z.array(z.string()),
      labels: z.array(z.string()),
      dependencies: z.array(z.string()),
      story_points: z.number().nullable(),
      priority: z.string().nullable(),
      parent_external_id: z.string().nullable(),
    }),
  ),
  risks: z.array(
    z.object({
      id: z.string(),
      description: z.string(),
      severity: z.string(),
      related_ticket_ids: z.array(z.string()),
    }),
  ),
  open_questions: z.array(z.object({ id: z.string(), question: z.string(), related_ticket_ids: z.array(z.string()) })),
});
export type TicketsResult = z.infer<typeof TicketsResult>;
export type Ticket = TicketsResult["tickets"][number];

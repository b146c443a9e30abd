import * as z from "zod";

/** A result holds at most this many tickets (TF-43). */
export const resultTicketLimit = 50;

export const outputDetails = ["compact", "standard", "detailed"] as const;

export type OutputDetail = (typeof outputDetails)[number];

/** The most acceptance criteria of a ticket, by detail (TF-49). */
export const criteriaLimits: Record<OutputDetail, number> = { compact: 3, standard: 5, detailed: 8 };

/** The fewest of them that a model is asked for. */
export const criteriaMinimums: Record<OutputDetail, number> = { compact: 1, standard: 2, detailed: 3 };

/** What the caller asked for, with the defaults of TF-6 applied. */
export const GenerationOptions = z.object({
  /** Exactly this many tickets, epics included; null lets the generator choose. */
  ticketCount: z.number().int().min(1).max(resultTicketLimit).nullable(),
  maxTicketCount: z.number().int().min(1).max(resultTicketLimit),
  includeEpics: z.boolean(),
  dependencyMode: z.literal("explicit"),
  outputDetail: z.enum(outputDetails),
});
export type GenerationOptions = z.infer<typeof GenerationOptions>;

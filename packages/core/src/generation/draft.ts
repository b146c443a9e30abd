import * as z from "zod";
import { Change } from "./changes.ts";

export const ticketTypes = ["epic", "story", "task", "bug", "spike"] as const;
export type TicketType = (typeof ticketTypes)[number];

export const priorities = ["low", "medium", "high", "critical"] as const;
export type Priority = (typeof priorities)[number];

/**
 * What a generator writes. `ref` names a ticket inside the draft only; ids, order and versions of the result
 * are written by code. Loose on purpose: `repairDraft` brings it into bounds, `findProblems` says what is left.
 */
export const DraftTicket = z.object({
  ref: z.string(),
  type: z.string(),
  title: z.string(),
  description: z.string(),
  acceptanceCriteria: z.array(z.string()),
  labels: z.array(z.string()).default([]),
  /** `ref`s of tickets that must be done first. */
  dependsOn: z.array(z.string()).default([]),
  /** `ref` of the epic that this ticket belongs to. */
  epic: z.string().nullable().default(null),
  storyPoints: z.number().nullable().default(null),
  priority: z.string().nullable().default(null),
  component: z.string().nullish(),
  milestone: z.string().nullish(),
  confidence: z.number().nullish(),
  /** Where in the spec this comes from. */
  sources: z.array(z.object({ section: z.string(), start: z.number(), end: z.number() })).default([]),
  /** Ids of the requirements that it covers (`R3`). */
  covers: z.array(z.string()).default([]),
});
export type DraftTicket = z.infer<typeof DraftTicket>;

export const Draft = z.object({
  summary: z.string(),
  tickets: z.array(DraftTicket),
  risks: z
    .array(z.object({ description: z.string(), severity: z.string(), tickets: z.array(z.string()).default([]) }))
    .default([]),
  openQuestions: z.array(z.object({ question: z.string(), tickets: z.array(z.string()).default([]) })).default([]),
  /** Requirements that no ticket is for, by id, and why: out of scope, a decision against it, no place left. */
  notCovered: z.array(z.object({ requirement: z.string(), reason: z.string() })).default([]),
  /** What code changed while it put a draft together from parts; a model's own word for it is never read. */
  changes: z.array(Change).optional(),
});
export type Draft = z.infer<typeof Draft>;

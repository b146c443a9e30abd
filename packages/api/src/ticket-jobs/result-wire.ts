import {
  type TicketsResult as DomainResult,
  type Ticket as DomainTicket,
  priorities,
  ticketTypes,
} from "@tessera/core/generation";
import * as z from "zod";
import { constant } from "../http/openapi.ts";
import { isWithin } from "../http/text.ts";
import { JobId } from "./job-wire.ts";
// Gives zod schemas their `.openapi()`.
import "@hono/zod-openapi";

const resultVersion = "tickets.result.v1";

const SpecId = z.string().regex(/^SPEC-[0-9]+$/);
const filled = z.string().min(1);

/** `maxLength` as JSON Schema means it: in code points. */
function atMost(maximum: number) {
  return z
    .string()
    .min(1)
    .refine((value) => isWithin(value, maximum))
    .openapi({ maxLength: maximum });
}

export const SourceSummary = z.strictObject({ title: atMost(160), summary: filled }).openapi("SourceSummary");

export const Ticket = z
  .strictObject({
    external_id: SpecId,
    ticket_type: z.enum(ticketTypes),
    title: atMost(120),
    description: filled,
    acceptance_criteria: z.array(filled).min(1).max(8),
    labels: z.array(atMost(40)),
    dependencies: z.array(SpecId),
    story_points: z.int().min(1).max(100).nullable(),
    priority: z.enum(priorities).nullable(),
    parent_external_id: SpecId.nullable(),
    metadata: z
      .looseObject({
        component: z.string().optional(),
        suggested_milestone: z.string().optional(),
        confidence: z.number().min(0).max(1).optional(),
      })
      .openapi({ additionalProperties: true }),
  })
  .openapi("Ticket");

export const Risk = z
  .strictObject({
    id: z.string().regex(/^RISK-[0-9]+$/),
    description: filled,
    severity: z.enum(priorities),
    related_ticket_ids: z.array(SpecId),
  })
  .openapi("Risk");

export const OpenQuestion = z
  .strictObject({ id: z.string().regex(/^Q-[0-9]+$/), question: filled, related_ticket_ids: z.array(SpecId) })
  .openapi("OpenQuestion");

export const GenerationMetadata = z
  .strictObject({
    model: z.string(),
    duration_ms: z.int().min(0),
    prompt_tokens: z.int().min(0).nullable(),
    completion_tokens: z.int().min(0).nullable(),
    finish_reason: z.string().nullable(),
  })
  .openapi("GenerationMetadata");

export const TicketsResult = z
  .strictObject({
    schema_version: constant(resultVersion),
    job_id: JobId,
    source: SourceSummary,
    tickets: z.array(Ticket).min(1).max(50),
    risks: z.array(Risk),
    open_questions: z.array(OpenQuestion),
    generation: GenerationMetadata,
  })
  .openapi("TicketsResult");

/** Seed 001 has two names for it (TF-0). */
export const TicketsJobResultResponse = z.lazy(() => TicketsResult).openapi("TicketsJobResultResponse");

/** The bare `tickets.result.v1`, not wrapped (TF-40). */
export function resultToWire(result: DomainResult): z.infer<typeof TicketsResult> {
  const { generation } = result;
  return {
    schema_version: resultVersion,
    job_id: result.jobId,
    source: result.source,
    tickets: result.tickets.map(ticketToWire),
    risks: result.risks.map(({ relatedTicketIds, ...risk }) => ({ ...risk, related_ticket_ids: relatedTicketIds })),
    open_questions: result.openQuestions.map(({ relatedTicketIds, ...question }) => ({
      ...question,
      related_ticket_ids: relatedTicketIds,
    })),
    generation: {
      model: generation.model,
      duration_ms: generation.durationMs,
      prompt_tokens: generation.promptTokens,
      completion_tokens: generation.completionTokens,
      finish_reason: generation.finishReason,
    },
  };
}

function ticketToWire(ticket: DomainTicket): z.infer<typeof Ticket> {
  return {
    external_id: ticket.externalId,
    ticket_type: ticket.ticketType,
    title: ticket.title,
    description: ticket.description,
    acceptance_criteria: ticket.acceptanceCriteria,
    labels: ticket.labels,
    dependencies: ticket.dependencies,
    story_points: ticket.storyPoints,
    priority: ticket.priority,
    parent_external_id: ticket.parentExternalId,
    metadata: ticket.metadata,
  };
}

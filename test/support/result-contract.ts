import { readFileSync } from "node:fs";
import type { TicketsResult } from "@tessera/core/generation";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** The schemas of seed 001 as they stand there; only their `$ref`s point into one document. */
const schema: unknown = JSON.parse(
  readFileSync(new URL("../fixtures/tickets-result.schema.json", import.meta.url), "utf8"),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
// Ajv takes any object as a schema and says so itself when it is none.
const validate = ajv.compile(schema as object);

interface WireTicket {
  external_id: string;
  ticket_type: string;
  dependencies: string[];
  parent_external_id: string | null;
}

/** A mapper of the tests' own, so that a fault in the product's mapper cannot hide one in the result. */
export function resultOnWire(result: TicketsResult) {
  return {
    schema_version: "tickets.result.v1",
    job_id: result.jobId,
    source: result.source,
    tickets: result.tickets.map((ticket) => ({
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
    })),
    risks: result.risks.map(({ relatedTicketIds, ...risk }) => ({ ...risk, related_ticket_ids: relatedTicketIds })),
    open_questions: result.openQuestions.map(({ relatedTicketIds, ...question }) => ({
      ...question,
      related_ticket_ids: relatedTicketIds,
    })),
    generation: {
      model: result.generation.model,
      duration_ms: result.generation.durationMs,
      prompt_tokens: result.generation.promptTokens,
      completion_tokens: result.generation.completionTokens,
      finish_reason: result.generation.finishReason,
    },
  };
}

/** What the published JSON Schema says against a result; empty where it is valid. */
export function contractFaults(wire: unknown): string[] {
  validate(wire);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** M7, written without a look at the product's own rules: what no JSON Schema can say. */
export function semanticFaults(
  wire: {
    tickets: WireTicket[];
    risks: { id: string; related_ticket_ids: string[] }[];
    open_questions: { id: string; related_ticket_ids: string[] }[];
  },
  options: { ticketCount: number | null; maxTicketCount: number; includeEpics: boolean },
): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };

  const placeOf = new Map(wire.tickets.map((ticket, place) => [ticket.external_id, place]));
  expect(placeOf.size === wire.tickets.length, "ids repeat");
  for (const [place, ticket] of wire.tickets.entries()) {
    const id = ticket.external_id;
    expect(id === `SPEC-${place + 1}`, `${id} stands in place ${place + 1}`);
    expect(new Set(ticket.dependencies).size === ticket.dependencies.length, `${id} repeats a dependency`);
    // Earlier in the list is stricter than acyclic: it rules out unknown ids, itself, and circles as well.
    for (const other of ticket.dependencies) expect((placeOf.get(other) ?? 99) < place, `${id} stands before ${other}`);
    expect(options.includeEpics || ticket.ticket_type !== "epic", `${id} is an epic that nobody asked for`);
    if (ticket.parent_external_id === null) continue;
    const parentPlace = placeOf.get(ticket.parent_external_id) ?? 99;
    expect(parentPlace < place, `${id} stands before its parent`);
    expect(wire.tickets[parentPlace]?.ticket_type === "epic", `the parent of ${id} is no epic`);
    expect(ticket.ticket_type !== "epic", `${id} is an epic with a parent`);
  }
  for (const [prefix, items] of [["RISK", wire.risks] as const, ["Q", wire.open_questions] as const]) {
    for (const [place, item] of items.entries()) {
      expect(item.id === `${prefix}-${place + 1}`, `${item.id} stands in place ${place + 1}`);
      expect(new Set(item.related_ticket_ids).size === item.related_ticket_ids.length, `${item.id} repeats a ticket`);
      for (const id of item.related_ticket_ids) expect(placeOf.has(id), `${item.id} names an unknown ticket`);
    }
  }
  expect(wire.tickets.length <= options.maxTicketCount, "more tickets than the maximum");
  expect(options.ticketCount === null || wire.tickets.length === options.ticketCount, "not the wanted number");
  return faults;
}

import { type Coverage, coverageOf, type TicketsResult } from "@tessera/core/generation";
import { requirementsOf } from "./found.ts";

export type Ticket = TicketsResult["tickets"][number];

/** A ticket that says nothing of any spec; its place in the list gives it its id. */
export function makeResultTicket(overrides: Partial<Ticket> = {}): Omit<Ticket, "externalId"> {
  return {
    ticketType: "task",
    title: "Paint the bike shed",
    description: "Green is fine.",
    acceptanceCriteria: ["Nobody complains"],
    labels: [],
    dependencies: [],
    storyPoints: null,
    priority: null,
    parentExternalId: null,
    metadata: {},
    ...overrides,
  };
}

export function makeResult(tickets: readonly Omit<Ticket, "externalId">[]): TicketsResult {
  return {
    jobId: "0198b0f0-0000-7000-8000-000000000001",
    source: { title: "Spec", summary: "A spec." },
    tickets: tickets.map((ticket, at) => ({ ...ticket, externalId: `SPEC-${at + 1}` })),
    risks: [],
    openQuestions: [],
    generation: { model: "test", durationMs: 1, promptTokens: null, completionTokens: null, finishReason: "stop" },
  };
}

/** `source_refs` that name requirements. */
export function naming(...ids: string[]): Ticket["metadata"] {
  return { source_refs: ids.map((requirement) => ({ requirement, section: "s1", start: 0, end: 1 })) };
}

/** `source_refs` that cite the whole spec. */
export function citing(spec: string): Ticket["metadata"] {
  return { source_refs: [{ section: "s1", start: 0, end: spec.length }] };
}

export function coverageOfTickets(
  spec: string,
  tickets: readonly Omit<Ticket, "externalId">[],
  notCovered: readonly { requirement: string; reason: string }[] = [],
): Coverage {
  return coverageOf({ requirements: requirementsOf(spec), result: makeResult(tickets), spec, notCovered });
}

/** What became of each requirement, as "SPEC-1 SPEC-2 by reference" or its reason. */
export function fatesOf({ requirements }: Coverage): string[] {
  return requirements.map(({ by, tickets, reason }) => (by ? `${tickets.join(" ")} by ${by}` : (reason ?? "")));
}

import type { ChangeLog } from "./changes.ts";
import { topologicalOrder } from "./order.ts";
import type { GenerationPlan } from "./plan/index.ts";
import { waitsFor } from "./problems.ts";
import type { RepairedDraft, RepairedTicket } from "./repair.ts";
import { type GenerationRun, TicketsResult } from "./result.ts";
import { sourceRefs } from "./source-refs.ts";
import { shorten, tidyLine } from "./text.ts";

const sourceTitleLimit = 160;

/**
 * A draft without problems as the result that callers get: epics before their children, dependencies before their
 * dependents, and every id, version and job id written here, never by a model (TF-46, D11). Undefined where it does not
 * satisfy the contract after all, which is a bug and never a result.
 */
export function toResult(
  draft: RepairedDraft,
  input: { jobId: string; title: string; run: GenerationRun; plan: GenerationPlan },
  log: ChangeLog,
): TicketsResult | undefined {
  const { order } = topologicalOrder(waitsFor(draft));
  noteMoved(draft, order, log);
  const externalIds = new Map(order.map((position, index) => [position, `SPEC-${index + 1}`]));
  const idsOf = (positions: readonly number[]): (string | undefined)[] => positions.map((at) => externalIds.get(at));

  const toTicket = (ticket: RepairedTicket, externalId: string | undefined): unknown => ({
    externalId,
    ticketType: ticket.type,
    title: ticket.title,
    description: ticket.description,
    acceptanceCriteria: ticket.acceptanceCriteria,
    labels: ticket.labels,
    dependencies: idsOf(ticket.dependsOn),
    storyPoints: ticket.storyPoints,
    priority: ticket.priority,
    parentExternalId: typeof ticket.epic === "number" ? externalIds.get(ticket.epic) : null,
    metadata: metadataOf(ticket, input.plan),
  });

  return TicketsResult.safeParse({
    jobId: input.jobId,
    source: { title: shorten(tidyLine(input.title) || "Untitled", sourceTitleLimit), summary: draft.summary },
    tickets: order.flatMap((position) => {
      const ticket = draft.tickets[position];
      return ticket ? [toTicket(ticket, externalIds.get(position))] : [];
    }),
    risks: draft.risks.map(({ tickets, ...risk }, index) => ({
      id: `RISK-${index + 1}`,
      ...risk,
      relatedTicketIds: idsOf(tickets),
    })),
    openQuestions: draft.openQuestions.map(({ tickets, ...question }, index) => ({
      id: `Q-${index + 1}`,
      ...question,
      relatedTicketIds: idsOf(tickets),
    })),
    generation: input.run,
  }).data;
}

/** Tickets whose number in the result is not their position in the answer; references follow them (D4). */
function noteMoved(draft: RepairedDraft, order: readonly number[], log: ChangeLog): void {
  for (const [index, place] of order.entries()) {
    const position = draft.tickets[place]?.position;
    if (position !== undefined && position !== index) log.about(position)("ref", "renumbered", `SPEC-${index + 1}`);
  }
}

/** An open record that goes out as it is, so its keys are those of the wire. */
function metadataOf(ticket: RepairedTicket, plan: GenerationPlan): Record<string, unknown> {
  const refs = sourceRefs(ticket, plan);
  return {
    ...(ticket.component !== "" && { component: ticket.component }),
    ...(ticket.milestone !== "" && { suggested_milestone: ticket.milestone }),
    ...(ticket.confidence !== null && { confidence: ticket.confidence }),
    ...(refs.length > 0 && { source_refs: refs }),
  };
}

import type { Draft, DraftTicket, Priority, TicketType } from "./draft.ts";
import { criteriaLimits, type GenerationOptions } from "./options.ts";
import { type References, readReferences } from "./references.ts";
import { plainTitle, shorten, tidyLine, tidyText } from "./text.ts";
import { meansNothing, priorityFor, typeFor } from "./vocabulary.ts";

const titleLimit = 120;
const labelLimit = 40;
const storyPointsLimit = 100;

/** How far from a whole number story points may be and still mean it. */
const wholeTolerance = 0.001;

/** A ticket with every text, word and number in bounds or empty. Other tickets are named by their position. */
export interface RepairedTicket {
  type: TicketType | undefined;
  title: string;
  description: string;
  acceptanceCriteria: string[];
  labels: string[];
  dependsOn: number[];
  /** Undefined: there is one, but it is not in the draft. */
  epic: number | null | undefined;
  storyPoints: number | null;
  /** Undefined: there is one, but it is no word of ours. */
  priority: Priority | null | undefined;
  component: string;
  milestone: string;
  confidence: number | null;
  sources: DraftTicket["sources"];
}

export interface RepairedDraft {
  summary: string;
  tickets: RepairedTicket[];
  risks: { description: string; severity: Priority | undefined; tickets: number[] }[];
  openQuestions: { question: string; tickets: number[] }[];
  /** Tickets that have one `ref` although something refers to it. */
  sharedRefs: number[][];
}

/**
 * Mends what code can mend without a guess (TF-47, D4, D6). Nothing valid is dropped: what remains wrong stays empty or
 * undefined, and `findProblems` asks the model for it.
 */
export function repairDraft(draft: Draft, options: GenerationOptions): RepairedDraft {
  const references = readReferences(draft);
  return {
    summary: tidyText(draft.summary),
    tickets: draft.tickets.map((ticket, position) => repairTicket(ticket, position, references, options)),
    risks: draft.risks
      .map((risk) => ({
        description: tidyText(risk.description),
        severity: priorityFor(risk.severity),
        tickets: references.positions(risk.tickets),
      }))
      .filter((risk) => risk.description !== ""),
    openQuestions: draft.openQuestions
      .map((question) => ({
        question: tidyText(question.question),
        tickets: references.positions(question.tickets),
      }))
      .filter((question) => question.question !== ""),
    sharedRefs: references.shared,
  };
}

function repairTicket(
  ticket: DraftTicket,
  position: number,
  references: References,
  options: GenerationOptions,
): RepairedTicket {
  return {
    type: typeFor(ticket.type),
    title: shorten(plainTitle(ticket.title), titleLimit),
    description: tidyText(ticket.description),
    acceptanceCriteria: joinSurplus(tidyList(ticket.acceptanceCriteria), criteriaLimits[options.outputDetail]),
    labels: unique(tidyList(ticket.labels).map((label) => shorten(label, labelLimit))),
    dependsOn: references.positions(ticket.dependsOn).filter((other) => other !== position),
    epic: references.position(ticket.epic),
    storyPoints: wholePoints(ticket.storyPoints),
    priority: meansNothing(ticket.priority) ? null : priorityFor(ticket.priority),
    component: tidyLine(ticket.component ?? ""),
    milestone: tidyLine(ticket.milestone ?? ""),
    confidence: ticket.confidence == null ? null : Math.min(1, Math.max(0, ticket.confidence)),
    sources: ticket.sources,
  };
}

function tidyList(texts: readonly string[]): string[] {
  return unique(texts.map(tidyLine).filter((text) => text !== ""));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** More criteria than the detail allows are joined with their neighbours, evenly, so that none is lost (TF-49). */
function joinSurplus(criteria: string[], limit: number): string[] {
  if (criteria.length <= limit) return criteria;
  return Array.from({ length: limit }, (_item, group) => {
    const start = Math.floor((group * criteria.length) / limit);
    const end = Math.floor(((group + 1) * criteria.length) / limit);
    return criteria.slice(start, end).map(withoutFullStop).join("; ");
  });
}

function withoutFullStop(text: string): string {
  return text.replace(/[.;]$/, "");
}

/** Points that are not a whole number of the scale say nothing: 0, 1.5 and 1000 become null (D6). */
function wholePoints(points: number | null): number | null {
  if (points === null) return null;
  const whole = Math.round(points);
  const fits = Math.abs(points - whole) <= wholeTolerance && whole >= 1 && whole <= storyPointsLimit;
  return fits ? whole : null;
}

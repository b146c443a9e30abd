import type { ChangeLog, Note } from "./changes.ts";
import type { Draft, DraftTicket, Priority, TicketType } from "./draft.ts";
import type { GenerationOptions } from "./options.ts";
import type { GenerationPlan } from "./plan/index.ts";
import { type References, readReferences, sharedRefs } from "./references.ts";
import {
  repairCriteria,
  repairDescription,
  repairLabels,
  repairLine,
  repairSummary,
  repairText,
  repairTitle,
} from "./repair-text.ts";
import {
  type Gap,
  type Places,
  placesOf,
  repairCovers,
  repairGaps,
  repairSources,
  type SourceRange,
} from "./repair-trace.ts";
import { meansNothing, priorityFor, severityFor, typeFor } from "./vocabulary.ts";

const storyPointsLimit = 100;

/** How far from a whole number story points may be and still mean it. */
const wholeTolerance = 0.001;

/** A ticket with every text, word and number in bounds or empty. Other tickets are named by their position. */
export interface RepairedTicket {
  /** Where it stands in the answer, from 0: also after others were left out. */
  position: number;
  type: TicketType;
  title: string;
  description: string;
  acceptanceCriteria: string[];
  labels: string[];
  dependsOn: number[];
  epic: number | null;
  storyPoints: number | null;
  priority: Priority | null;
  component: string;
  milestone: string;
  confidence: number | null;
  sources: SourceRange[];
  covers: string[];
}

export interface RepairedDraft {
  summary: string;
  tickets: RepairedTicket[];
  risks: { description: string; severity: Priority; tickets: number[] }[];
  openQuestions: { question: string; tickets: number[] }[];
  notCovered: Gap[];
  /** Tickets that have one `ref` although something refers to it. */
  sharedRefs: number[][];
}

interface Facts {
  options: GenerationOptions;
  places: Places;
  references: References;
  /** Positions of the tickets that others name as their epic. */
  parents: ReadonlySet<number | null | undefined>;
}

/**
 * Mends what code can mend (TF-47, D4, D6), and notes what it did: one more call costs as much as the first. Nothing valid
 * is dropped: what remains wrong stays empty, and the rules for drafts ask the model for it.
 */
export function repairDraft(
  draft: Draft,
  { title, options, plan, log }: { title: string; options: GenerationOptions; plan: GenerationPlan; log: ChangeLog },
): RepairedDraft {
  const references = readReferences(draft.tickets);
  const places = placesOf(plan);
  const note = log.about(null);
  const parents = new Set(draft.tickets.map(({ epic }) => references.position(epic, "epic", ignore)));
  const tickets = draft.tickets.map((ticket, position) =>
    repairTicket(ticket, position, { options, places, references, parents }, log.about(position)),
  );
  return {
    summary: repairSummary(draft.summary, title, note),
    tickets,
    risks: draft.risks.flatMap((risk) => {
      const description = repairText(risk.description, "risks", note);
      if (description === "") note("risks", "empty_dropped");
      const severity =
        wordFor(risk.severity, severityFor, "risks.severity", note) ?? filledIn("medium", "risks.severity", note);
      const related = references.positions(risk.tickets, "risks.tickets", note);
      return description === "" ? [] : [{ description, severity, tickets: related }];
    }),
    openQuestions: draft.openQuestions.flatMap((open) => {
      const question = repairText(open.question, "openQuestions", note);
      if (question === "") note("openQuestions", "empty_dropped");
      const related = references.positions(open.tickets, "openQuestions.tickets", note);
      return question === "" ? [] : [{ question, tickets: related }];
    }),
    notCovered: repairGaps(draft.notCovered, places, new Set(tickets.flatMap(({ covers }) => covers)), note),
    sharedRefs: sharedRefs(draft),
  };
}

function repairTicket(ticket: DraftTicket, position: number, facts: Facts, note: Note): RepairedTicket {
  const { options, places, references, parents } = facts;
  const dependsOn = references.positions(ticket.dependsOn, "dependsOn", note);
  if (dependsOn.includes(position)) note("dependsOn", "self_dropped");
  return {
    position,
    type:
      wordFor(ticket.type, typeFor, "type", note) ?? filledIn(parents.has(position) ? "epic" : "task", "type", note),
    title: repairTitle(ticket.title, note),
    description: repairDescription(ticket.description, options.outputDetail, note),
    acceptanceCriteria: repairCriteria(ticket.acceptanceCriteria, options.outputDetail, note),
    labels: repairLabels(ticket.labels, note),
    dependsOn: dependsOn.filter((other) => other !== position),
    epic: references.position(ticket.epic, "epic", note) ?? dropped(ticket.epic, "epic", note),
    storyPoints: wholePoints(ticket.storyPoints, note),
    priority:
      wordFor(ticket.priority ?? "", priorityFor, "priority", note) ?? dropped(ticket.priority, "priority", note),
    component: repairLine(ticket.component ?? "", "component", note),
    milestone: repairLine(ticket.milestone ?? "", "milestone", note),
    confidence: confidenceIn(ticket.confidence ?? null, note),
    sources: repairSources(ticket.sources, places, note),
    covers: repairCovers(ticket.covers, places, note),
  };
}

/** A word of ours for the model's; noted where it was another one. */
function wordFor<Word extends string>(
  written: string,
  find: (written: string) => Word | undefined,
  field: string,
  note: Note,
): Word | undefined {
  const word = find(written);
  if (word !== undefined && word !== written) note(field, "mapped");
  return word;
}

function filledIn<Word extends string>(word: Word, field: string, note: Note): Word {
  note(field, "filled_in");
  return word;
}

/** Null, noted where it takes the place of something. */
function dropped(written: string | null, field: string, note: Note): null {
  if (!meansNothing(written)) note(field, "unknown_dropped");
  return null;
}

/** What is only looked at is not changed. */
const ignore: Note = () => undefined;

/** Points that are not a whole number of the scale say nothing: 1.5 and 1000 become null (D6), and so does 0, "none". */
function wholePoints(points: number | null, note: Note): number | null {
  if (points === null || points === 0) return null;
  const whole = Math.round(points);
  if (Math.abs(points - whole) > wholeTolerance || whole < 1 || whole > storyPointsLimit) {
    note("storyPoints", "out_of_range_dropped");
    return null;
  }
  if (whole !== points) note("storyPoints", "mapped");
  return whole;
}

function confidenceIn(confidence: number | null, note: Note): number | null {
  if (confidence === null) return null;
  const clamped = Math.min(1, Math.max(0, confidence));
  if (clamped !== confidence) note("confidence", "clamped");
  return clamped;
}

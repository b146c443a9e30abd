import { criteriaMinimums, type GenerationOptions } from "./options.ts";
import { topologicalOrder } from "./order.ts";
import { demand, missing, type Problem, wrong } from "./problem.ts";
import { copiedCriteria, genericTitle, sameTitles } from "./quality.ts";
import type { RepairedDraft, RepairedTicket } from "./repair.ts";

/** What a draft is held against, beside itself. */
export interface RuleFacts {
  options: GenerationOptions;
  /** Ids of the requirements that it must answer for. */
  requirements: readonly string[];
  /** Whether a text holds what no answer may hold: our rules, or a mark (L3). */
  leaks(text: string): boolean;
}

/**
 * `hard`: without it there is no result. `firm`: worth a call while one is left, and accepted and recorded after that.
 * `soft`: the model is asked for it together with others; where nothing else is wrong it is accepted and recorded, since
 * one more call costs as much as the first.
 */
interface Rule {
  severity: "hard" | "firm" | "soft";
  find(draft: RepairedDraft, facts: RuleFacts): Problem[];
}

/**
 * What must be true of a draft before it becomes a result (TF-46, TF-49), by name. A sentence holds numbers and our own
 * words only: nothing of the spec, nothing of the answer (L3).
 */
export const draftRules = {
  ticketsPresent: hard((draft) => demand("The draft needs at least one ticket.", draft.tickets.length > 0)),
  ticketCountMet: hard(({ tickets }, { options: { ticketCount } }) =>
    demand(
      `Write exactly ${ticketCount} tickets, epics included. The draft has ${tickets.length}.`,
      ticketCount === null || tickets.length === ticketCount,
    ),
  ),
  ticketLimitKept: hard(({ tickets }, { options: { maxTicketCount } }) =>
    demand(
      `Write at most ${maxTicketCount} tickets, epics included. The draft has ${tickets.length}.`,
      tickets.length <= maxTicketCount,
    ),
  ),
  nothingLeaked: hard((draft, { leaks }) => [
    ...demand(
      "The answer repeats the rules or a mark of the request: write nothing but what the specification is about.",
      ![draft.summary, ...textsBeside(draft)].some(leaks),
    ),
    ...wrong(
      "No ticket may repeat the rules or a mark of the request.",
      placesWhere(draft, (ticket) => leaks(textOf(ticket))),
    ),
  ]),
  titlePresent: eachTicket("Every ticket needs a non-empty title.", (ticket) => ticket.title !== ""),
  descriptionPresent: eachTicket("Every ticket needs a non-empty description.", (ticket) => ticket.description !== ""),
  criteriaPresent: eachTicket(
    "Every ticket needs at least one acceptance criterion, written as a string.",
    (ticket) => ticket.acceptanceCriteria.length > 0,
  ),
  refsUnambiguous: hard((draft) =>
    draft.sharedRefs.flatMap((positions) => wrong("A ref that others refer to must belong to one ticket.", positions)),
  ),
  epicsAllowed: eachTicket(
    "Epics are not wanted: write no ticket of type epic.",
    (ticket, _draft, { options }) => options.includeEpics || ticket.type !== "epic",
  ),
  parentsAllowed: eachTicket(
    "Epics are not wanted: leave the epic of every ticket empty.",
    (ticket, _draft, { options }) => options.includeEpics || ticket.epic === null,
  ),
  parentIsEpic: eachTicket("The epic of a ticket must be a ticket of type epic.", (ticket, draft) => {
    const parent = ticket.epic === null ? undefined : draft.tickets[ticket.epic];
    return parent === undefined || parent.type === "epic";
  }),
  epicHasNoParent: eachTicket(
    "An epic belongs to no other epic: leave its own epic empty.",
    (ticket) => ticket.type !== "epic" || ticket.epic === null,
  ),
  noCircle: hard((draft) =>
    wrong(
      "Tickets must not wait for each other in a circle. A ticket waits for what it depends on, and for its epic.",
      topologicalOrder(waitsFor(draft)).circle,
    ),
  ),
  criteriaEnough: soft((draft, { options: { outputDetail } }) =>
    wrong(
      `Every ticket needs at least ${criteriaMinimums[outputDetail]} acceptance criteria.`,
      placesWhere(draft, ({ acceptanceCriteria: { length } }) => length > 0 && length < criteriaMinimums[outputDetail]),
    ),
  ),
  criteriaOwn: soft((draft) =>
    wrong("The acceptance criteria of a ticket must not all be those of another one.", copiedCriteria(draft.tickets)),
  ),
  titlesDistinct: firm((draft) =>
    sameTitles(draft.tickets).flatMap((places) => wrong("Every ticket needs a title of its own.", places)),
  ),
  titlesSpecific: soft((draft) =>
    wrong(
      "A title must say what is to be done to what, not only the kind of work.",
      placesWhere(draft, ({ title }) => genericTitle(title)),
    ),
  ),
  requirementsAnswered: soft((draft, { requirements }) => missing(unanswered(draft, requirements))),
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof draftRules;

/** Everything that is wrong with a repaired draft, by severity; empty where it can become a result. */
export function findProblems(
  draft: RepairedDraft,
  facts: RuleFacts,
): { rule: string; severity: Rule["severity"]; problem: Problem }[] {
  const rules: [string, Rule][] = Object.entries(draftRules);
  return rules.flatMap(([rule, { severity, find }]) =>
    find(draft, facts).map((problem) => ({ rule, severity, problem })),
  );
}

/** For each ticket, the positions of those that must stand before it: its dependencies, and its epic. */
export function waitsFor({ tickets }: { tickets: readonly Pick<RepairedTicket, "dependsOn" | "epic">[] }): number[][] {
  return tickets.map(({ dependsOn, epic }) => (typeof epic === "number" ? [...dependsOn, epic] : dependsOn));
}

function hard(find: Rule["find"]): Rule {
  return { severity: "hard", find };
}

function firm(find: Rule["find"]): Rule {
  return { severity: "firm", find };
}

function soft(find: Rule["find"]): Rule {
  return { severity: "soft", find };
}

function eachTicket(
  sentence: string,
  holds: (ticket: RepairedTicket, draft: RepairedDraft, facts: RuleFacts) => boolean,
): Rule {
  return hard((draft, facts) =>
    wrong(
      sentence,
      placesWhere(draft, (ticket) => !holds(ticket, draft, facts)),
    ),
  );
}

function placesWhere({ tickets }: RepairedDraft, is: (ticket: RepairedTicket) => boolean): number[] {
  return [...tickets.entries()].flatMap(([place, ticket]) => (is(ticket) ? [place] : []));
}

function unanswered(draft: RepairedDraft, requirements: readonly string[]): string[] {
  const answered = new Set([
    ...draft.tickets.flatMap(({ covers }) => covers),
    ...draft.notCovered.map(({ requirement }) => requirement),
  ]);
  return requirements.filter((id) => !answered.has(id));
}

/** All that a ticket says: a text that is split over its fields is found as well. */
function textOf({ title, description, acceptanceCriteria, labels, component, milestone }: RepairedTicket): string {
  return [title, description, ...acceptanceCriteria, ...labels, component, milestone].join(" ");
}

function textsBeside({ risks, openQuestions, notCovered }: RepairedDraft): string[] {
  return [
    ...risks.map(({ description }) => description),
    ...openQuestions.map(({ question }) => question),
    ...notCovered.map(({ reason }) => reason),
  ];
}

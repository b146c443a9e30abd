import type { GenerationOptions } from "./options.ts";
import { topologicalOrder } from "./order.ts";
import type { RepairedDraft, RepairedTicket } from "./repair.ts";

/** What must be true of a draft before it becomes a result. Answers sentences that a model can act on. */
type Rule = (draft: RepairedDraft, options: GenerationOptions) => string[];

/** More positions than this help nobody. */
const namedPositionsLimit = 10;

/** TF-46, by name. A sentence holds numbers and our own words only: nothing of the spec, nothing of the answer (L3). */
export const draftRules = {
  summaryPresent: (draft) => demand("The draft needs a non-empty summary.", draft.summary !== ""),
  ticketsPresent: (draft) => demand("The draft needs at least one ticket.", draft.tickets.length > 0),
  ticketCountMet: ({ tickets }, { ticketCount }) =>
    demand(
      `Write exactly ${ticketCount} tickets, epics included. The draft has ${tickets.length}.`,
      ticketCount === null || tickets.length === ticketCount,
    ),
  ticketLimitKept: ({ tickets }, { maxTicketCount }) =>
    demand(
      `Write at most ${maxTicketCount} tickets, epics included. The draft has ${tickets.length}.`,
      tickets.length <= maxTicketCount,
    ),
  titlePresent: eachTicket("Every ticket needs a non-empty title.", (ticket) => ticket.title !== ""),
  descriptionPresent: eachTicket("Every ticket needs a non-empty description.", (ticket) => ticket.description !== ""),
  typeKnown: eachTicket(
    "The type of a ticket must be epic, story, task, bug or spike.",
    (ticket) => ticket.type !== undefined,
  ),
  criteriaPresent: eachTicket(
    "Every ticket needs at least one acceptance criterion, written as a string.",
    (ticket) => ticket.acceptanceCriteria.length > 0,
  ),
  priorityKnown: eachTicket(
    "The priority of a ticket must be low, medium, high, critical or null.",
    (ticket) => ticket.priority !== undefined,
  ),
  severityKnown: (draft) =>
    demand(
      "The severity of every risk must be low, medium, high or critical.",
      draft.risks.every((risk) => risk.severity !== undefined),
    ),
  refsUnambiguous: (draft) =>
    draft.sharedRefs.flatMap((positions) => wrong("A ref that others refer to must belong to one ticket.", positions)),
  epicsAllowed: eachTicket(
    "Epics are not wanted: write no ticket of type epic.",
    (ticket, _draft, options) => options.includeEpics || ticket.type !== "epic",
  ),
  parentsAllowed: eachTicket(
    "Epics are not wanted: the epic of every ticket must be null.",
    (ticket, _draft, options) => options.includeEpics || ticket.epic === null,
  ),
  parentExists: eachTicket(
    "The epic of a ticket must be null or the ref of one ticket of the draft.",
    (ticket, _draft, options) => !options.includeEpics || ticket.epic !== undefined,
  ),
  parentIsEpic: eachTicket("The epic of a ticket must be a ticket of type epic.", (ticket, draft) => {
    const parent = typeof ticket.epic === "number" ? draft.tickets[ticket.epic] : undefined;
    return parent === undefined || parent.type === "epic";
  }),
  epicHasNoParent: eachTicket(
    "An epic belongs to no other epic: its own epic must be null.",
    (ticket) => ticket.type !== "epic" || ticket.epic === null,
  ),
  noCircle: (draft) =>
    wrong(
      "Tickets must not wait for each other in a circle. A ticket waits for what it depends on, and for its epic.",
      topologicalOrder(waitsFor(draft)).circle,
    ),
} as const satisfies Record<string, Rule>;

/** Everything that is wrong with a repaired draft; empty where it can become a result. */
export function findProblems(draft: RepairedDraft, options: GenerationOptions): string[] {
  const rules: Rule[] = Object.values(draftRules);
  return rules.flatMap((rule) => rule(draft, options));
}

/** For each ticket, the positions of those that must stand before it: its dependencies, and its epic. */
export function waitsFor(draft: RepairedDraft): number[][] {
  return draft.tickets.map(({ dependsOn, epic }) => (typeof epic === "number" ? [...dependsOn, epic] : dependsOn));
}

function eachTicket(
  sentence: string,
  holds: (ticket: RepairedTicket, draft: RepairedDraft, options: GenerationOptions) => boolean,
): Rule {
  return (draft, options) => {
    const positions = [...draft.tickets.keys()].filter((position) => {
      const ticket = draft.tickets[position];
      return ticket !== undefined && !holds(ticket, draft, options);
    });
    return wrong(sentence, positions);
  };
}

function demand(sentence: string, holds: boolean): string[] {
  return holds ? [] : [sentence];
}

function wrong(sentence: string, positions: readonly number[]): string[] {
  if (positions.length === 0) return [];
  const named = positions.slice(0, namedPositionsLimit).map((position) => position + 1);
  const others = positions.length - named.length;
  return [`${sentence} Wrong in ticket ${named.join(", ")}${others > 0 ? ` and ${others} more` : ""}.`];
}

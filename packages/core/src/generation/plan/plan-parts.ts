import type { Draft, DraftTicket } from "../draft.ts";
import { createExcerptReader, type ExcerptReader } from "../excerpts.ts";
import type { OutputDetail } from "../options.ts";
import { firstOf, lengthOf, mergeRanges, subtractRanges } from "../ranges.ts";
import type { GenerationPlan, Part, Range } from "./generation-plan.ts";

/** More tickets in one answer than this come out shallow, or do not come out whole. */
const ticketsInPart: Record<OutputDetail, number> = { compact: 12, standard: 8, detailed: 5 };

/** An epic holds its section together; what the section says is its tickets' to write. */
const epicTextLength = 1_500;

/** What a ticket is written from. */
interface Need {
  ref: string;
  /** The requirements that it covers: shown before anything else. */
  ranges: Range[];
  requirements: string[];
  omitted: Range[];
}

type LongPlan = Pick<GenerationPlan, "sections" | "requirements"> & { skeleton: Draft; promptBudget: number };

/** Packs the skeleton's tickets into parts, an epic's beside each other, so that the text of each part fits a call. */
export function planParts(plan: LongPlan, detail: OutputDetail): Part[] {
  const reader = createExcerptReader(plan);
  const parts: Part[] = [];
  for (const ticket of inGroups(plan.skeleton.tickets)) {
    const need = needOf(ticket, plan, reader);
    const last = parts.at(-1);
    const ranges = mergeRanges([...(last?.ranges ?? []), ...need.ranges]);
    const fits = last && last.tickets.length < ticketsInPart[detail];
    if (fits && reader.length(ranges) <= plan.promptBudget) {
      last.tickets.push(need.ref);
      last.ranges = ranges;
      last.requirements.push(...need.requirements);
      last.omitted.push(...need.omitted);
    } else {
      parts.push({ ...need, tickets: [need.ref] });
    }
  }
  return parts.map((part) => ({
    tickets: part.tickets,
    ranges: part.ranges,
    requirements: [...new Set(part.requirements)],
    omitted: subtractRanges(mergeRanges(part.omitted), part.ranges),
  }));
}

/** Each epic with its tickets, then the tickets of none. */
function inGroups(tickets: readonly DraftTicket[]): DraftTicket[] {
  const epics = tickets.filter(({ type }) => type === "epic");
  const grouped = epics.flatMap((epic) => [epic, ...tickets.filter((ticket) => ticket.epic === epic.ref)]);
  return [...new Set([...grouped, ...tickets])];
}

function needOf(ticket: DraftTicket, plan: LongPlan, reader: ExcerptReader): Need {
  const covers = new Set(ticket.covers);
  const requirements = plan.requirements.filter(({ id }) => covers.has(id));
  const sources = mergeRanges(ticket.sources);
  if (ticket.type === "epic") {
    const ranges = fitting([], firstOf(sources, epicTextLength), plan.promptBudget, reader);
    return { ref: ticket.ref, ranges, requirements: [], omitted: [] };
  }
  const first = mergeRanges(requirements);
  const ranges = fitting(first, subtractRanges(sources, first), plan.promptBudget, reader);
  return {
    ref: ticket.ref,
    ranges,
    requirements: requirements.map(({ id }) => id),
    omitted: subtractRanges(mergeRanges([...first, ...sources]), ranges),
  };
}

/** All of both where it fits; otherwise the first ones, and as much of the others as fits with them. */
function fitting(first: readonly Range[], others: readonly Range[], budget: number, reader: ExcerptReader): Range[] {
  const within = (room: number): Range[] =>
    mergeRanges([...firstOf(first, room), ...firstOf(others, room - lengthOf(first))]);
  let [low, high] = [0, lengthOf(first) + lengthOf(others)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (reader.length(within(middle)) <= budget) low = middle;
    else high = middle - 1;
  }
  return within(low);
}

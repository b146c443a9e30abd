import type { Draft, DraftTicket } from "../draft.ts";
import { createExcerptReader, type ExcerptReader } from "../excerpts.ts";
import type { OutputDetail } from "../options.ts";
import { requirementSize, roomForPart, ticketSize } from "../prompt/index.ts";
import { firstOf, lengthOf, mergeRanges, subtractRanges } from "../ranges.ts";
import type { Requirement } from "../trace/index.ts";
import type { GenerationPlan, Part, Range } from "./generation-plan.ts";

/** More tickets in one answer than this come out shallow, or do not come out whole. */
const ticketsInPart: Record<OutputDetail, number> = { compact: 12, standard: 8, detailed: 5 };

/** An epic holds its section together; what the section says is its tickets' to write. */
const epicTextLength = 1_500;

/** A ticket's list of requirements takes this much of its part at most: what they say stands in the passages. */
const listShare = 1 / 3;

/** What a ticket is written from. */
interface Need {
  ref: string;
  /** The requirements that it covers: shown before anything else. */
  ranges: Range[];
  requirements: string[];
  omitted: Range[];
  /** What it takes of a prompt beside its passages. */
  size: number;
}

interface LongPlan extends Pick<GenerationPlan, "sections" | "requirements"> {
  title: string;
  spec: string;
  skeleton: Draft;
  promptBudget: number;
}

/** Packs the skeleton's tickets into parts, an epic's beside each other, so that the prompt of each part fits a call. */
export function planParts(plan: LongPlan, detail: OutputDetail): Part[] {
  const reader = createExcerptReader(plan, plan.spec);
  const room = roomForPart(plan.title, plan.skeleton.tickets, plan.promptBudget);
  const parts: (Omit<Need, "ref"> & { tickets: string[] })[] = [];
  for (const ticket of inGroups(plan.skeleton.tickets)) {
    const need = needOf(ticket, plan, room, reader);
    const last = parts.at(-1);
    const ranges = mergeRanges([...(last?.ranges ?? []), ...need.ranges]);
    const isSmall = last && last.tickets.length < ticketsInPart[detail];
    if (isSmall && reader.size(ranges) + last.size + need.size <= room) {
      last.tickets.push(need.ref);
      last.ranges = ranges;
      last.requirements.push(...need.requirements);
      last.omitted.push(...need.omitted);
      last.size += need.size;
    } else {
      const { ref, ...others } = need;
      parts.push({ ...others, tickets: [ref] });
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

function needOf(ticket: DraftTicket, plan: LongPlan, room: number, reader: ExcerptReader): Need {
  const { ref } = ticket;
  const sources = mergeRanges(ticket.sources);
  const own = ticketSize(ticket);
  if (ticket.type === "epic") {
    const ranges = fitting([], firstOf(sources, epicTextLength), room - own, reader);
    return { ref, ranges, requirements: [], omitted: [], size: own };
  }
  const covers = new Set(ticket.covers);
  const covered = plan.requirements.filter(({ id }) => covers.has(id));
  const listed = firstThatFit(covered, (room - own) * listShare, plan.spec);
  const first = mergeRanges(listed.requirements);
  const all = mergeRanges([...covered, ...sources]);
  const size = own + listed.size;
  const ranges = fitting(first, subtractRanges(all, first), room - size, reader);
  const requirements = listed.requirements.map(({ id }) => id);
  return { ref, ranges, requirements, omitted: subtractRanges(all, ranges), size };
}

function firstThatFit(requirements: readonly Requirement[], room: number, spec: string) {
  const fitting: Requirement[] = [];
  let size = 0;
  for (const requirement of requirements) {
    const next = size + requirementSize(requirement, spec);
    if (next > room) break;
    fitting.push(requirement);
    size = next;
  }
  return { requirements: fitting, size };
}

/** All of both where it fits; otherwise the first ones, and as much of the others as fits with them. */
function fitting(first: readonly Range[], others: readonly Range[], budget: number, reader: ExcerptReader): Range[] {
  const within = (room: number): Range[] =>
    mergeRanges([...firstOf(first, room), ...firstOf(others, room - lengthOf(first))]);
  let [low, high] = [0, lengthOf(first) + lengthOf(others)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (reader.size(within(middle)) <= budget) low = middle;
    else high = middle - 1;
  }
  return within(low);
}

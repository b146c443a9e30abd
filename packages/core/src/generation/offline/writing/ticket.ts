import { criterionOfTitle, type Lexicon, membersOf, type WorkItem } from "../finding/index.ts";
import { sameText } from "../grammar/index.ts";
import { criteriaLimits, type DraftTicket, type GenerationOptions } from "../types.ts";
import { askedOf } from "./asked.ts";
import { componentOf } from "./components.ts";
import { confidenceOf } from "./confidences.ts";
import { descriptionOf, type Telling } from "./describe.ts";
import { storyPoints } from "./estimates.ts";
import { labelsOf } from "./labels.ts";
import { priorityOf } from "./priorities.ts";
import { ticketType } from "./ticket-types.ts";

export interface Placement {
  ref: string;
  epic: string | null;
  dependsOn: string[];
}

export function ticketOf(item: WorkItem, place: Placement, telling: Telling, options: GenerationOptions): DraftTicket {
  const { lexicon } = telling.reading;
  const criteria = criteriaOf(item, telling, criteriaLimits[options.outputDetail]);
  return {
    ref: place.ref,
    type: ticketType(item),
    title: item.title,
    description: descriptionOf(item, telling, options.outputDetail, criteria),
    acceptanceCriteria: criteria,
    labels: labelsOf(item),
    dependsOn: place.dependsOn,
    epic: place.epic,
    storyPoints: storyPoints(item),
    priority: priorityOf(item),
    component: componentOf(item, lexicon),
    milestone: item.milestone,
    confidence: confidenceOf(item),
    sources: sourcesOf(item),
    covers: [...new Set(membersOf(item).flatMap(({ requirements }) => requirements.map(({ id }) => id)))],
  };
}

/** The item's own criteria first, then of each folded item in turn, so that none is lost behind another's list. */
function criteriaOf(item: WorkItem, { reading }: Telling, limit: number): string[] {
  const members = membersOf(item);
  const queues = members.map((member) => askedFirst(member, reading.lexicon));
  const own = members.length === 1 ? limit : Math.max(1, limit - (members.length - 1));
  const ordered = [...(queues[0]?.splice(0, own) ?? []), ...roundRobin(queues)];
  const seen = new Set([sameText(item.title)]);
  const criteria: string[] = [];
  for (const text of ordered) {
    const key = sameText(text);
    if (key === "" || seen.has(key) || criteria.length >= limit) continue;
    seen.add(key);
    criteria.push(text);
  }
  return criteria.length > 0 ? criteria : [criterionOfTitle(item.title, reading.lexicon)];
}

/** What the spec calls for stands before what it only tells; what came from another section stands last. */
function askedFirst(item: WorkItem, lexicon: Lexicon): string[] {
  const brought = new Set(item.guests.map(({ statement }) => statement));
  const known = new Set(item.criteria);
  const asked = [...askedOf(item, lexicon)];
  const own = new Set(asked.flatMap(([statement, text]) => (brought.has(statement) ? [] : [text])));
  return [
    ...item.criteria.filter((text) => own.has(text)),
    ...[...own].filter((text) => !known.has(text)),
    ...asked.flatMap(([statement, text]) => (brought.has(statement) ? [text] : [])),
    ...item.criteria.filter((text) => !own.has(text)),
  ];
}

function* roundRobin(queues: string[][]): Generator<string> {
  for (let left = true; left; ) {
    left = false;
    for (const queue of [...queues.slice(1), ...queues.slice(0, 1)]) {
      const next = queue.shift();
      if (next === undefined) continue;
      left = true;
      yield next;
    }
  }
}

/** More places than these help nobody to find where a ticket comes from. */
const mostSources = 24;

function sourcesOf(item: WorkItem): DraftTicket["sources"] {
  const sources = membersOf(item).flatMap(({ area, start, end, guests }) => [
    { section: area.section.id, start, end },
    ...guests.map((guest) => ({
      section: guest.area.section.id,
      start: guest.statement.start,
      end: guest.statement.end,
    })),
  ]);
  const byPlace = new Map(sources.map((source) => [`${source.section}:${source.start}:${source.end}`, source]));
  return [...byPlace.values()].slice(0, mostSources);
}

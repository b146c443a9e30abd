import { criterionOfTitle, membersOf, type Reading, type WorkItem } from "../finding/index.ts";
import { sameText } from "../grammar/index.ts";
import { criteriaLimits, type DraftTicket, type GenerationOptions } from "../types.ts";
import { componentOf } from "./components.ts";
import { confidenceOf } from "./confidences.ts";
import { descriptionOf } from "./describe.ts";
import type { EpicGroup } from "./epics.ts";
import { storyPoints } from "./estimates.ts";
import { kebab, labelsOf } from "./labels.ts";
import { type Priority, priorityOf } from "./priorities.ts";
import { ticketType } from "./ticket-types.ts";

export interface Placement {
  ref: string;
  epic: string | null;
  dependsOn: string[];
}

export function ticketOf(item: WorkItem, place: Placement, reading: Reading, options: GenerationOptions): DraftTicket {
  return {
    ref: place.ref,
    type: ticketType(item),
    title: item.title,
    description: descriptionOf(item, reading, options.outputDetail),
    acceptanceCriteria: criteriaOf(item, reading, criteriaLimits[options.outputDetail]),
    labels: labelsOf(item),
    dependsOn: place.dependsOn,
    epic: place.epic,
    storyPoints: storyPoints(item),
    priority: priorityOf(item),
    component: componentOf(item, reading.lexicon),
    milestone: item.milestone,
    confidence: confidenceOf(item),
    sources: sourcesOf(item),
    covers: [],
  };
}

/** The item's own criteria first, then of each folded item in turn, so that none is lost behind another's list. */
export function criteriaOf(item: WorkItem, { lexicon }: Reading, limit: number): string[] {
  const members = membersOf(item);
  const queues = members.map((member) => [...member.criteria]);
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
  return criteria.length > 0 ? criteria : [criterionOfTitle(item.title, lexicon)];
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

function sourcesOf(item: WorkItem): DraftTicket["sources"] {
  const sources = membersOf(item).map(({ area, start, end }) => ({ section: area.section.id, start, end }));
  const seen = new Set<string>();
  return sources
    .filter(
      ({ section, start, end }) => !seen.has(`${section}:${start}:${end}`) && seen.add(`${section}:${start}:${end}`),
    )
    .slice(0, 12);
}

const rank: Record<Priority, number> = { low: 0, medium: 1, high: 2, critical: 3 };

/** The epic over a group: done when its tickets are, as important as the most important of them. */
export function epicOf(
  group: EpicGroup,
  title: string,
  ref: string,
  reading: Reading,
  options: GenerationOptions,
): DraftTicket {
  const limit = criteriaLimits[options.outputDetail];
  const priorities = group.items.map(priorityOf);
  const named = group.area?.section.title || reading.subject;
  const results = group.items
    .map((item) => criteriaOf(item, reading, 1)[0] ?? "")
    .filter((text) => text !== "" && sameText(text) !== sameText(title));
  const sentence = epicSentence(title, group, reading);
  const children = !reading.lexicon.english
    ? group.items.map((item) => item.title).join("; ")
    : `It holds ${group.items.length} tickets: ${group.items.map((item) => item.title).join("; ")}.`;
  return {
    ref,
    type: "epic",
    title,
    description: options.outputDetail === "compact" ? sentence : `${sentence} ${children}`,
    acceptanceCriteria: [...new Set(results)].slice(0, limit),
    labels: group.area ? [kebab(named)].filter((label) => label !== "") : [],
    dependsOn: [],
    epic: null,
    storyPoints: null,
    priority: priorities.reduce((highest, priority) => (rank[priority] > rank[highest] ? priority : highest), "low"),
    component: null,
    milestone: null,
    confidence: 0.8,
    sources: group.area
      ? [{ section: group.area.section.id, start: group.area.section.start, end: group.area.section.end }]
      : wholeSpec(reading),
    covers: [],
  };
}

function epicSentence(title: string, group: EpicGroup, reading: Reading): string {
  if (!reading.lexicon.english) return `${title}.`;
  return group.area && group.area.section.title !== ""
    ? `${title}: everything that the section “${group.area.section.title}” of the spec asks for.`
    : `${title}: everything that the spec asks for and that belongs to no other epic.`;
}

function wholeSpec({ document }: Reading): DraftTicket["sources"] {
  return document.sections.slice(0, 1).map(({ id, start, end }) => ({ section: id, start, end }));
}

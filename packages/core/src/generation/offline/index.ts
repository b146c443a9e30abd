import type { SpecDocument } from "../document.ts";
import type { Draft, DraftTicket } from "../draft.ts";
import type { GenerationOptions } from "../options.ts";
import type { Requirement } from "../trace/index.ts";
import {
  areasOf,
  collectWork,
  isUndecided,
  membersOf,
  placeRequirements,
  type Reading,
  readLexicon,
  readStatements,
  type Subject,
  sectionName,
  subjectOf,
  type Unplaced,
  type WorkItem,
} from "./finding/index.ts";
import { sameText, topicsOf } from "./grammar/index.ts";
import {
  type EpicGroup,
  epicOf,
  epicRefs,
  epicTitles,
  planTickets,
  questionsOf,
  readBackground,
  risksOf,
  type Siblings,
  siblingsAmong,
  statedDependencies,
  summaryOf,
  type Target,
  ticketOf,
} from "./writing/index.ts";

/**
 * Writes tickets from the spec's own structure and words, without a model (TF-52). Same input, same draft. Each of the
 * requirements is covered by a ticket that says it, or is named in `notCovered` with its reason.
 */
export function draftTickets(
  document: SpecDocument,
  request: { title: string; options: GenerationOptions; requirements: readonly Requirement[] },
): Draft {
  const { reading, subject } = readDocument(document, request.title);
  const found = collectWork(reading);
  const placed = placeRequirements(found, reading, request.requirements);
  const { work, groups, unplaced: beyond } = planTickets(found, subject, reading, request.options);
  const unplaced = [...placed, ...beyond];

  const refs = new Map(work.map((item, index) => [item, `t${index + 1}`]));
  const epics = groups.map((group, index) => ({ group, ref: `e${index + 1}` }));
  const epicOfItem = epicRefs(epics);
  const waiting = statedDependencies(work);
  const telling = { reading, background: readBackground(reading, work), folded: waiting.folded };
  const titles = new Set(work.map((item) => sameText(item.title)));
  const tickets = work.map((item): DraftTicket => {
    const dependsOn = (waiting.tickets.get(item) ?? []).flatMap((before) => refs.get(before) ?? []);
    const place = { ref: refs.get(item) ?? "", epic: epicOfItem.get(item) ?? null, dependsOn };
    return ticketOf(item, place, telling, request.options);
  });
  const taken = new Set(tickets.flatMap(({ acceptanceCriteria }) => acceptanceCriteria.map(sameText)));
  const siblings = siblingsAmong(groups, subject, reading);
  const epicTickets = epics.map(({ group, ref }) =>
    epicOf(
      group,
      { ref, title: freeTitle(group, siblings, titles, { subject, reading }), unplaced: placed, taken },
      reading,
      request.options,
    ),
  );
  const targets = work.map((item) => targetOf(item, refs.get(item) ?? ""));
  return {
    summary: summaryOf(reading),
    tickets: [...epicTickets, ...tickets],
    risks: risksOf(reading, targets),
    openQuestions: questionsOf(reading, targets, isUndecided(found)),
    notCovered: notCovered(unplaced, epicTickets),
  };
}

function notCovered(unplaced: readonly Unplaced[], epics: readonly DraftTicket[]): Draft["notCovered"] {
  const reached = new Set(epics.flatMap(({ covers }) => covers));
  return unplaced.flatMap(({ requirement, reason }) => (reached.has(requirement) ? [] : [{ requirement, reason }]));
}

function readDocument(document: SpecDocument, title: string): { reading: Reading; subject: Subject } {
  const lexicon = readLexicon(document);
  const areas = areasOf(document);
  const subject = subjectOf(document, title, lexicon);
  const statements = readStatements(areas, lexicon);
  return { reading: { document, areas, statements, lexicon, subject: subject.noun, named: subject.named }, subject };
}

/** An epic's title that no other ticket has. */
function freeTitle(
  group: EpicGroup,
  siblings: Siblings,
  taken: Set<string>,
  { subject, reading }: { subject: Subject; reading: Reading },
): string {
  const wanted = epicTitles(group, siblings, subject, reading);
  const [first = subject.name] = wanted;
  const named = group.area ? sectionName(group.area) : subject.name;
  const choices = [...wanted, `${first} (${named})`, `${subject.name}: ${named}`, `${first} (${group.items.length})`];
  const title = choices.find((choice) => !taken.has(sameText(choice)) && [...choice].length <= 120) ?? first;
  taken.add(sameText(title));
  return title;
}

function targetOf(item: WorkItem, ref: string): Target {
  const members = membersOf(item);
  return {
    ref,
    topics: topicsOf(members.map((member) => member.title).join(" ")),
    areas: new Set(members.map((member) => member.area)),
    start: Math.min(...members.map((member) => member.start)),
    end: Math.max(...members.map((member) => member.end)),
  };
}

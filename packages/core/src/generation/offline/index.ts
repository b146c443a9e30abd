import type { SpecDocument } from "../document.ts";
import type { Draft, DraftTicket } from "../draft.ts";
import type { GenerationOptions } from "../options.ts";
import type { Requirement } from "../trace/index.ts";
import {
  areasOf,
  collectWork,
  membersOf,
  type Reading,
  readLexicon,
  readStatements,
  subjectOf,
  type WorkItem,
} from "./finding/index.ts";
import { sameText, topicsOf } from "./grammar/index.ts";
import {
  type EpicGroup,
  epicOf,
  epicTitle,
  planTickets,
  questionsOf,
  risksOf,
  statedDependencies,
  summaryOf,
  type Target,
  ticketOf,
} from "./writing/index.ts";

/** Writes tickets from the spec's own structure and words, without a model (TF-52). Same input, same draft. */
export function draftTickets(
  document: SpecDocument,
  request: { title: string; options: GenerationOptions; requirements: readonly Requirement[] },
): Draft {
  const lexicon = readLexicon(document);
  const areas = areasOf(document);
  const subject = subjectOf(document, request.title, lexicon);
  const reading: Reading = {
    document,
    areas,
    statements: readStatements(areas, lexicon),
    lexicon,
    subject: subject.noun,
  };
  const { work, groups } = planTickets(collectWork(reading), subject, reading, request.options);

  const refs = new Map(work.map((item, index) => [item, `t${index + 1}`]));
  const epics = groups.map((group, index) => ({ group, ref: `e${index + 1}` }));
  const titles = new Set(work.map((item) => sameText(item.title)));
  const before = statedDependencies(work);
  const epicTickets = epics.map(({ group, ref }) =>
    epicOf(group, freeTitle(group, titles, subject, reading), ref, reading, request.options),
  );
  const tickets = work.map((item): DraftTicket => {
    const dependsOn = (before.get(item) ?? []).flatMap((target) => refs.get(target) ?? []);
    const epic = epics.find(({ group }) => group.items.includes(item))?.ref ?? null;
    return ticketOf(item, { ref: refs.get(item) ?? "", epic, dependsOn }, reading, request.options);
  });
  const targets = work.map((item) => targetOf(item, refs.get(item) ?? ""));
  return {
    summary: summaryOf(reading),
    tickets: [...epicTickets, ...tickets],
    risks: risksOf(reading, targets),
    openQuestions: questionsOf(reading, targets),
    notCovered: [],
  };
}

/** An epic's title that no other ticket has. */
function freeTitle(
  group: EpicGroup,
  taken: Set<string>,
  subject: ReturnType<typeof subjectOf>,
  reading: Reading,
): string {
  const wanted = epicTitle(group, subject, reading.lexicon);
  const choices = [
    wanted,
    `${wanted} (${group.area?.section.title || subject.name})`,
    `${wanted} (${group.items.length} tickets)`,
  ];
  const title = choices.find((choice) => !taken.has(sameText(choice)) && [...choice].length <= 120) ?? wanted;
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

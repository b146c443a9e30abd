import { membersOf, type Statement, sectionName, trailOf, type WorkItem } from "../finding/index.ts";
import type { Phrases } from "./phrases.ts";
import { referenceList } from "./reference-list.ts";

const mostSources = 3;

/** Where it comes from: the headings down to its section, and to those of what it includes, with the spec's own ids. */
export function sourceOf(item: WorkItem, phrases: Phrases): string {
  const members = membersOf(item).sort((left, right) => left.order - right.order);
  const paths = membersOf(item).flatMap(({ area }) => {
    const titles = trailOf(area).flatMap(({ section }) => (section.title === "" ? [] : [section.title]));
    return titles.length > 0 ? [titles.slice(-3).join(" › ")] : [];
  });
  const named = [...new Set(paths)].slice(0, mostSources);
  const references = referenceList(members.flatMap(referencesOf), phrases);
  return [named.length > 0 ? phrases.source(named) : "", references === "" ? "" : `(${references})`].join(" ").trim();
}

function referencesOf({ lead, requirements }: WorkItem): string[] {
  const said: Statement[] = [...(lead ? [lead] : []), ...requirements.map(({ statement }) => statement)];
  return said.flatMap(({ reference }) => reference ?? []);
}

const mostSections = 12;

/** What a ticket has no room for, a line for each section. */
export function beyondOf({ beyond }: WorkItem, phrases: Phrases): string[] {
  // The rows of a table have one place: then their order stays.
  const inOrder = [...beyond].sort((left, right) => left.statement.start - right.statement.start);
  const bySection = Map.groupBy(inOrder, ({ area }) => sectionName(area));
  return [...bySection].slice(0, mostSections).map(([section, guests]) => {
    const references = guests.flatMap(({ statement }) => statement.reference ?? []);
    const what = references.length < guests.length ? `${guests.length}` : referenceList(references, phrases);
    return phrases.beyond(what, section);
  });
}

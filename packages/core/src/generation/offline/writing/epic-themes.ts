import {
  type Area,
  cleanHeading,
  isGenericHeading,
  lowerWords,
  milestoneHeading,
  milestoneIn,
  type Reading,
  type Subject,
  trailOf,
  type WorkItem,
} from "../finding/index.ts";
import { sameText, topicsOf } from "../grammar/index.ts";
import type { EpicGroup } from "./epics.ts";
import { nounsOf } from "./nouns.ts";

/** Headings that say which part of a spec this is, and nothing of its matter. */
export function isPurposeOnly({ section }: Pick<Area, "section">): boolean {
  return (
    isGenericHeading(section.title) ||
    /^(?:(?:user )?stories|definition of done|acceptance criteria|action plan|tasks|to-?dos?|milestones?|(?:\w+ )?requirements|work ?streams|graduation criteria|implementation plan|design details|test plan|goals|roadmap)$/i.test(
      cleanHeading(section.title),
    )
  );
}

/** What the tickets of a group are about, apart from its subject: the headings that they stand under. */
export function themesOf(group: EpicGroup, { noun }: Subject, { lexicon }: Reading): string[] {
  const depth = group.area ? trailOf(group.area).length : 0;
  const counts = new Map<string, number>();
  for (const item of group.items) {
    const own = trailOf(item.area)
      .slice(depth)
      .find((area) => !isPurposeOnly(area) && isTheme(area.section.title));
    if (!own) continue;
    const heading = lowerWords(cleanHeading(own.section.title), lexicon);
    // The title says already what the whole is about.
    const theme = heading.startsWith(`${noun} `) ? heading.slice(noun.length + 1) : heading;
    if (sameText(theme) !== sameText(noun)) counts.set(theme, (counts.get(theme) ?? 0) + 1);
  }
  const themes = [...counts].sort(([, more], [, less]) => less - more).map(([theme]) => theme);
  // One part of several does not stand for all of them.
  return themes.length > 1 ? themes : [];
}

/** A part that a team has is no thing to be built. */
export function isTeam({ section }: Area): boolean {
  return people.test(section.title);
}

const people = /\b(?:WG|team|squad|group|department)$/i;

/** What tells a part of the whole spec from its other parts: headings, names, or its own heading. */
export function partNames(group: EpicGroup, subject: Subject, reading: Reading): string[] {
  const names = sharedNames(group, subject);
  const choices = [themesOf(group, subject, reading), ownHeading(group, reading), names.length > 1 ? names : []];
  const nouns = shortNouns(group, subject);
  const known = choices.find((parts) => parts.length > 0) ?? nouns;
  return known.length > 0 ? known : partsOf(group, reading);
}

/** What its tickets are about, in a word or two each. */
function shortNouns({ items }: EpicGroup, { noun }: Subject): string[] {
  const plain = nounsOf(items, 12).map((found) => found.replace(/^(?:(?:an?|new|existing|its|their) )+/i, ""));
  const short = plain.filter((found) => found.split(" ").length <= 4 && !sameText(noun).includes(sameText(found)));
  // One of several tickets does not stand for all of them.
  return short.length > 1 ? short.slice(0, 3) : [];
}

/** Names of code and products that at least two tickets of a group have in their titles. */
function sharedNames({ items }: EpicGroup, { noun }: Subject): string[] {
  const counts = new Map<string, number>();
  for (const { title } of items) {
    const names = title.match(/`[^`\s]{2,24}`|(?<=[a-z,)] )\p{Lu}[\p{L}\p{N}]{2,}/gu) ?? [];
    for (const name of new Set(names.filter((word) => milestoneIn(word) === null)))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([name, times]) => times > 1 && !noun.includes(name.replaceAll("`", "")))
    .map(([name]) => name);
}

/** The heading itself, where it says a little more than what every spec has. */
function ownHeading({ area }: EpicGroup, { lexicon }: Reading): string[] {
  const heading = area ? cleanHeading(area.section.title) : "";
  if (area === null || heading === "" || milestoneHeading(heading) !== null || isPurposeOnly(area)) return [];
  return [people.test(heading) ? heading : lowerWords(heading, lexicon)];
}

/** The headings of a group's tickets right below its own. */
export function partsOf({ area, items }: EpicGroup, { lexicon }: Reading): string[] {
  const depth = area ? trailOf(area).length : 0;
  const parts = items.flatMap((item) => (area ? trailOf(item.area)[depth] : item.area) ?? []);
  return [...new Set(parts)]
    .filter((part) => !isPurposeOnly(part) && milestoneHeading(part.section.title) === null)
    .map(({ section }) => section.title)
    .filter(isTheme)
    .map((title) => lowerWords(cleanHeading(title), lexicon));
}

function isTheme(title: string): boolean {
  return title.length <= 40 && !/[?:/]/.test(title) && milestoneHeading(title) === null && topicsOf(title).size > 0;
}

/** "a, b and c" */
export function enumeration(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** The milestones that a group consists of; none where it mostly holds other work. */
export function milestonesOf(items: readonly WorkItem[]): string[] {
  const names = items.flatMap(({ origin, milestone }) => (origin === "milestone" && milestone ? [milestone] : []));
  return names.length * 2 > items.length ? [...new Set(names)] : [];
}

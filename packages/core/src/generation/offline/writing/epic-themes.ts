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
} from "../finding/index.ts";
import { sameText, topicsOf } from "../grammar/index.ts";
import type { EpicGroup } from "./epics.ts";

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
  const choices = [themesOf(group, subject, reading), sharedNames(group, subject), ownHeading(group, reading)];
  return choices.find((names) => names.length > 0) ?? [];
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
  if (heading === "" || milestoneHeading(heading) !== null || empty.test(heading)) return [];
  return [people.test(heading) ? heading : lowerWords(heading, lexicon)];
}

const empty =
  /^(?:proposal|design(?: details)?|(?:proposed )?solution(?: design)?|implementation|overview|how|approach|requirements|technical description|details|general|(?:user )?stories|definition of done|acceptance criteria|goals)$/i;

/** The headings of a group's tickets right below its own, whatever they name. */
export function partsOf({ area, items }: EpicGroup, { lexicon }: Reading): string[] {
  const depth = area ? trailOf(area).length : 0;
  const parts = items.flatMap((item) => (area ? trailOf(item.area)[depth] : item.area)?.section.title ?? []);
  return [...new Set(parts)]
    .filter((title) => title !== "" && title.length <= 40)
    .map((title) => lowerWords(cleanHeading(title), lexicon));
}

function isTheme(title: string): boolean {
  return title.length <= 40 && !/[?:/]/.test(title) && milestoneHeading(title) === null && topicsOf(title).size > 0;
}

/** "a, b and c" */
export function enumeration(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

import {
  type Area,
  cleanHeading,
  headingOrder,
  imperativeOf,
  lowerFirst,
  lowerWords,
  membersOf,
  milestoneHeading,
  type Reading,
  type Statement,
  type Subject,
  statementTitle,
  toTitle,
  type WorkItem,
} from "../finding/index.ts";
import { isPlural, overlap, topicsOf } from "../grammar/index.ts";
import { enumeration, isPurposeOnly, isTeam, milestonesOf, partNames, partsOf, themesOf } from "./epic-themes.ts";
import type { EpicGroup } from "./epics.ts";

/**
 * Names for what a group of tickets is for, the best first: its list's heading, its section's, or what its tickets
 * share. The later ones are for a name that a ticket has already. Beside
 * other epics the whole spec's name says too little.
 */
export function epicTitles(group: EpicGroup, siblings: Siblings, subject: Subject, reading: Reading): string[] {
  const { lexicon } = reading;
  const { area, label } = group;
  if (label !== null) return [labelTitle(label, group.area?.kind === "acceptance", subject, reading)];
  if (!lexicon.english)
    return [toTitle(area && area.section.title !== "" ? cleanHeading(area.section.title) : subject.order)];
  const themes = themesOf(group, subject, reading);
  const order = baseOrder(group, subject, reading);
  // What is done for the whole spec needs a word on which part of it this is.
  const isWhole = order === documentOrder(subject, reading);
  const parts = isWhole && siblings !== "none" ? partNames(group, subject, reading) : themes;
  const base = isWhole && siblings === "alike" ? partTitle(order, parts, subject) : withThemes(order, parts);
  const named = area && !isPurposeOnly(area) && !isTeam(area) ? headingOrder(area, lexicon) : null;
  const below = partsOf(group, reading);
  if (!area || !named || milestoneHeading(area.section.title) !== null) return [base, withThemes(order, below)];
  const heading = lowerWords(cleanHeading(area.section.title), lexicon);
  return [named.text, withThemes(named.text, themes), withThemes(named.text, below), withThemes(order, [heading])];
}

const kindOrders: Partial<Record<Area["kind"], (noun: string, heading: string) => string>> = {
  acceptance: (noun) => `bring ${noun} to its definition of done`,
  requirements: (noun, heading) =>
    /nice|could/i.test(heading)
      ? `round off ${noun} with what is nice to have`
      : /\b(?:must|should)\b/i.test(heading)
        ? `build the ${heading.toLowerCase().replace(/s$/, "").replace(" ", "-")} features of ${noun}`
        : `enforce the rules of ${noun}`,
  testing: (noun) => `test ${noun}`,
  security: (noun) => `secure ${noun}`,
};

function baseOrder(group: EpicGroup, subject: Subject, reading: Reading): string {
  const steps = milestonesOf(group.items);
  if (steps.length > 1) return `take ${subject.noun} from ${steps[0]} to ${steps.at(-1)}`;
  const roles = rolesOf(group.items, reading);
  if (roles.length > 0) return `offer ${subject.noun} to ${roles}`;
  const known = group.area ? kindOrders[group.area.kind] : undefined;
  return known?.(subject.noun, cleanHeading(group.area?.section.title ?? "")) ?? documentOrder(subject, reading);
}

/** Who the stories are told by: "workspace owners and invitees". */
function rolesOf(items: readonly WorkItem[], { lexicon }: Reading): string {
  if (items.some(({ origin }) => origin !== "story")) return "";
  const roles = items.flatMap(membersOf).flatMap(({ role }) => (role ? [plural(lowerFirst(role, lexicon))] : []));
  return enumeration([...new Set(roles)].filter((role) => role.length <= 40).slice(0, 3));
}

function plural(role: string): string {
  const name = role.replace(/^(?:an?|the) /i, "");
  const [head = name] = name.split(/ (?=(?:of|in|on|with|from|at) )/);
  if (isPlural(head) || /people$/.test(head)) return name;
  return (/[^aeiou]y$/.test(head) ? `${head.slice(0, -1)}ies` : `${head}s`) + name.slice(head.length);
}

/** What the whole spec orders: its title where that is an order, else the goal that names its subject. */
function documentOrder(subject: Subject, { areas, statements, lexicon }: Reading): string {
  if (subject.isOrder) return subject.order;
  const about = topicsOf(subject.noun);
  const told = areas
    .filter(({ kind }) => kind === "goals" || kind === "context")
    .flatMap((area) => statements.get(area) ?? [])
    .filter((statement) => statement.strength >= 2 || isProposal(statement))
    .slice(0, 30);
  for (const statement of told) {
    const choice = statementTitle(statement, lexicon);
    if (!choice || choice.score < 0.5 || choice.text.length > 80) continue;
    if (overlap(about, topicsOf(choice.text)) >= 0.6 && about.size > 1) return choice.text;
  }
  return subject.order;
}

function isProposal({ text }: Statement): boolean {
  return /^(?:we propose|this (?:proposal|spec|kep|pep|rfc|document) (?:proposes|introduces|adds))\b/i.test(text);
}

/** A title is read in a list of many: this much is seen without a second look. */
const titleTarget = 96;
const mostThemes = 3;

function withThemes(order: string, themes: readonly string[]): string {
  const base = toTitle(order);
  for (let count = Math.min(mostThemes, themes.length); count >= 1; count -= 1) {
    const title = `${base}: ${enumeration(themes.slice(0, count))}`;
    if (title.length <= titleTarget) return title;
  }
  return base;
}

/** "Implement the types and configuration storage of package pinning": several epics with one beginning read as one. */
function partTitle(order: string, parts: readonly string[], { noun }: Subject): string {
  const isThing = parts.length > 0 && !parts.some((part) => startsWithDeed(part) || /(?:WG|team)$/i.test(part));
  if (!isThing) return withThemes(order, parts);
  const isSaid = overlap(topicsOf(parts.join(" ")), topicsOf(noun)) > 0.6;
  for (let count = Math.min(mostThemes, parts.length); count > 0; count -= 1) {
    const title = toTitle(`implement ${enumeration(parts.slice(0, count))}${isSaid ? "" : ` of ${noun}`}`);
    if (title.length <= titleTarget && (isSaid || title.endsWith(noun))) return title;
  }
  return withThemes(order, parts);
}

function startsWithDeed(part: string): boolean {
  return /^[a-z]+ing\b/.test(part);
}

/** Whether there are other epics beside one, and whether more than one would be named after the whole spec. */
export type Siblings = "none" | "other" | "alike";

export function siblingsAmong(groups: readonly EpicGroup[], subject: Subject, reading: Reading): Siblings {
  if (groups.length < 2) return "none";
  if (!reading.lexicon.english) return "other";
  const whole = documentOrder(subject, reading);
  const alike = groups.filter((group) => group.label === null && baseOrder(group, subject, reading) === whole);
  return alike.length > 1 ? "alike" : "other";
}

/** "The following infrastructure requirements are satisfied" -> "Bring the infrastructure of ... to its definition of done". */
function labelTitle(label: string, isDone: boolean, { noun }: Subject, { lexicon }: Reading): string {
  if (!lexicon.english) return toTitle(label);
  const side = /^(?:the |these )?(?:following )?(.{3,40}?) requirements\b/i.exec(label.replace(/ \([^)]*\)/g, ""))?.[1];
  if (side) {
    const thing = `the ${lowerWords(side, lexicon)} of ${noun}`;
    return toTitle(isDone ? `bring ${thing} to its definition of done` : `build ${thing} as required`);
  }
  const order = imperativeOf(label, lexicon)?.text ?? `complete ${lowerFirst(label, lexicon)}`;
  const title = toTitle(order);
  const whole = toTitle(`${order} of ${noun}`);
  return topicsOf(title).size < 4 && whole.length <= titleTarget && whole.endsWith(noun) ? whole : title;
}

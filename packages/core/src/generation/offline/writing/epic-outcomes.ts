import { criterionOf, isDeferred, membersOf, type Reading, type Statement } from "../finding/index.ts";
import { overlap, sameText, topicsOf } from "../grammar/index.ts";
import { enumeration, milestonesOf } from "./epic-themes.ts";
import type { EpicGroup } from "./epics.ts";
import { factsOf, nounsOf } from "./nouns.ts";
import { phrasesOf } from "./phrases.ts";

/** Something that holds when an epic is done, and the statement of the spec that says so. */
export interface Outcome {
  criterion: string;
  /** Null where the spec says no such thing, so that the tickets' own matter has to do. */
  statement: Statement | null;
}

/** More than these would be a second list of what the tickets say. */
const mostDemands = 3;

/**
 * What an epic comes to: goals of the spec that speak of its matter, then the strongest demands of its section that
 * stand in no ticket, and where these are few, its tickets' matter seen together.
 */
export function outcomesOf(
  group: EpicGroup,
  title: string,
  reading: Reading,
  { taken, most }: { taken: ReadonlySet<string>; most: number },
): Outcome[] {
  const seen = new Set(taken);
  const fresh = (statements: readonly Statement[], limit: number): Outcome[] => {
    const found: Outcome[] = [];
    for (const statement of statements) {
      const criterion = found.length < limit ? criterionOf(statement, reading.lexicon) : null;
      if (criterion === null || seen.has(sameText(criterion))) continue;
      seen.add(sameText(criterion));
      found.push({ criterion, statement });
    }
    return found;
  };
  const goals = fresh(goalsOf(group, title, reading), most);
  const demands = fresh(demandsOf(group, reading), Math.min(mostDemands, most - goals.length));
  const stated = [...goals, ...demands];
  return stated.length > 1 || stated.length >= most ? stated : [...stated, together(group, reading)];
}

const mostGoals = 24;

/** The spec's goals that speak of the epic's matter; those of the whole spec for an epic over all of it. */
function goalsOf({ area, items }: EpicGroup, title: string, reading: Reading): Statement[] {
  const about = topicsOf(`${title} ${items.map((item) => item.title).join(" ")}`);
  return reading.areas
    .filter(({ kind }) => kind === "goals")
    .flatMap((goals) => reading.statements.get(goals) ?? [])
    .filter((statement) => isOutcome(statement) && (area === null || matches(statement, about)))
    .slice(0, mostGoals);
}

/** A sentence; the bold words in front of one only name it. */
function isOutcome({ form, text, lead, clause, children }: Statement): boolean {
  const isName = lead === null ? clause === null && children.length > 0 : sameText(lead) === sameText(text);
  return form !== "note" && text.length > 20 && !isName;
}

function matches({ text }: Statement, about: ReadonlySet<string>): boolean {
  const topics = topicsOf(text);
  return topics.size > 1 && overlap(topics, about) >= 0.5;
}

/** What the group's section and its tickets' requirements demand, the strongest first, and no ticket is named by. */
function demandsOf({ area, items }: EpicGroup, { statements }: Reading): Statement[] {
  const members = items.flatMap(membersOf);
  const leads = new Set(members.map(({ lead }) => lead));
  const own = area ? (statements.get(area) ?? []) : [];
  const held = members.flatMap(({ requirements }) => requirements.map(({ statement }) => statement));
  const demands = [...new Set([...own, ...held])].filter(
    (statement) => !leads.has(statement) && isDemand(statement) && !isDeferred(statement.text),
  );
  return demands.sort((left, right) => right.strength - left.strength);
}

/** A whole sentence of what has to be; what the team is ordered to do is a ticket. */
function isDemand({ clause, strength }: Statement): boolean {
  return strength >= 2 && clause !== null && clause.form !== "imperative" && clause.modality !== "fact";
}

const mostNamed = 3;

/** The epic's tickets in one demo, told by what they are about; its milestones, told by the last of them. */
function together(group: EpicGroup, { lexicon }: Reading): Outcome {
  const phrases = phrasesOf(lexicon);
  const steps = lexicon.english ? milestonesOf(group.items) : [];
  const last = steps.at(-1);
  if (last !== undefined && steps.length > 1)
    return stated(`The criteria of ${enumeration(steps.slice(0, -1))} still hold when ${last} is reached.`);
  const nouns = lexicon.english ? nounsOf(group.items, mostNamed) : [];
  if (nouns.length > 1) return stated(`One demo on a test system shows ${enumeration(nouns)} working together.`);
  const facts = lexicon.english ? factsOf(group.items, mostNamed) : [];
  if (facts.length > 1) return stated(`In one demo on a test system, ${enumeration(facts)}.`);
  return stated(phrases.together(group.items.slice(0, mostNamed).map(({ title }) => title)));
}

function stated(criterion: string): Outcome {
  return { criterion, statement: null };
}

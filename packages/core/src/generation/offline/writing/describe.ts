import { cutAtWord, isTold, type Reading, type Statement, sectionName, type WorkItem } from "../finding/index.ts";
import { overlap, parseClause, sameText, topicsOf, withoutConnectors } from "../grammar/index.ts";
import type { GenerationOptions } from "../types.ts";
import { type Background, whyOf } from "./background.ts";
import { codeAfter } from "./code.ts";
import type { Folded } from "./dependencies.ts";
import { includesOf } from "./includes.ts";
import { beyondOf, sourceOf } from "./origins.ts";
import { phrasesOf } from "./phrases.ts";
import { cutSentence, goesOn, isOpenEnded, sentence, standsAlone, storySentence, tidy } from "./prose.ts";

type Detail = GenerationOptions["outputDetail"];

/** What the description of a ticket is made of, beside the work itself. */
export interface Telling {
  reading: Reading;
  background: Background;
  /** What waits for what inside of tickets (TF-50). */
  folded: ReadonlyMap<WorkItem, Folded[]>;
}

/**
 * The ticket's text. Compact is one sentence; standard adds what the spec goes on to say, why, what else is included
 * and the source; detailed has the same under headings, with code and limits. More detail never says less (TF-49).
 */
export function descriptionOf(item: WorkItem, telling: Telling, detail: Detail, criteria: readonly string[]): string {
  const { reading, background } = telling;
  const first = opening(item, reading);
  if (detail === "compact") return cutSentence(first, 240);
  const next = item.origin === "decision" ? [] : explanation(item, reading, first);
  const why = whyOf(item, background, [first, ...next], detail === "detailed" ? 2 : 1);
  const phrases = phrasesOf(reading.lexicon);
  const bullets = includesOf(item, reading, { said: [item.title, first, ...next, ...why, ...criteria], criteria });
  bullets.push(...beyondOf(item, phrases));
  const included = bullets.length > 0 ? [[phrases.includes, ...bullets].join("\n")] : weighed(item, reading);
  const notes = [...waitsOf(item, telling), sourceOf(item, phrases)].filter((line) => line !== "");
  if (detail === "standard")
    return [[first, ...next, ...why].join(" "), ...included, notes.join(" ")].join("\n\n").trim();
  const context = why.length > 0 ? [`${phrases.context}\n${why.join(" ")}`] : [];
  const build = [`${phrases.build}\n${[first, ...next].join(" ")}`, ...codeAfter(item), ...included];
  return [...context, ...build, `${phrases.notes}\n${[...outside(item, reading), ...notes].join("\n")}`].join("\n\n");
}

/** What is wanted, in one sentence. */
function opening(item: WorkItem, reading: Reading): string {
  const { english } = reading.lexicon;
  if (item.origin === "story" && item.role !== null) return storySentence(item, english);
  if (item.origin === "milestone" && english)
    return `The ${item.milestone ?? item.title} milestone of ${reading.subject} is reached when all of its criteria hold.`;
  if (item.origin === "decision") return decision(reading);
  if (item.origin === "derived") return sentence(item.title);
  const text = withoutConnectors(tidy(introduction(item, english)?.text ?? ""));
  const tells = text.length >= 20 && sameText(text) !== sameText(item.title) && !isNounPhrase(text);
  if (tells && !isOpenEnded(text) && (english || text !== "")) return sentence(text);
  const [told] = explanation(item, reading, item.title);
  // The spec's own words, where they can be read without a title; what goes on from an item needs the item first.
  if (told !== undefined) return item.lead === null ? told : sentence(item.title);
  return sentence([item.title, purpose(item, reading)].filter((part) => part !== "").join(", "));
}

/** The statement that the title was made of; where it was a heading, the first that says what the heading names. */
function introduction(item: WorkItem, english: boolean): Statement | null {
  if (item.lead) return item.lead;
  const about = topicsOf(item.title);
  const told = item.statements.filter((statement) => statement.form !== "note" && standsAlone(statement, english));
  return told.find(({ text, strength }) => strength >= 0.5 && overlap(about, topicsOf(text)) > 0.5) ?? null;
}

function decision({ subject }: Reading): string {
  return `The spec on ${subject} explains, weighs or excludes, but asks for nothing to be built, so somebody has to decide what comes of it.`;
}

/** What a decision is about, a line for each section. */
function weighed(item: WorkItem, { areas, statements }: Reading): string[] {
  if (item.origin !== "decision") return [];
  const lines = areas.filter(isTold).flatMap((area) => {
    const said = (statements.get(area) ?? []).map(({ text }) => sentence(tidy(text))).join(" ");
    return said === "" ? [] : [`- “${sectionName(area)}”: ${cutAtWord(said, 300)}`];
  });
  return [lines.slice(0, 8).join("\n")];
}

/** "Delayed jobs" is no sentence yet. */
function isNounPhrase(text: string): boolean {
  return text.split(" ").length < 7 && parseClause(text) === null;
}

/** What an item of a bare list belongs to: its milestone, its section, or the whole. */
function purpose(item: WorkItem, { subject, named, lexicon }: Reading): string {
  const section = item.area.section.title;
  if (!lexicon.english || !named || sameText(item.title).includes(sameText(subject))) return "";
  if (item.milestone !== null && item.milestone !== section) return `for the ${item.milestone} milestone of ${subject}`;
  return `as part of ${subject}`;
}

const explains = 420;
const mostExplaining = 3;

/** The sentences behind the lead, as long as they say something of their own; over a bare list its introduction. */
function explanation(item: WorkItem, reading: Reading, first: string): string[] {
  const { english } = reading.lexicon;
  if (item.origin === "derived") return partOf(item, english);
  const lead = introduction(item, english);
  const at = lead ? item.statements.indexOf(lead) : -1;
  const intro = item.statements.length < 3 && first.length < 140 ? introOf(item, reading) : [];
  const near = readable([...item.statements.slice(at + 1, at + 8), ...intro], at >= 0, english);
  const fresh = [...new Set(near)].filter((text) => !sameText(first).includes(sameText(text)));
  return firstOf(fresh);
}

/** A step's ticket says what it is a step of, unless its title does. */
function partOf({ title, why }: WorkItem, english: boolean): string[] {
  if (!english || why === null) return [];
  const whole = topicsOf(why);
  return whole.size > 1 && overlap(whole, topicsOf(title)) > 0.8 ? [] : [`It belongs to “${why}”.`];
}

/** Sentences that can be read in a row. Behind one that is left out, "this" and "therefore" hang in the air. */
function readable(statements: readonly Statement[], afterLead: boolean, english: boolean): string[] {
  let follows = afterLead;
  return statements.flatMap((statement) => {
    follows = follows ? goesOn(statement, english) : standsAlone(statement, english);
    return follows ? [sentence(tidy(statement.text))] : [];
  });
}

function firstOf(texts: readonly string[]): string[] {
  let length = 0;
  const end = texts.findIndex((text, index) => {
    length += text.length + 1;
    return length > explains || index >= mostExplaining;
  });
  return end < 0 ? [...texts] : texts.slice(0, end);
}

/** Prose that stands over a list explains each of its items, unless it asks for something of its own. */
function introOf(item: WorkItem, { statements }: Reading): Statement[] {
  if (item.lead?.form !== "item") return [];
  const [first] = statements.get(item.area) ?? [];
  const introduces =
    first?.form === "sentence" && first.strength >= 0.4 && first.strength < 2 && first.text.length < 260;
  return first && introduces ? [first] : [];
}

function waitsOf(item: WorkItem, { folded, reading }: Telling): string[] {
  const { waits } = phrasesOf(reading.lexicon);
  const lines = (folded.get(item) ?? []).map(({ waits: piece, for: before, inside }) =>
    waits(piece.title, before.title, inside.title),
  );
  return [...new Set(lines)];
}

/** What the spec rules out, where it speaks of this ticket's matter. */
function outside(item: WorkItem, { areas, statements, lexicon }: Reading): string[] {
  const about = topicsOf(`${item.title} ${item.lead?.text ?? ""}`);
  const excluded = areas
    .filter((area) => area.kind === "excluded")
    .flatMap((area) => statements.get(area) ?? [])
    .filter(({ text }) => text.length > 8 && !isOpenEnded(tidy(text)) && overlap(about, topicsOf(text)) >= 0.4)
    .slice(0, 3);
  const { outOfScope } = phrasesOf(lexicon);
  return excluded.map(({ text }) => `${outOfScope} ${cutSentence(sentence(tidy(text)), 200)}`);
}

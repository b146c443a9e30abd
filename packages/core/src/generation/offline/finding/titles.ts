import { impersonal, overlap, topicsOf } from "../grammar/index.ts";
import type { Area } from "./areas.ts";
import { headingOrder } from "./headings.ts";
import { fromClause, imperativeOf } from "./imperative.ts";
import type { Lexicon } from "./lexicon.ts";
import { isScenario } from "./scenarios.ts";
import type { Statement } from "./statement.ts";
import { isDoubtful, isInstruction, isWording } from "./strength.ts";
import { toTitle } from "./title-text.ts";

export interface TitleChoice {
  text: string;
  /** The statement that it was made of; null where it is the heading. */
  lead: Statement | null;
  score: number;
}

/** The statement as a title; null where the rules cannot make an order of it that stands on its own. */
export function statementTitle(statement: Statement, lexicon: Lexicon): TitleChoice | null {
  if (isInstruction(statement.text) || isWording(statement.text) || isScenario(statement.text)) return null;
  const core = impersonal(statement.core.slice(0, 400));
  if (!lexicon.english) return core.length < 4 ? null : { text: toTitle(core), lead: statement, score: 0.5 };
  const order =
    core === statement.text && statement.clause ? fromClause(statement.clause, lexicon) : imperativeOf(core, lexicon);
  if (!order || isDoubtful(core)) return null;
  const text = toTitle(order.text);
  return topicsOf(text).size === 0 || leansOnOthers(text)
    ? null
    : { text, lead: statement, score: order.sureness * 0.6 - flaws(text, order.text) };
}

/** First persons, and words that point at another sentence, mean nothing in a list of titles. */
const leaning = [
  /(?:^|[,;:] ?|\b(?:and|but|so|as|because|since|that|while|where|which|whether|how|what|if|when|once|before|after|until|unless|version) )(?:[Ww]e|I)\b/,
  /\b(?:us|me|my|you|your)\b|\blet us\b/i,
  /\b(?:above|below)\b(?! (?:the|a|an|\d))|\b(?:aforementioned|following)\b|\bin (?:this|such a) (?:way|case|situation)\b/i,
  /^\S+ (?:that )?(?:it|them|they|this|these|those|there|one)(?: |$)/i,
];

export function leansOnOthers(title: string): boolean {
  return leaning.some((pattern) => pattern.test(title));
}

const anaphora = /\b(?:this|these|those|it|they|them|such|above|below|aforementioned|following|latter|former|i|my)\b/i;

function flaws(title: string, order: string): number {
  let penalty = 0;
  if (anaphora.test(title)) penalty += 0.3;
  if (order.length > 150) penalty += 0.15;
  if (title.length < 18) penalty += 0.25;
  if (/^(?:make|let|keep|do not|use|have)\b/i.test(title)) penalty += 0.06;
  if (
    /^(?:consider|note|see|look|think|assume|say|explain|describe|discuss|go|come|know|remain|become|take|expect|attempt|fall|happen|do (?!not))\b/i.test(
      title,
    )
  )
    penalty += 0.4;
  return penalty;
}

/** The best name for a section's work: its heading, or the statement that says most surely what is built. */
export function sectionTitle(area: Area, statements: readonly Statement[], lexicon: Lexicon): TitleChoice | null {
  const heading = headingOrder(area, lexicon);
  const about = topicsOf(area.section.title);
  const choices: TitleChoice[] = heading ? [{ text: heading.text, lead: null, score: heading.fitness }] : [];
  let strongSeen = 0;
  for (const statement of statements.slice(0, 60)) {
    if (statement.strength < 1 || statement.form === "note") continue;
    const choice = statementTitle(statement, lexicon);
    if (!choice) continue;
    const bonus =
      overlap(about, topicsOf(choice.text)) * 0.25 + (strongSeen === 0 ? 0.12 : strongSeen < 3 ? 0.04 : -0.06);
    strongSeen += 1;
    choices.push({ ...choice, score: choice.score + bonus });
  }
  return choices.reduce<TitleChoice | null>(
    (best, choice) => (best && best.score >= choice.score ? best : choice),
    null,
  );
}

import { isPeople, type WorkItem } from "../finding/index.ts";
import {
  isNounPhrase,
  isVerb,
  objectOf,
  parseClause,
  resultOf,
  sameText,
  tokensOf,
  topicsOf,
} from "../grammar/index.ts";

/** Orders whose object is no part of the product: a test, a number, a decision, a date. */
const aboutWork =
  /^(?:ensure|verify|prove|test|check|reach|bring|measure|meet|decide|confirm|clarify|document|monitor|carry|complete|finalize|create|come|put|deliver|do|manage|make)$/;
const longestNoun = 60;
/** What names no thing by itself: people, pronouns, a phrase that goes on behind its end. */
const unnamed =
  /^(?:it|them|all|most|some|any|up|out|off|down|\d)\b|\b(?:itself|themselves|relative|up-to-date|being)\b|[a-z](?:ed|ing)$/;

/** What a title's order is about: "Add a field to the job" -> "a field"; null where that cannot be told. */
function nounOf(title: string): string | null {
  const clause = parseClause(title);
  if (clause?.form !== "imperative" || aboutWork.test(clause.verb)) return null;
  const noun = clause.verb === "let" ? wishedNoun(clause.rest) : objectOf(clause.verb, clause.rest);
  return noun !== null && noun.length <= longestNoun && !unnamed.test(noun) && isTelling(noun) ? noun : null;
}

/** "the request" is in every ticket; "the request queue" is not. */
function isTelling(noun: string): boolean {
  return !isPeople(noun) && (topicsOf(noun).size > 1 || /`|\p{Lu}\p{Lu}/u.test(noun));
}

/** "users change the text" is about the text. */
function wishedNoun(rest: string): string | null {
  const wish = wishOf(rest);
  return wish && isPeople(wish.subject) ? objectOf(wish.verb, wish.rest) : null;
}

const longestSubject = 6;

/** "labels carry the number": a subject, and the first word behind it that can be its verb. */
function wishOf(rest: string): { subject: string; verb: string; rest: string } | null {
  const tokens = tokensOf(rest);
  const at = tokens.findIndex((token, index) => index > 0 && isVerb(token) && !isVerb(tokens[index + 1] ?? ""));
  const subject = tokens.slice(0, at).join(" ");
  if (at < 1 || at > longestSubject || !isNounPhrase(subject)) return null;
  return { subject, verb: tokens[at] ?? "", rest: tokens.slice(at + 1).join(" ") };
}

/** The nouns of the most valuable work, each once, in reading order. */
export function nounsOf(items: readonly WorkItem[], most: number): string[] {
  const found: { noun: string; order: number }[] = [];
  for (const { title, order } of [...items].sort((left, right) => right.value - left.value)) {
    const noun = found.length < most ? nounOf(title) : null;
    const isNew = noun !== null && found.every((other) => !isSame(other.noun, noun));
    if (noun !== null && isNew) found.push({ noun, order });
  }
  return found.sort((left, right) => left.order - right.order).map(({ noun }) => noun);
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [sameText(left), sameText(right)];
  return one.includes(other) || other.includes(one);
}

/** Orders whose passive says nothing that a demo could show. */
const aboutNothing = /^(?:reach|bring|ensure|verify|prove|deliver|come|carry|meet|manage|use|measure)$/;

/** What is so when the work is done, a clause for each title whose result is understood to the last word. */
export function factsOf(items: readonly WorkItem[], most: number): string[] {
  const facts = items.flatMap(({ title }) => {
    const clause = parseClause(title);
    if (clause?.form !== "imperative" || clause.condition !== null || aboutNothing.test(clause.verb)) return [];
    const wish = clause.verb === "let" ? wishOf(clause.rest) : null;
    if (wish) return [`${wish.subject} can ${wish.verb} ${wish.rest}`];
    return resultOf(clause.verb, clause.rest) ?? [];
  });
  return facts.filter((fact) => fact.length <= 90 && !/,/.test(fact)).slice(0, most);
}

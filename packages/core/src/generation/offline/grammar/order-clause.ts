import { isBe, isModal } from "./auxiliaries.ts";
import { isNounVerb, isPlainVerb } from "./noun-verbs.ts";
import type { Parsed } from "./parsed.ts";
import { bare, relativizers, restFrom, startsLikeNoun } from "./tokens.ts";
import { isVerb, lastPart } from "./verbs.ts";

/** "Add a field to the job": a verb in front that nothing behind it turns into a noun. */
export function parseOrder(tokens: readonly string[]): Parsed | null {
  const start = bare(tokens[0]).endsWith("ly") && isVerb(bare(tokens[1])) ? 1 : 0;
  const first = tokens[start] ?? "";
  if (tokens.length < 2 || !isOrderWord(first)) return null;
  if (start === 0 && (isNounLike(tokens) || kindOfTest.test(tokens.slice(0, 2).join(" ")))) return null;
  const adverb = start === 1 ? ` ${bare(tokens[0])}` : "";
  const rest = restFrom(tokens, start + 1) + adverb;
  return {
    form: "imperative",
    subject: "",
    modality: "will",
    negated: false,
    adverb: "",
    verb: first.toLowerCase(),
    rest,
  };
}

const kindOfTest = /^(?:load|smoke|stress|beta|user|pen) tests?\b/i;

/** "GET" and "LIST" are names of requests. */
function isOrderWord(word: string): boolean {
  return /^[A-Za-z-]+$/.test(word) && word !== word.toUpperCase() && isVerb(lastPart(word));
}

const determiners =
  /^(?:a|an|the|all|any|each|every|its|their|this|that|these|our|your|both|new|existing|how|whether|what)$/;
const takesClause = /^(?:ensure|verify|confirm|guarantee|check|assume|prove|make)$/;
const finite = /^(?:do|does|has|have|don't|doesn't)$/;

/** "Test data is scripted", "Search results must ..." and "Access control" start with nouns that look like verbs. */
function isNounLike(tokens: readonly string[]): boolean {
  const first = bare(tokens[0]);
  const second = bare(tokens[1]);
  if (/^(?:of|is|are|was|were|will|must|should|can|could|may|might|has|have)$/.test(second)) return true;
  if (isNounVerb(first) && /^(?:and|or)$/.test(second)) return !isPlainVerb(bare(tokens[2]));
  // "Version 3.4", "Design - the page": a name with its number or its explanation.
  if (isNounVerb(first) && /^(?:–|-|:)$|^\d/.test(second)) return true;
  // "Request `(i,j)` is the first": the name of a thing with its sign.
  if (isNounVerb(first) && startsLikeNoun(tokens[1]) && (isBe(bare(tokens[2])) || isModal(bare(tokens[2]))))
    return true;
  if (determiners.test(second) || startsLikeNoun(tokens[1]) || takesClause.test(first)) return false;
  if (/^(?:and|or)$/.test(second) && !isVerb(bare(tokens[2]))) return true;
  if (/[^s]s$/.test(second) && isPlainVerb(bare(tokens[2])) && isNounVerb(first)) return true;
  return hasFiniteVerbNear(tokens);
}

/** A modal tells a subject from further away than "is", which may belong to what the order is about. */
const nearBe = 7;

/** Two words in front and a finite verb close behind them make a subject: "Search results are cached". */
function hasFiniteVerbNear(tokens: readonly string[]): boolean {
  const near = tokens.slice(1, 13).map(bare);
  const at = near.findIndex((word, index) => isModal(word) || (index < nearBe && (isBe(word) || finite.test(word))));
  return at >= 0 && !near.slice(0, at).some((word) => relativizers.has(word));
}

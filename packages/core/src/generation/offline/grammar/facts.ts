import { isNounPhrase } from "./noun-phrase.ts";
import type { Clause } from "./parsed.ts";
import { isPlural } from "./plural.ts";
import { bare, tokensOf } from "./tokens.ts";
import { baseOfParticiple, isVerb, lastPart, participle, thirdPerson } from "./verbs.ts";

/** A demand in the present tense ("must be encrypted" -> "is encrypted"); null where a word of it is in doubt. */
export function factOf(clause: Clause): string | null {
  if (!isSure(clause)) return null;
  const { subject, verb, rest, form, modality, negated } = clause;
  const adverb = keptAdverbs(clause.adverb);
  const plural = isPlural(subject);
  if (modality === "can") return negated ? null : joined(subject, "can", adverb, verb, rest);
  if (form === "passive") return joined(subject, be(plural, clause), adverb, passiveForm(verb), rest);
  if (form === "state") return joined(subject, be(plural, clause), adverb, rest);
  if (saysNot(clause)) return joined(subject, plural ? "do not" : "does not", adverb, verb, rest);
  return joined(subject, adverb, plural ? verb : thirdPerson(verb), rest);
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

function be(plural: boolean, clause: Clause): string {
  return `${plural ? "are" : "is"}${saysNot(clause) ? " not" : ""}`;
}

/** "must never store" says no with its adverb already. */
function saysNot({ negated, adverb }: Clause): boolean {
  return negated && !/\bnever\b/.test(adverb);
}

const joints = /^(?:also|additionally|therefore|thus|then|still|instead|just|simply|rather|now)$/;

/** "only" and "always" are part of a demand, "therefore" only joins it to the sentence before. */
function keptAdverbs(adverb: string): string {
  return adverb
    .split(" ")
    .filter((word) => !joints.test(word))
    .join(" ");
}

export function passiveForm(verb: string): string {
  const words = verb.split(" ");
  return [...words.slice(0, -1), participle(words.at(-1) ?? verb)].join(" ");
}

const demanding = new Set(["must", "should", "will"]);
const anotherDemand = /\b(?:must|shall|should|will|MUST|SHALL|SHOULD|can|may)\b/;

function isSure(clause: Clause): boolean {
  const { subject, verb, rest, form, modality } = clause;
  if (!isNounPhrase(subject) || anotherDemand.test(rest)) return false;
  if (modality === "can") return form === "active" && isKnown(verb);
  if (!demanding.has(modality)) return false;
  if (form === "passive" || form === "state") return true;
  return form === "active" && isKnown(verb) && (isPlural(subject) || !hasSecondVerb(rest));
}

function isKnown(verb: string): boolean {
  return verb === "have" || isVerb(lastPart(verb));
}

/** "encrypt the key and store it": a second verb would have to change as well. */
export function hasSecondVerb(rest: string): boolean {
  const words = tokensOf(rest).map(bare);
  return words.some((word, index) => {
    if (!/^(?:and|or|then|but)$/.test(word)) return false;
    const next = words[index + 1] ?? "";
    const at = /^(?:then|not|also|only)$/.test(next) || /ly$/.test(next) ? index + 2 : index + 1;
    return isVerb(words[at] ?? "") && baseOfParticiple(words[at] ?? "") === null;
  });
}

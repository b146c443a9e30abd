import type { Modality } from "./parsed.ts";
import { bare } from "./tokens.ts";

const modals = new Map<string, Modality>(
  Object.entries({
    must: "must",
    shall: "must",
    cannot: "must",
    should: "should",
    ought: "should",
    will: "will",
    can: "can",
    may: "may",
    would: "may",
    might: "may",
    could: "may",
  }),
);

const beForms = new Set(["is", "are", "was", "were", "isn't", "aren't"]);

export function isBe(word: string): boolean {
  return beForms.has(word);
}

export function isModal(word: string): boolean {
  return modals.has(word);
}

export interface Auxiliary {
  modality: Modality;
  /** How many words it takes. */
  words: number;
  kind: "modal" | "be";
}

/** Auxiliaries of several words: first word, second word, third word where it matters. */
const phrases: [RegExp, RegExp, RegExp | null, Auxiliary][] = [
  [/^(?:needs?|has|have|ought)$/, /^to$/, null, { modality: "must", words: 2, kind: "modal" }],
  [/^(?:propose|intend|plan|aim|recommend|suggest)s?$/, /^to$/, null, { modality: "will", words: 2, kind: "modal" }],
  [/^(?:is|are|was|were)$/, /^required$/, /^to$/, { modality: "must", words: 3, kind: "modal" }],
  [/^(?:is|are|was|were)$/, /^going$/, /^to$/, { modality: "will", words: 3, kind: "modal" }],
  [/^(?:do|does|did)$/, /^not$/, null, { modality: "fact", words: 1, kind: "modal" }],
  [/^(?:has|have)$/, /^been$/, /^been$/, { modality: "fact", words: 3, kind: "be" }],
  [/^(?:has|have)$/, /^been$/, null, { modality: "fact", words: 2, kind: "be" }],
];

/** The auxiliary that starts at a token, or null. */
export function auxiliaryAt(tokens: readonly string[], index: number): Auxiliary | null {
  const word = bare(tokens[index]);
  const contracted = /^(?:we|i|it|they|you|this|that|there)'(ll|re|d)$/.exec(word)?.[1];
  if (contracted === "ll") return { modality: "will", words: 1, kind: "modal" };
  if (contracted === "d") return { modality: "may", words: 1, kind: "modal" };
  const modality = modals.get(positive(word));
  if (modality) return { modality, words: 1, kind: "modal" };
  if (/^(?:don't|doesn't|didn't)$/.test(word)) return { modality: "fact", words: 1, kind: "modal" };
  const second = bare(tokens[index + 1]);
  const third = bare(tokens[index + 2]);
  const phrase = phrases.find(([a, b, c]) => a.test(word) && b.test(second) && (c === null || c.test(third)));
  if (phrase) return phrase[3];
  return isBe(word) || contracted === "re" ? { modality: "fact", words: 1, kind: "be" } : null;
}

/** "won't" -> "will", "mustn't" -> "must". */
function positive(word: string): string {
  if (word === "won't") return "will";
  return word === "can't" ? "can" : word.replace(/n't$/, "");
}

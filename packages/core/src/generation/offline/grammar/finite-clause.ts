import { isNounVerb, isPlainVerb } from "./noun-verbs.ts";
import type { Parsed } from "./parsed.ts";
import { isPlural } from "./plural.ts";
import { bare, isAdverb, relativizers, restFrom, startsLikeNoun } from "./tokens.ts";
import { baseOfThirdPerson, isVerb } from "./verbs.ts";

const longestSubject = 10;

/** "The endpoint returns all orders": a finite verb in the middle, where a noun would not stand. */
export function parseFinite(tokens: readonly string[]): Parsed | null {
  const implied = baseOfThirdPerson(bare(tokens[0]));
  // "Revokes a signing key": documentation leaves out what does it.
  if (implied && opensObject.test(bare(tokens[1]))) {
    return {
      form: "active",
      subject: "It",
      modality: "fact",
      negated: false,
      adverb: "",
      verb: implied,
      rest: restFrom(tokens, 1),
    };
  }
  for (let index = 1; index < Math.min(tokens.length - 1, longestSubject); index += 1) {
    if (relativizers.has(bare(tokens[index])) || /[,;:]$/.test(tokens[index] ?? "")) return null;
    const verb = finiteVerb(tokens, index);
    if (verb === null) continue;
    const subject = tokens
      .slice(0, index)
      .filter((token) => !isAdverb(token))
      .join(" ");
    return {
      form: "active",
      subject,
      modality: "fact",
      negated: false,
      adverb: "",
      verb,
      rest: restFrom(tokens, index + 1),
    };
  }
  return null;
}

/** Words that open an object or a place behind a verb. */
const opensObject =
  /^(?:a|an|the|all|any|each|every|its|their|this|that|these|one|no|only|whether|how|which|what|both|new|at|into|when|against|through)$/;
const opensPlace = /^(?:to|in|from|on|with|as|by|for)$/;
const beforeNoun = /^(?:a|an|the|of|to|in|on|for|with|by|from|and|or|per|no|any|each|every|all|its|their|our)$/;

/** Noun-like verbs without an object: "the page loads in a second". */
const intransitive = /^(?:work|run|start|stop|load|open|close|end)$/;

function finiteVerb(tokens: readonly string[], index: number): string | null {
  const word = bare(tokens[index]);
  if (/^(?:has|have)$/.test(word)) return "have";
  if (beforeNoun.test(bare(tokens[index - 1]))) return null;
  const third = baseOfThirdPerson(word);
  const works = intransitive.test(third ?? "") && opensPlace.test(bare(tokens[index + 1]));
  if (third && (!isNounVerb(third) || works || isAdverb(tokens[index - 1]) || hasObject(tokens, index + 1)))
    return third;
  return isPluralVerb(tokens, index) ? word : null;
}

function hasObject(tokens: readonly string[], index: number): boolean {
  const after = bare(tokens[index]);
  return (
    opensObject.test(after) ||
    (startsLikeNoun(tokens[index]) && !tokens[index]?.startsWith("(")) ||
    /^[a-z]{3,}ing$/.test(after)
  );
}

/** "Dashboards show ...", "Changes to the API follow ...": a base form behind a plural. */
function isPluralVerb(tokens: readonly string[], index: number): boolean {
  const word = bare(tokens[index]);
  const after = bare(tokens[index + 1]);
  if (!isVerb(word)) return false;
  if (index === 1) return /[a-z]s$/.test(bare(tokens[0])) && (isPlainVerb(word) || opensPlace.test(after));
  const afterPlural = /[a-z]s$/.test(bare(tokens[index - 1]));
  if (afterPlural && (isPlainVerb(word) || opensObject.test(after))) return true;
  // "coupon codes work for guests", "annotations properly support merging"
  if (afterPlural && intransitive.test(word) && opensPlace.test(after)) return true;
  if (isAdverb(tokens[index - 1]) && /[a-z]s$/.test(bare(tokens[index - 2]))) return true;
  if (isNounVerb(word) || !(opensObject.test(after) || opensPlace.test(after))) return false;
  const subject = tokens
    .slice(0, index)
    .join(" ")
    .replace(/ [a-z]+ly$/, "");
  return isPlural(subject);
}

import { parseAuxiliary, parsePerfect } from "./auxiliary-clause.ts";
import { takeConditions } from "./conditions.ts";
import { parseFinite } from "./finite-clause.ts";
import { parseOrder } from "./order-clause.ts";
import type { Clause } from "./parsed.ts";
import { tokensOf } from "./tokens.ts";

/** No sentence that a rule could use is longer. */
const longestSentence = 1_200;

/** Reads the main clause; null where the sentence has none that the rules understand. */
export function parseClause(sentence: string): Clause | null {
  const whole = sentence.slice(0, longestSentence);
  const { text, condition, reason } = takeConditions(firstHalf(whole).replace(/[.;:!]+$/, ""));
  const tokens = tokensOf(text);
  const found = parseOrder(tokens) ?? parsePerfect(tokens) ?? parseAuxiliary(tokens) ?? parseFinite(tokens);
  if (!found) return null;
  const placed = pronounAfterPlace.exec(found.subject);
  if (!placed?.[1] || !placed[2]) return { ...found, condition, reason };
  const place = placed[1].charAt(0).toLowerCase() + placed[1].slice(1);
  return { ...found, subject: placed[2], condition: condition ?? place, reason };
}

/** "Carts must be merged; items are added up" is two sentences, of which the first has the main clause. */
function firstHalf(sentence: string): string {
  for (let at = sentence.indexOf("; "); at > 0; at = sentence.indexOf("; ", at + 2)) {
    const left = sentence.slice(0, at);
    if (left.split("`").length % 2 === 1 && left.split("(").length === left.split(")").length) return left;
  }
  return sentence;
}

/** "In the first version we ..." names its time without a comma. */
const pronounAfterPlace = /^((?:in|for|with|at|on|during|as|from|by|after|before) .{2,80}) (we|i|you|it|they)$/i;

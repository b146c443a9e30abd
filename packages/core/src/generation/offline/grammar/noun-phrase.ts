import { isBe, isModal } from "./auxiliaries.ts";
import { isPlainVerb } from "./noun-verbs.ts";
import { gerundAdjectives } from "./plural.ts";
import { bare, relativizers, tokensOf } from "./tokens.ts";
import { baseOfGerund, baseOfParticiple, baseOfThirdPerson } from "./verbs.ts";

const neverInside = new Set(
  "we i you it they he she us me them there not never but so has have had do does did either neither etc".split(" "),
);
const neverFirst = new Set(
  "of to in on at by for from with without into onto via per as than and or because whether this that these those such".split(
    " ",
  ),
);
const neverLast = new Set(
  "of to in on at by for from with without into onto via per as and or the a an its their our this that these those no any each every all both only even also more less most very too out up off down".split(
    " ",
  ),
);

/** Whether words are a noun with what belongs to it and nothing else: only then is it sure what agrees with it. */
export function isNounPhrase(text: string, mostWords = 10): boolean {
  const tokens = tokensOf(text);
  const words = tokens.map(bare);
  const [first = ""] = words;
  const last = words.at(-1) ?? "";
  if (words.length === 0 || words.length > mostWords || neverFirst.has(first) || neverLast.has(last)) return false;
  // "Terminating pods" may be the pods or their end.
  if (words.length > 1 && baseOfGerund(first) !== null && !gerundAdjectives.test(first)) return false;
  // "Proposal based", "properly": the phrase goes on, or belongs to a verb.
  if (/(?:ed|ly)$/.test(last) && (baseOfParticiple(last) !== null || /ly$/.test(last)) && words.length > 1)
    return false;
  return !tokens.some((token, index) => breaksPhrase(token, index < words.length - 1));
}

function breaksPhrase(token: string, hasNext: boolean): boolean {
  const word = bare(token);
  if (/[,;:]$|^[-–—]+$/.test(token) || neverInside.has(word)) return true;
  if (isBe(word) || isModal(word) || relativizers.has(word)) return true;
  const third = baseOfThirdPerson(word);
  return hasNext && third !== null && isPlainVerb(third);
}

import { baseOfGerund, topicsOf, wordsOf } from "../grammar/index.ts";
import { type Area, isGenericHeading } from "./areas.ts";
import { isHeadingOrder } from "./imperative.ts";
import { type Lexicon, lowerFirst } from "./lexicon.ts";
import { toTitle } from "./title-text.ts";

/** A heading as an order, and how well it names the work, 0..1. */
export interface HeadingOrder {
  text: string;
  fitness: number;
}

const numbering =
  /^(?:(?:step|phase|story|option|feature|epic|section|part|requirement|scenario|example) )?(?:[A-Z]{1,4}-?)?\d+(?:\.\d+)*[.):]?\s+|^[A-Z][.)]\s+|^(?:scenario|feature|epic|story|option|example|requirement): /i;
export const endpoint = /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/?[\w{}:/.-]+|^`?\/[\w{}:/.-]+`?$/;

/** The verb for what a heading names, by its head noun; the first that fits. */
const verbFor: [RegExp, string][] = [
  [/\b(?:WG|team|squad|group)$/i, "carry out the work of"],
  [
    /\b(?:schemas?|models?|definitions?|formats?|interfaces?|polic(?:y|ies)|limits?|roles?|types?|contracts?|defaulting|defaults?|rules?|structures?|semantics|conventions?|protocols?|permissions?)$/i,
    "define",
  ],
  [/\b(?:docs?|documentation|guides?|tutorials?|runbooks?|release notes|readme)$/i, "write"],
  [/\b(?:metrics|telemetry|logs|alerts|dashboards?|counters?|traces)$/i, "expose"],
  [
    /\b(?:monitoring|logging|alerting|caching|support|validation|authentication|authorization|encryption|pagination|endpoints?|commands?|flags?|options?|fields?|parameters?|buttons?|pages?|columns?|index(?:es)?|keys|notifications?|settings?|checks?)$/i,
    "add",
  ],
  [/\b(?:changes|updates|modifications|additions)$/i, "make"],
  [/\b(?:migration|rollout|audit|review|analysis|research|training|load test|release)$/i, "carry out"],
  [
    /\b(?:compatibility|accessibility|performance|security|reliability|consistency|privacy|quality|isolation|availability)$/i,
    "ensure",
  ],
];

export function cleanHeading(title: string): string {
  return title
    .replace(numbering, "")
    .replace(/\s*\((?:optional|required|mandatory|draft|wip|new|mvp)\)/i, "")
    .replace(/[:.?!\s]+$/, "")
    .trim();
}

/** "Tracking the pods" -> "Track the pods"; "Support for X" -> "Support X"; a noun gets the verb of its kind. */
export function headingOrder(area: Area, lexicon: Lexicon): HeadingOrder | null {
  const heading = cleanHeading(area.section.title);
  if (heading === "" || isGenericHeading(area.section.title)) return null;
  if (!lexicon.english) return { text: toTitle(heading), fitness: 0.6 };
  if (
    /\?$/.test(area.section.title) ||
    /^(?:how|what|why|when|where|which|who|is|are|can|do|does|will|should)\b/i.test(heading)
  )
    return null;
  if (endpoint.test(heading))
    return { text: toTitle(`add the ${heading.replace(/ endpoint$/i, "")} endpoint`), fitness: 1 };
  const thing = /^(?:implementation|introduction|addition) of (.+)$/i.exec(heading)?.[1];
  if (thing) return { text: toTitle(`implement ${lowerWords(thing, lexicon)}`), fitness: 0.6 };
  const support = /^supports? (?:for|of) (.+)$/i.exec(heading)?.[1];
  if (support) return { text: toTitle(`support ${lowerFirst(support, lexicon)}`), fitness: 0.9 };
  const first = wordsOf(heading)[0] ?? "";
  const base = baseOfGerund(first);
  if (base && heading.includes(" ") && heading.startsWith(first) && !/^\S+,? (?:and|or|&)\b/.test(heading)) {
    return {
      text: toTitle(base + lowerWords(heading.slice(first.length), lexicon)),
      fitness: / and /.test(heading) ? 0.6 : 0.85,
    };
  }
  if (isHeadingOrder(heading))
    return { text: toTitle(first + lowerWords(heading.slice(first.length), lexicon)), fitness: 0.85 };
  return nounOrder(heading, lexicon);
}

function nounOrder(heading: string, lexicon: Lexicon): HeadingOrder {
  if (/\brequirements?$/i.test(heading))
    return { text: toTitle(`put the ${lowerWords(heading, lexicon)} into practice`), fitness: 0.56 };
  const topics = topicsOf(heading).size;
  const verb =
    verbFor.find(([pattern]) => pattern.test(heading.split(/ (?:of|for|in|to|with|on) /)[0] ?? heading))?.[1] ??
    "implement";
  const code = /^`[^`]*`$/.test(heading);
  const called = verb === "define" ? heading.replace(/ definitions?$/i, "") : heading;
  const name = verb.endsWith(" of") ? heading : lowerWords(called, lexicon);
  return { text: toTitle(`${verb} ${name}`), fitness: code ? 0.3 : topics > 1 ? 0.56 : 0.36 };
}

/** Title Case in headings becomes sentence case; names, abbreviations and code stay. */
export function lowerWords(text: string, lexicon: Lexicon): string {
  const words = text.split(" ");
  const lowered = words.map((word, index) =>
    index === 0 || lexicon.common.has(word.toLowerCase().replace(/[^\p{L}\p{N}-]/gu, ""))
      ? lowerFirst(word, lexicon)
      : lowerUnknown(word, words, lexicon),
  );
  // The word in front of a name belongs to the name ("Windows Terminal").
  return lowered
    .map((word, index) => (/^\p{Lu}\p{Ll}/u.test(lowered[index + 1] ?? "") ? (words[index] ?? word) : word))
    .join(" ");
}

/** A capital that only headings use, in a heading where most words have one, is no name. */
function lowerUnknown(word: string, words: readonly string[], lexicon: Lexicon): string {
  const bare = word.replace(/[^\p{L}\p{N}-]/gu, "");
  const inTitleCase = words.filter((other) => /^\p{Lu}/u.test(other)).length * 2 > words.length;
  return inTitleCase && !lexicon.names.has(bare) ? lowerFirst(word, lexicon) : word;
}

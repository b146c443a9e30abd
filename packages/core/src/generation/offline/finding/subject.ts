import { capitalize, gerund, isPlural, overlap, topicsOf } from "../grammar/index.ts";
import type { SpecDocument } from "../types.ts";
import { isGenericHeading } from "./areas.ts";
import { reportsDefect } from "./defect-work.ts";
import { lowerWords } from "./headings.ts";
import { isHeadingOrder } from "./imperative.ts";
import type { Lexicon } from "./lexicon.ts";
import { cutAtWord } from "./title-text.ts";

/** What the whole spec is about. */
export interface Subject {
  /** Fits after a verb: "package pinning", "allowing replacement of Pods". */
  noun: string;
  /** As an order: "Introduce package pinning". */
  order: string;
  /** Whether the title is an order already, and not one that was made of a noun. */
  isOrder: boolean;
  /** As the spec writes it. */
  name: string;
  /** Whether the spec itself names it. */
  named: boolean;
}

const wrapping =
  /^(?:(?:kep|rfc|pep|adr|prd|spec|epic|proposal|design)[- ]?#?\d*\s*[:–—-]\s*|#?\d{2,}\s*[:–—-]\s*)|\s*[:–—-]\s*(?:(?:design|technical|product|functional) )?(?:spec(?:ification)?|prd|rfc|design(?: (?:doc(?:ument)?|note)s?)?|proposal|requirements(?: document)?|memo)$|\s+(?:spec(?:ification)?|prd|rfc|(?:design|technical|concept) (?:doc(?:ument)?|note)s?)$/gi;

/** A title that shares no word with the spec gets the spec's own themes with it. */
function themed(given: string, { common, names, themes }: Lexicon): string {
  const said = [...topicsOf(given)].some((topic) => [...common, ...names].some((word) => topicsOf(word).has(topic)));
  return said || themes.length === 0 ? given : `${given} with ${themes.join(" and ")}`;
}

/** A file's name: words joined by dashes, and nothing that a person would write. */
const slug = /^[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}.]+)+$/u;
const shelfWord = /^(?:rfcs?|keps?|peps?|adrs?|prds?|specs?|proposals?|designs?|docs?|draft|final)$/i;

/** "rfcs-3537-msrv-resolver" -> "MSRV resolver": without its shelf and number, each word as the spec writes it. */
function fromSlug(given: string, { names, common }: Lexicon): string {
  if (!slug.test(given)) return given;
  const words = given.split(/[-_]/);
  // What stands in front of a number is the shelf, as long as two words of its own are left.
  const number = words.slice(0, -2).findLastIndex((word) => /^\d+$/.test(word));
  const own = words.slice(number + 1).filter((word, index) => index > 0 || !shelfWord.test(word));
  const written = new Map([...names].map((name) => [name.toLowerCase(), name]));
  return own
    .map((word) => {
      const name = written.get(word) ?? written.get(word.toLowerCase());
      return name && (name === name.toUpperCase() || !common.has(word)) ? name : word;
    })
    .join(" ");
}

const verbs: [RegExp, string][] = [
  [
    /\b(?:tools?|apis?|apps?|applications?|(?:web)?sites?|pages?|portals?|services?|servers?|clients?|librar(?:y|ies)|dashboards?|architectures?|platforms?|systems?|engines?|resolvers?|pipelines?|processes|models?)$/i,
    "build",
  ],
  [/\b(?:launch|release|migration|rollout|upgrade|audit|review|transition|programme|plan)$/i, "carry out"],
];

/** What is done with a thing: a tool is built, a launch is carried out, anything else is new. */
function asThing(name: string): { verb: string; noun: string } {
  const head = (name.split(/ (?:of|for|in|to|with|on|from|by) /)[0] ?? name).replace(/[ \d.]+$/, "");
  const verb = verbs.find(([pattern]) => pattern.test(head))?.[1];
  if (verb === undefined) return { verb: "introduce", noun: name };
  const articled =
    isPlural(head.split(" ").at(-1) ?? head) || /^(?:the|a|an|our|this|new) /i.test(name) || !name.includes(" ");
  return { verb, noun: articled ? name : `the ${name}` };
}

/** The document's title where it names something, else the title that the caller gave. */
export function subjectOf(document: SpecDocument, requestTitle: string, lexicon: Lexicon): Subject {
  const own =
    document.title === null ||
    isGenericHeading(document.title) ||
    /^(?:meta|metadata|summary|abstract|motivation)$/i.test(document.title)
      ? null
      : document.title;
  const given = fromSlug(requestTitle.trim(), lexicon);
  const related = own !== null && overlap(topicsOf(given), topicsOf(own)) > 0;
  const shorter =
    related &&
    requestTitle.trim().includes(" ") &&
    given.length < own.length &&
    own.length > 60 &&
    topicsOf(given).size > 1;
  const chosen = own === null || shorter ? themed(given, lexicon) : own;
  const name = cutAtWord(chosen.replace(wrapping, "").trim(), 80);
  const named = own !== null;
  if (!lexicon.english) return { noun: name, order: name, isOrder: false, name, named };
  if (reportsDefect(document)) return { noun: name, order: `Fix “${name}”`, isOrder: true, name, named };
  if (isHeadingOrder(name)) {
    const [verb = "", ...rest] = name.split(" ");
    const tail = lowerWords(rest.join(" "), lexicon);
    return { noun: `${gerund(verb.toLowerCase())} ${tail}`, order: `${verb} ${tail}`, isOrder: true, name, named };
  }
  const { verb, noun } = asThing(lowerWords(name, lexicon));
  return { noun, order: capitalize(`${verb} ${noun}`), isOrder: false, name, named };
}

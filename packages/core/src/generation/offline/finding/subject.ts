import { gerund, overlap, topicsOf } from "../grammar/index.ts";
import type { SpecDocument } from "../types.ts";
import { isGenericHeading } from "./areas.ts";
import { lowerWords } from "./headings.ts";
import { isHeadingOrder } from "./imperative.ts";
import type { Lexicon } from "./lexicon.ts";
import { cutAtWord } from "./title-text.ts";

/** What the whole spec is about. */
export interface Subject {
  /** Fits after a verb: "package pinning", "allowing replacement of Pods". */
  noun: string;
  /** As an order: "Deliver package pinning". */
  order: string;
  /** As the spec writes it. */
  name: string;
}

const wrapping =
  /^(?:(?:kep|rfc|pep|adr|prd|spec|epic|proposal|design)[- ]?#?\d*\s*[:–—-]\s*|#?\d{2,}\s*[:–—-]\s*)|\s*[:–—-]\s*(?:(?:design|technical|product|functional) )?(?:spec(?:ification)?|prd|rfc|design(?: doc(?:ument)?)?|proposal|requirements(?: document)?|memo)$|\s+(?:spec(?:ification)?|prd|rfc|design doc(?:ument)?)$/gi;

/** A title that shares no word with the spec gets the spec's own themes with it. */
function themed(given: string, { common, names, themes }: Lexicon): string {
  const said = [...topicsOf(given)].some((topic) => [...common, ...names].some((word) => topicsOf(word).has(topic)));
  return said || themes.length === 0 ? given : `${given} with ${themes.join(" and ")}`;
}

/** The document's title where it names something, else the title that the caller gave. */
export function subjectOf(document: SpecDocument, requestTitle: string, lexicon: Lexicon): Subject {
  const own =
    document.title === null ||
    isGenericHeading(document.title) ||
    /^(?:meta|metadata|summary|abstract|motivation)$/i.test(document.title)
      ? null
      : document.title;
  const given = requestTitle.trim();
  const related = own !== null && overlap(topicsOf(given), topicsOf(own)) > 0;
  const shorter =
    related && given.includes(" ") && given.length < own.length && own.length > 60 && topicsOf(given).size > 1;
  const chosen = own === null || shorter ? themed(given, lexicon) : own;
  const name = cutAtWord(chosen.replace(wrapping, "").trim(), 80);
  if (!lexicon.english) return { noun: name, order: name, name };
  if (isHeadingOrder(name)) {
    const [verb = "", ...rest] = name.split(" ");
    const tail = lowerWords(rest.join(" "), lexicon);
    return { noun: `${gerund(verb.toLowerCase())} ${tail}`, order: `${verb} ${tail}`, name };
  }
  const noun = lowerWords(name, lexicon);
  return { noun, order: `Deliver ${noun}`, name };
}

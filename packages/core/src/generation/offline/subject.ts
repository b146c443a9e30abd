import type { SpecDocument } from "../document.ts";
import { isGenericHeading } from "./areas.ts";
import { lowerWords } from "./headings.ts";
import { isHeadingOrder } from "./imperative.ts";
import type { Lexicon } from "./lexicon.ts";
import { cutAtWord } from "./title-text.ts";
import { gerund } from "./verbs.ts";
import { overlap, topicsOf } from "./words.ts";

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

/** The document's title where it names something, else the title that the caller gave. */
export function subjectOf(document: SpecDocument, requestTitle: string, lexicon: Lexicon): Subject {
  const own = document.title === null || isGenericHeading(document.title) || /^(?:meta|metadata|summary|abstract|motivation)$/i.test(document.title) ? null : document.title;
  const given = requestTitle.trim();
  const related = own !== null && overlap(topicsOf(given), topicsOf(own)) > 0;
  const shorter = related && given.includes(" ") && given.length < own.length && own.length > 60 && topicsOf(given).size > 1;
  const name = cutAtWord((own === null || shorter ? given : own).replace(wrapping, "").trim(), 80);
  if (!lexicon.english) return { noun: name, order: name, name };
  if (isHeadingOrder(name)) {
    const [verb = "", ...rest] = name.split(" ");
    const tail = lowerWords(rest.join(" "), lexicon);
    return { noun: `${gerund(verb.toLowerCase())} ${tail}`, order: `${verb} ${tail}`, name };
  }
  const noun = lowerWords(name, lexicon);
  return { noun, order: `Deliver ${noun}`, name };
}

import type { Ticket } from "../result.ts";

/** Fewer letters than this stand in many a text by chance. */
const leastLetters = 12;

/** "- REQ-12: ...": an author's own name for a sentence, which a ticket may leave out. */
const ownId = /^[\s|*+-]*[[(]?[A-Z]{1,8}[-_ ]?\d[\d.]*[\])]?[\s:.|–—-]+/i;

/** So much text is searched for one result; a ticket of 200,000 characters with 1,000 requirements is as much as that. */
const mostSearched = 200_000_000;

/**
 * Searches long tickets for whole sentences, word for word: cheap enough for a ticket of any length. Says no, once more
 * was searched than any honest result needs.
 */
export function createVerbatimSearch(): (sentence: string, ticket: Ticket) => boolean {
  const texts = new Map<Ticket, string>();
  let left = mostSearched;
  return (sentence, ticket) => {
    const text = texts.get(ticket) ?? wordsOnly(textOf(ticket));
    texts.set(ticket, text);
    return [sentence, sentence.replace(ownId, "")].some((written) => {
      const wanted = wordsOnly(written);
      left -= text.length;
      return left >= 0 && wanted.length >= leastLetters && text.includes(wanted);
    });
  };
}

function textOf({ title, description, acceptanceCriteria }: Ticket): string {
  return [title, ...acceptanceCriteria, description].join("\n");
}

/** The words with a blank before and behind each: case, marks and line breaks are no difference. */
function wordsOnly(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim()} `;
}

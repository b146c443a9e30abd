/** Writes one character, between its neighbours, so that it means nothing but itself where it goes to (K9). */
export type Escape = (character: string, before: string, after: string) => string;

const asItIs: Escape = (character) => character;

/**
 * One line of at most `limit` UTF-16 units after escaping, cut between characters. Line breaks, control characters and
 * signs that turn the direction of reading become spaces: no text of an incident opens a line of its own.
 */
export function line(text: string, limit: number, write: Escape = asItIs): string {
  const flat = text
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .trim();
  // No escape makes a text shorter, so what stands behind the limit is cut in any case.
  const characters = Array.from(flat.slice(0, limit + 1));
  const pieces = characters.map((one, at) => write(one, characters[at - 1] ?? "", characters[at + 1] ?? ""));
  const whole = pieces.join("");
  return whole.length <= limit ? whole : `${cut(pieces, limit - 1)}…`;
}

function cut(pieces: readonly string[], limit: number): string {
  let length = 0;
  const end = pieces.findIndex((piece) => {
    length += piece.length;
    return length > limit;
  });
  return pieces.slice(0, end).join("");
}

/** For HTML, and for Slack's own markup. */
export const escapeMarkup: Escape = (character) => markupEntities[character] ?? character;

const markupEntities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** The first `limit` code points, cut back to the last whole word where that keeps more than half of them. */
export function shorten(text: string, limit: number): string {
  // A code point is one unit or two: no more of a long text need be taken apart.
  const points = [...text.slice(0, 2 * (limit + 1))];
  if (points.length <= limit) return text;
  const cut = points.slice(0, limit - 1);
  const wordEnd = points[limit - 1] === " " ? cut.length : cut.lastIndexOf(" ");
  const kept = wordEnd > limit / 2 ? cut.slice(0, wordEnd) : cut;
  return `${kept.join("").trimEnd()}…`;
}

/** One line of well-formed text: runs of white space and control characters become one space. */
export function tidyLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** Text that may have several lines: line ends are `\n`, and other control characters are gone. */
export function tidyText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
}

/** A short line without what is left of its markup: heading marks, bullets, emphasis, links, inline tags, quotes. */
export function withoutMarkup(text: string): string {
  const line = text
    .replace(/^(?:[#>*+-]+ )+/, "")
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, "$1")
    .replace(/<\/?(?:b|i|u|em|strong|code|span|p|br|h[1-6])\s*\/?>/gi, "")
    .replaceAll("**", "")
    .replace(/ #+$/, "");
  return line.replace(/^(["'`_*])(.+)\1$/u, "$2").trim();
}

/** Texts that are the same this far are the same. */
const comparedLength = 1_000;

/** The same for texts that differ only in case, punctuation and blanks; the text itself where that leaves nothing. */
export function comparable(text: string): string {
  const words = text
    .slice(0, comparedLength)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Sm}\p{Sc}#%]+/gu, " ")
    .trim();
  return words || text;
}

/** Whether something is in a text that no line of a ticket holds: control characters, halves of characters. */
export function holdsControlCharacters(text: string): boolean {
  return /[^\P{Cc}\s]/u.test(text) || !text.isWellFormed();
}

/** Models may write a megabyte into a title; the patterns below only ever see this much of it. */
const lineLimit = 2_000;

/** The first `limit` code points, cut back to the last whole word where that keeps more than half of them. */
export function shorten(text: string, limit: number): string {
  const points = [...text];
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

/** A title without what is left of its markup: heading marks, bullets, emphasis, links, inline tags, quotes around it. */
export function plainTitle(text: string): string {
  const line = tidyLine(text.slice(0, lineLimit))
    .replace(/^(?:[#>*+-]+ )+/, "")
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, "$1")
    .replace(/<\/?(?:b|i|u|em|strong|code|span|p|br|h[1-6])\s*\/?>/gi, "")
    .replaceAll("**", "")
    .replace(/ #+$/, "");
  return line.replace(/^(["'`_*])(.+)\1$/u, "$2").trim();
}

import type { Line } from "./lines.ts";

/** How a heading is marked; reading order of the marks decides the levels of underlined ones. */
export interface HeadingMark {
  title: string;
  /** `#`..`######`, or the underline's character (twice for an overline), or the kind of a heading without a mark. */
  mark: string;
  /** Lines that the heading takes. */
  lines: number;
}

const atx = /^ {0,3}(#{1,6})(?: +(.*))?$/;

export function atxHeading(line: Line): HeadingMark | null {
  const found = atx.exec(line.text.trimEnd());
  if (!found?.[1]) return null;
  const title = (found[2] ?? "").trim();
  const closing = / #+$/.exec(title);
  return { title: closing ? title.slice(0, closing.index) : title, mark: found[1], lines: 1 };
}

const underlines = new Set([..."=-~^\"+#'."]);

/** Setext and reStructuredText: a short line over a line of one repeated mark, perhaps under one too. */
export function underlinedHeading(lines: readonly Line[], index: number): HeadingMark | null {
  const over = underlineChar(lines[index]);
  if (over) {
    const title = lines[index + 1];
    const framed = title && !title.blank && underlineChar(lines[index + 2]) === over;
    return framed ? { title: title.text.trim(), mark: over + over, lines: 3 } : null;
  }
  const line = lines[index];
  if (!line || line.blank || line.indent > 3 || line.text.length > 160) return null;
  const below = lines[index + 1];
  const under = underlineChar(below);
  if (!under || !below || below.text.trim().length < Math.min(line.text.trim().length * 0.6, 12)) return null;
  return isSentence(line.text) ? null : { title: line.text.trim(), mark: under, lines: 2 };
}

function underlineChar(line: Line | undefined): string | null {
  if (!line || line.indent > 3) return null;
  const text = line.text.trim();
  const char = text.charAt(0);
  if (text.length < 3 || !underlines.has(char)) return null;
  return text === char.repeat(text.length) ? char : null;
}

/** A rule under a finished sentence or a table row is a rule. */
function isSentence(text: string): boolean {
  return /[.;,|]\s*$/.test(text.slice(-4)) || text.trim().startsWith("|");
}

const boldLine = /^(?:\*\*|__)([^*_]{2,80}?):?(?:\*\*|__):?$/;

/** A line that is bold from end to end heads what follows, as authors write it where headings feel too loud. */
export function boldHeading(lines: readonly Line[], index: number): HeadingMark | null {
  const found = boldLine.exec(lines[index]?.text.trim().slice(0, 100) ?? "");
  if (!found?.[1] || !stands(lines, index)) return null;
  return { title: found[1], mark: "bold", lines: 1 };
}

const numbered = /^(\d{1,3}(?:\.\d{1,3}){0,4})[.)]? +(\S.{1,90})$/;
const listTitle =
  /^(?!(?:it|this|that|we|they|you|users?|note|example|either|these|includes?|such)\b)(\p{Lu}[\p{L}\p{N}-]+(?: [\p{L}\p{N}-]+)?):$/iu;
const colonLine = /^(\p{Lu}[^.:;!?]{1,50}):$/u;

/** "Alpha:" on its own line over a list heads that list, but "It should:" is the start of its sentences. */
export function listHeading(lines: readonly Line[], index: number): HeadingMark | null {
  const line = lines[index];
  const found =
    line?.indent === 0 && (lines[index - 1]?.blank ?? true) ? listTitle.exec(line.text.trim().slice(0, 40)) : null;
  const next = lines[index + 1]?.blank ? lines[index + 2] : lines[index + 1];
  if (!found?.[1] || !next || !/^ {0,3}(?:[-*+] |\d{1,3}[.)] )/.test(next.text)) return null;
  return { title: found[1], mark: "colon", lines: 1 };
}

/** Text without marks: "1.2 Foo", "OPEN QUESTIONS" and "Open questions:" on a line of their own. */
export function plainHeading(lines: readonly Line[], index: number): HeadingMark | null {
  const line = lines[index];
  const below = lines[index - 1]?.blank ?? true;
  if (!line || !below || line.indent > 0 || line.text.length > 100) return null;
  const text = line.text.trim();
  if (isTitleLine(lines, index)) return { title: text.replace(titleLabel, ""), mark: "title", lines: 1 };
  const number = numbered.exec(text);
  if (number?.[1] && number[2]) return numberedHeading(lines, index, number[1], number[2]);
  if (isCapitals(text) && stands(lines, index)) return { title: sentenceCase(text), mark: "capitals", lines: 1 };
  const colon = colonLine.exec(text)?.[1];
  if (colon && colon.split(" ").length <= 5) return { title: colon, mark: "colon", lines: 1 };
  return null;
}

/** "Subject: Spring release" names its title so. */
const titleLabel =
  /^(?:title|subject|topic|re|project|titel|betreff|thema|objet|sujet|asunto|título|件名)\s*[:：]\s*(?=\S)/iu;
const titleLine = /^\p{L}.{2,79}$/u;

/** A text often starts with its own title on a line of its own. */
function isTitleLine(lines: readonly Line[], index: number): boolean {
  const text = lines[index]?.text.trim() ?? "";
  if (!titleLine.test(text) || /[.,;:!?。]$/.test(text) || lines[index + 1]?.blank !== true) return false;
  return lines.findIndex((line) => !line.blank) === index && lines.findLastIndex((line) => !line.blank) > index;
}

function numberedHeading(lines: readonly Line[], index: number, number: string, title: string): HeadingMark | null {
  const depth = number.split(".").length;
  if (/[.;,:]$/.test(title) || (depth === 1 && (!stands(lines, index) || listGoesOn(lines, index)))) return null;
  return /^[\p{Lu}\p{Lo}]/u.test(title) ? { title, mark: `number${depth}`, lines: 1 } : null;
}

/** Whether the next line with words is numbered too: then it is a list of short items, not a heading. */
function listGoesOn(lines: readonly Line[], index: number): boolean {
  const next = lines.slice(index + 1, index + 4).find((line) => !line.blank);
  return next === undefined || /^\d+[.)]? /.test(next.text);
}

function stands(lines: readonly Line[], index: number): boolean {
  return (lines[index - 1]?.blank ?? true) && (lines[index + 1]?.blank ?? true);
}

function isCapitals(text: string): boolean {
  return text.length <= 80 && /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text) && !/[.;,]$/.test(text);
}

function sentenceCase(capitals: string): string {
  const words = capitals.replace(/:$/, "").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

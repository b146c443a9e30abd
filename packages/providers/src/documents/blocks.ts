import type { SpecBlock } from "@tessera/core/generation";
import type { Dialect } from "./dialect.ts";
import { isDirective, isLinkTarget, readDirective } from "./directives.ts";
import { fenceEnd, fenceOf } from "./fences.ts";
import { atxHeading, boldHeading, type HeadingMark, listHeading, plainHeading, underlinedHeading } from "./headings.ts";
import { plainText } from "./inline.ts";
import type { Line } from "./lines.ts";
import { markerOf, readList } from "./lists.ts";
import { isGridTable, isPipeTable, readGridTable, readPipeTable } from "./tables.ts";

export type Part =
  | { kind: "heading"; title: string; mark: string; start: number; end: number }
  | { kind: "block"; block: SpecBlock };

interface Reader {
  lines: readonly Line[];
  dialect: Dialect;
}

/** Headings and blocks in reading order. Each line is looked at once, by the first rule that takes it. */
export function readBlocks(lines: readonly Line[], from: number, dialect: Dialect): Part[] {
  const reader: Reader = { lines, dialect };
  const parts: Part[] = [];
  let index = from;
  while (index < lines.length) {
    const taken = readPart(reader, index);
    if (taken.part) parts.push(taken.part);
    index = taken.next;
  }
  return parts;
}

interface Taken {
  part: Part | null;
  next: number;
}

function readPart(reader: Reader, index: number): Taken {
  const { lines } = reader;
  const line = lines[index];
  if (!line || line.blank || isLinkTarget(line)) return { part: null, next: index + 1 };
  const heading = headingAt(reader, index);
  if (heading) return headingPart(lines, index, heading);
  if (isGridTable(line)) return asPart(readGridTable(lines, index));
  if (isRule(line)) return { part: null, next: index + 1 };
  return readBlock(reader, index, line);
}

function readBlock(reader: Reader, index: number, line: Line): Taken {
  const { lines } = reader;
  const fence = fenceOf(line);
  if (fence) return codeBlock(lines, index, fenceEnd(lines, index, fence), fence.language);
  if (isDirective(line)) return asPart(readDirective(lines, index));
  if (isPipeTable(lines, index)) return asPart(readPipeTable(lines, index));
  if (markerOf(line)) return asPart(readList(lines, index, (at) => interruptsList(reader, at)));
  if (line.text.trimStart().startsWith(">")) return quote(lines, index);
  if (line.indent >= 4) return codeBlock(lines, index, indentedEnd(lines, index), null);
  return paragraph(reader, index);
}

function asPart(read: { block: SpecBlock; next: number }): Taken {
  return { part: { kind: "block", block: read.block }, next: read.next };
}

function headingAt({ lines, dialect }: Reader, index: number): HeadingMark | null {
  const line = lines[index];
  if (!line) return null;
  if (dialect === "markdown")
    return atxHeading(line) ?? setextHeading(lines, index) ?? boldHeading(lines, index) ?? listHeading(lines, index);
  if (dialect === "underlined") return underlinedHeading(lines, index) ?? boldHeading(lines, index);
  return boldHeading(lines, index) ?? plainHeading(lines, index);
}

/** Beside `#` headings only the two underlines of Markdown count. */
function setextHeading(lines: readonly Line[], index: number): HeadingMark | null {
  const found = underlinedHeading(lines, index);
  const line = lines[index];
  return found && line && /^[-=]$/.test(found.mark) && !markerOf(line) ? found : null;
}

function headingPart(lines: readonly Line[], index: number, heading: HeadingMark): Taken {
  const last = index + heading.lines - 1;
  const title = plainText(heading.title);
  const part: Part = {
    kind: "heading",
    title,
    mark: heading.mark,
    start: lines[index]?.start ?? 0,
    end: lines[last]?.end ?? 0,
  };
  return { part: title === "" ? null : part, next: last + 1 };
}

function isRule(line: Line): boolean {
  const text = line.text.trim();
  return text.length >= 3 && /^[-*_=~^+. ]{3,}$/.test(text.slice(0, 200));
}

function codeBlock(lines: readonly Line[], first: number, last: number, language: string | null): Taken {
  const start = lines[first]?.start ?? 0;
  const end = lines[last]?.end ?? 0;
  const text = lines
    .slice(first, last + 1)
    .map((line) => line.text)
    .join("\n");
  return { part: { kind: "block", block: { kind: "code", language, text, start, end } }, next: last + 1 };
}

/** The last line of an indented block; blank lines inside belong to it. */
function indentedEnd(lines: readonly Line[], from: number): number {
  let last = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || (!line.blank && line.indent < 2)) break;
    if (!line.blank) last = index;
  }
  return last;
}

const callout = /^\\?\[![A-Z]+\\?\] */;

function quote(lines: readonly Line[], from: number): Taken {
  let next = from;
  const words: string[] = [];
  while (next < lines.length && lines[next]?.text.trimStart().startsWith(">")) {
    words.push(lines[next]?.text.replace(/^[ >]+/, "").replace(callout, "") ?? "");
    next += 1;
  }
  const text = plainText(words.join(" "));
  const span = { start: lines[from]?.start ?? 0, end: lines[next - 1]?.end ?? 0 };
  return { part: text === "" ? null : { kind: "block", block: { kind: "quote", text, ...span } }, next };
}

function paragraph(reader: Reader, from: number): Taken {
  const { lines } = reader;
  let next = from + 1;
  while (next < lines.length && !endsParagraph(reader, next)) next += 1;
  const words = lines.slice(from, next).map((line) => line.text.trim());
  const text = plainText(words.join("\n")).replace(/::$/, ":");
  const span = { start: lines[from]?.start ?? 0, end: lines[next - 1]?.end ?? 0 };
  return { part: text === "" ? null : { kind: "block", block: { kind: "paragraph", text, ...span } }, next };
}

function endsParagraph(reader: Reader, index: number): boolean {
  const line = reader.lines[index];
  if (!line || line.blank) return true;
  const marker = markerOf(line);
  // A number inside a wrapped sentence starts no list, unless it is the first.
  if (marker && marker.indent < 4 && (!marker.ordered || marker.number === 1)) return true;
  return interruptsList(reader, index) || line.text.trimStart().startsWith(">");
}

function interruptsList(reader: Reader, index: number): boolean {
  const line = reader.lines[index];
  if (!line) return true;
  const heading = reader.dialect === "plain" ? null : headingAt(reader, index);
  if (heading || isRule(line) || fenceOf(line) || isDirective(line) || isLinkTarget(line)) return true;
  return isPipeTable(reader.lines, index) || (reader.dialect === "plain" && plainHeading(reader.lines, index) !== null);
}

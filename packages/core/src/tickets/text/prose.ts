import { withoutCodeSpans } from "./code-spans.ts";

interface Fence {
  mark: string;
  quoteDepth: number;
}

interface Reader {
  passages: string[][];
  fence: Fence | null;
  /** Columns that text of the open list item is indented by; 0 outside of lists. */
  listIndent: number;
  /** Whether the line before holds text that an indented line would continue. */
  inParagraph: boolean;
  quoteDepth: number;
}

const fenceLine = /^ *(`{3,}|~{3,})([^\n]*)$/;
const listItem = /^( *(?:[-+*]|\d{1,9}[.)]) {1,4})(.*)$/;

/**
 * The text of a Markdown document without its code: code spans, fenced and indented code blocks. It answers passages,
 * because nothing reaches from one into the next. One pass over lines, so hostile text costs what its length does (K10).
 */
export function prosePassages(markdown: string): string[] {
  const reader: Reader = { passages: [], fence: null, listIndent: 0, inParagraph: false, quoteDepth: 0 };
  for (const line of markdown.split(/\r\n?|\n/)) readLine(reader, line.replaceAll("\t", "    "));
  return reader.passages.map((lines) => withoutCodeSpans(lines.join("\n")));
}

function readLine(reader: Reader, line: string): void {
  const { rest, depth } = unquote(line, reader.fence?.quoteDepth ?? Number.POSITIVE_INFINITY);
  // A fence inside a quote ends with the quote.
  if (reader.fence && depth < reader.fence.quoteDepth) reader.fence = null;
  if (reader.fence) {
    if (closes(rest, reader.fence)) reader.fence = null;
    return;
  }
  if (depth !== reader.quoteDepth) Object.assign(reader, { quoteDepth: depth, listIndent: 0, inParagraph: false });
  readProse(reader, rest, depth);
}

function readProse(reader: Reader, line: string, quoteDepth: number): void {
  if (line.trim() === "") {
    reader.inParagraph = false;
    return;
  }
  const indent = line.length - line.trimStart().length;
  if (!reader.inParagraph && indent >= reader.listIndent + 4) return;
  if (!reader.inParagraph && indent < reader.listIndent) reader.listIndent = 0;

  const item = listItem.exec(line);
  const text = item?.[2] ?? line;
  if (item) Object.assign(reader, { listIndent: item[1]?.length ?? 0, inParagraph: false });
  const mark = openingMark(text);
  if (mark) Object.assign(reader, { fence: { mark, quoteDepth }, inParagraph: false });
  else addLine(reader, text);
}

function addLine(reader: Reader, text: string): void {
  const last = reader.passages.at(-1);
  if (reader.inParagraph && last) last.push(text);
  else reader.passages.push([text]);
  reader.inParagraph = !/^ {0,3}#{1,6} /.test(text);
}

/** The mark of a fence that opens here. Backticks with more backticks behind them are a code span. */
function openingMark(line: string): string | null {
  const [, mark, info] = fenceLine.exec(line) ?? [];
  if (!mark || (mark.startsWith("`") && info?.includes("`"))) return null;
  return mark;
}

function closes(line: string, { mark }: Fence): boolean {
  const end = line.trim();
  return end.length >= mark.length && end === mark.charAt(0).repeat(end.length);
}

function unquote(line: string, maximum: number): { rest: string; depth: number } {
  let at = 0;
  let depth = 0;
  while (depth < maximum) {
    const mark = /^ {0,3}> ?/.exec(line.slice(at, at + 5));
    if (!mark) break;
    at += mark[0].length;
    depth += 1;
  }
  return { rest: line.slice(at), depth };
}

import { fenceEnd, fenceOf } from "./fences.ts";
import { type Line, lineOf } from "./lines.ts";

/** Blocks that hold no prose of the author's: what they open with, and what closes them. */
const hidden = [
  { open: "<!--", close: "-->" },
  { open: "<table", close: "</table>" },
  { open: "<style", close: "</style>" },
  { open: "<script", close: "</script>" },
  { open: "<svg", close: "</svg>" },
] as const;

/** The lines with comments and raw HTML tables blanked out, so that every offset stays right. Fences are kept. */
export function maskHidden(lines: readonly Line[]): Line[] {
  const masked: Line[] = [];
  let close: string | null = null;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line) break;
    const fence = close === null ? fenceOf(line) : null;
    if (fence) {
      const last = fenceEnd(lines, index, fence);
      for (const copy of copies(lines, index, last)) masked.push(copy);
      index = last;
      continue;
    }
    const result = maskLine(line.text, close);
    close = result.close;
    masked.push(result.text === line.text ? line : lineOf(result.text, line.start));
  }
  return masked;
}

function* copies(lines: readonly Line[], first: number, last: number): Generator<Line> {
  for (let index = first; index <= last; index += 1) {
    const line = lines[index];
    if (line) yield line;
  }
}

function maskLine(source: string, closing: string | null): { text: string; close: string | null } {
  if (closing === null && !source.includes("<")) return { text: source, close: null };
  let text = "";
  let close = closing;
  let index = 0;
  while (index < source.length) {
    if (close === null) {
      const next = nextHidden(source, index);
      text += source.slice(index, next?.at ?? source.length);
      if (!next) break;
      close = next.close;
      index = next.at;
    }
    const found = source.indexOf(close, index);
    const end = found < 0 ? source.length : found + close.length;
    text += " ".repeat(end - index);
    index = end;
    if (found >= 0) close = null;
  }
  return { text, close };
}

function nextHidden(source: string, from: number): { at: number; close: string } | null {
  let at = source.indexOf("<", from);
  while (at >= 0) {
    const found = hidden.find(({ open }) => source.startsWith(open, at));
    if (found && !insideCode(source, at)) return { at, close: found.close };
    at = source.indexOf("<", at + 1);
  }
  return null;
}

/** Whether one backtick before and one after stand around a position, as in "the `<!--` mark". */
function insideCode(source: string, at: number): boolean {
  return source.charAt(at - 1) === "`";
}

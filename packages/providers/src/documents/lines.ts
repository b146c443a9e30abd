/** One line of the spec. `text` has tabs and control characters as blanks, so it is as long as its source. */
export interface Line {
  text: string;
  start: number;
  end: number;
  /** Columns of leading blanks; the length of the text where the line is blank. */
  indent: number;
  blank: boolean;
}

// A byte order mark, NUL and other control characters say nothing; a blank keeps every offset right.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is cleaned here
const invisible = /[\u0000-\u0008\t\u000b\u000c\u000e-\u001f\u007f\u00a0\u200b\u2060\ufeff]/g;

/** Splits at LF, CRLF and lone CR. */
export function splitLines(spec: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start <= spec.length) {
    const end = lineEnd(spec, start);
    lines.push(lineOf(spec.slice(start, end), start));
    start = end + (spec.startsWith("\r\n", end) ? 2 : 1);
  }
  return lines;
}

export function lineOf(source: string, start: number): Line {
  const text = source.replace(invisible, " ");
  const indent = text.length - text.trimStart().length;
  return { text, start, end: start + source.length, indent, blank: indent === text.length };
}

function lineEnd(spec: string, from: number): number {
  let index = from;
  while (index < spec.length) {
    const code = spec.charCodeAt(index);
    if (code === 10 || code === 13) return index;
    index += 1;
  }
  return spec.length;
}

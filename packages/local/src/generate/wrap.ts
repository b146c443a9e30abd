import { stripVTControlCharacters } from "node:util";

/**
 * Breaks a text into lines of at most `width` columns; a word that is longer stands alone. Control characters go: a
 * spec must not be able to write to the terminal.
 */
export function wrap(text: string, options: { width: number; first?: string; rest?: string }): string[] {
  const { width, first = "", rest = "" } = options;
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of clean(text).split(/\s+/).filter(Boolean)) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = rest;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return empty ? lines : [...lines, line];
}

function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, " ");
}

import type { Line } from "./lines.ts";

export interface Fence {
  marker: string;
  language: string | null;
}

const opening = /^ *(`{3,}|~{3,}) *([^\s`{]*)/;

/** The fence that a line opens, or null. */
export function fenceOf(line: Line): Fence | null {
  const found = opening.exec(line.text);
  if (!found?.[1]) return null;
  return { marker: found[1], language: found[2] || null };
}

/** The index of the line that closes a fence, or of the last line where nothing closes it. */
export function fenceEnd(lines: readonly Line[], from: number, fence: Fence): number {
  for (let index = from + 1; index < lines.length; index += 1) {
    const text = lines[index]?.text.trim() ?? "";
    if (text.startsWith(fence.marker) && text === fence.marker.charAt(0).repeat(text.length)) return index;
  }
  return lines.length - 1;
}

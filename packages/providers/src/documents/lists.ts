import type { SpecBlock, SpecListItem } from "@tessera/core/generation";
import { fenceEnd, fenceOf } from "./fences.ts";
import { plainText } from "./inline.ts";
import type { Line } from "./lines.ts";

interface Marker {
  indent: number;
  /** Column of the item's first word. */
  content: number;
  ordered: boolean;
  number: number | null;
  text: string;
}

interface OpenItem {
  marker: Marker;
  start: number;
  end: number;
  words: string[];
  children: OpenItem[];
}

/** Deeper nesting than this is read as siblings, so that a hostile list costs no stack. */
const maximumDepth = 12;
const markerPattern = /^( *)(?:([-*+•◦▪–])|(?:\(?(\d{1,9})[.)]|#\.)|([a-z])[.)])( +|$)/;

export function markerOf(line: Line): Marker | null {
  const found = markerPattern.exec(line.text);
  if (!found) return null;
  const [whole, indent = "", bullet, number] = found;
  // "- - -" and "* * *" are rules.
  if (bullet && /^[-* ]{3,}$/.test(line.text.trim().slice(0, 12))) return null;
  const content = Math.min(whole.length, indent.length + 6);
  return {
    indent: indent.length,
    content,
    ordered: bullet === undefined,
    number: number ? Number(number) : null,
    text: line.text.slice(whole.length),
  };
}

/** Reads the list that starts at `from`; answers the block and the index of the first line after it. */
export function readList(lines: readonly Line[], from: number, stops: (index: number) => boolean): ReadList {
  const list: OpenList = { roots: [], stack: [] };
  let index = from;
  let gap = false;
  while (index < lines.length) {
    const line = lines[index];
    if (!line) break;
    if (line.blank) {
      gap = true;
      index += 1;
      continue;
    }
    const taken = takeLine(list, lines, index, gap, stops);
    if (taken === 0) break;
    index += taken;
    gap = false;
  }
  return { block: toBlock(list.roots), next: index };
}

interface ReadList {
  block: SpecBlock;
  next: number;
}

interface OpenList {
  roots: OpenItem[];
  stack: OpenItem[];
}

/** How many lines the list takes from here: none where it has ended. */
function takeLine(
  list: OpenList,
  lines: readonly Line[],
  index: number,
  gap: boolean,
  stops: (index: number) => boolean,
): number {
  const line = lines[index];
  if (!line) return 0;
  const inside = list.stack.length > 0 && line.indent > 0 && line.indent >= (list.stack[0]?.marker.indent ?? 0) + 2;
  const fence = inside ? fenceOf(line) : null;
  if (fence) return fenceEnd(lines, index, fence) - index + 1;
  const marker = markerOf(line);
  if (!marker && list.stack.length > 0 && !inside && stops(index)) return 0;
  if (marker && startsItem(list, marker, gap)) {
    open(list, marker, line, gap);
    return 1;
  }
  if (marker && list.stack.length === 0) return 0;
  if (gap && !inside) return 0;
  append(list, line, gap);
  return 1;
}

/** A list of another kind after a blank line at the left edge is another list. */
function startsItem(list: OpenList, marker: Marker, gap: boolean): boolean {
  const root = list.roots[0];
  if (!root || marker.indent > root.marker.indent + 1 || !gap) return true;
  return root.marker.ordered === marker.ordered;
}

function open(list: OpenList, marker: Marker, line: Line, gap: boolean): void {
  while (list.stack.length > 0 && !holds(list.stack, marker, gap)) list.stack.pop();
  const item: OpenItem = {
    marker,
    start: line.start + marker.indent,
    end: line.end,
    words: [marker.text],
    children: [],
  };
  const parent = list.stack.at(-1);
  if (parent) parent.children.push(item);
  else list.roots.push(item);
  for (const ancestor of list.stack) ancestor.end = line.end;
  if (list.stack.length < maximumDepth) list.stack.push(item);
}

/** Whether the innermost open item is the parent of an item with this marker. */
function holds(stack: readonly OpenItem[], marker: Marker, gap: boolean): boolean {
  const top = stack.at(-1)?.marker;
  if (!top) return false;
  if (marker.indent >= top.content || marker.indent >= top.indent + 2) return true;
  // Authors forget to indent bullets under a numbered item: directly below it they belong to it.
  return !gap && marker.indent === top.indent && top.ordered && !marker.ordered;
}

function append(list: OpenList, line: Line, gap: boolean): void {
  if (gap) {
    while (list.stack.length > 1 && line.indent < (list.stack.at(-1)?.marker.indent ?? 0) + 2) list.stack.pop();
  }
  const item = list.stack.at(-1);
  if (!item) return;
  item.words.push(gap ? `\n${line.text.trim()}` : line.text.trim());
  for (const ancestor of list.stack) ancestor.end = line.end;
}

function toBlock(roots: readonly OpenItem[]): SpecBlock {
  const first = roots[0];
  return {
    kind: "list",
    ordered: first?.marker.ordered ?? false,
    firstNumber: first?.marker.number ?? null,
    items: roots.map(toItem).filter(hasWords),
    start: first?.start ?? 0,
    end: roots.at(-1)?.end ?? 0,
  };
}

function hasWords(item: SpecListItem): boolean {
  return item.text !== "" || item.children.length > 0;
}

const checkbox = /^\\?\[([ xX])\\?\](?: +|$)/;
const leadPattern = /^(?:\*\*|__)([^*]{1,120}?)(?:\*\*|__)|^`([^`]{1,120})`/;

function toItem(open: OpenItem): SpecListItem {
  const source = sourceText(open.words);
  const box = checkbox.exec(source);
  const rest = box ? source.slice(box[0].length).replace(/^(?:&#x20;)+ */, "") : source.replace(/^(?:&#x20;)+ */, "");
  const lead = leadPattern.exec(
    rest
      .slice(0, 130)
      .replace(/^\[(?=\*\*)/, "")
      .replace(/^_(?=\*\*)/, ""),
  );
  return {
    text: plainText(rest),
    checked: box ? box[1] !== " " : null,
    lead: lead ? plainText(lead[1] ?? `\`${lead[2]}\``).replace(/[:.]$/, "") : null,
    children: open.children.map(toItem).filter(hasWords),
    start: open.start,
    end: open.end,
  };
}

/** Lines joined to one text; a paragraph that ended without a stop gets one. */
function sourceText(words: readonly string[]): string {
  let text = "";
  for (const part of words) {
    if (!part.startsWith("\n")) text += text === "" ? part : ` ${part}`;
    else text += `${/[.:;!?]$/.test(text.trimEnd().slice(-1)) || text === "" ? "" : "."} ${part.slice(1)}`;
  }
  return text;
}

import { endOfComment, type Mend, parseLeniently } from "./lenient-json.ts";

/** Deeper nesting than a draft can need. Counted before parsing, which would recurse or take seconds (K2). */
const depthLimit = 32;

/** Prose with more pairs of braces than this is no answer, and each costs an attempt at parsing. */
const objectLimit = 50;

export type ObjectSearch =
  | { kind: "found"; objects: unknown[]; textAround: boolean; mends: ReadonlySet<Mend> }
  | { kind: "cut_off" }
  | { kind: "too_deep" };

/**
 * The JSON objects, and lists of objects, that stand side by side in a text, whatever stands around them: fences, prose,
 * a byte order mark. One pass. An object without an end means that the text was cut off, and then nothing of it counts.
 */
export function findObjects(answer: string): ObjectSearch {
  const text = withoutThoughts(answer);
  const opening = /\{|\[\s*\{/g;
  const objects: unknown[] = [];
  const mends = new Set<Mend>();
  let objectsLength = 0;
  let start = opening.exec(text)?.index;
  for (let seen = 0; start !== undefined && seen < objectLimit; seen += 1) {
    const end = endOfObject(text, start);
    if (typeof end === "string") return { kind: end };
    const read = parseLeniently(text.slice(start, end));
    if (read) {
      objects.push(read.value);
      objectsLength += end - start;
      for (const mend of read.mends) mends.add(mend);
    }
    opening.lastIndex = end;
    start = opening.exec(text)?.index;
  }
  return { kind: "found", objects, textAround: objectsLength < answer.trim().length, mends };
}

/** What a model thought aloud is no part of its answer, and need not be balanced. */
function withoutThoughts(text: string): string {
  const tag = /^\s*<(think|thinking|reasoning)>/.exec(text)?.[1];
  const end = tag === undefined ? -1 : text.indexOf(`</${tag}>`);
  return end === -1 ? text : text.slice(text.indexOf(">", end) + 1);
}

function endOfObject(text: string, start: number): number | "cut_off" | "too_deep" {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    at = endOfWritten(text, at);
    depth += depthChange(text[at]);
    if (depth === 0) return at + 1;
    if (depth > depthLimit) return "too_deep";
  }
  return "cut_off";
}

function depthChange(char: string | undefined): number {
  if (char === "{" || char === "[") return 1;
  return char === "}" || char === "]" ? -1 : 0;
}

/** The last character of the string or comment that begins here, in which braces count for nothing. */
function endOfWritten(text: string, at: number): number {
  if (text[at] === '"') return closingQuote(text, at);
  return text[at] === "/" ? (endOfComment(text, at) ?? at) : at;
}

/** The end of the text where the string has no end. */
function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

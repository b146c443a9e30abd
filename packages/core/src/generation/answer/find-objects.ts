/** Deeper nesting than a draft can need. Counted before parsing, which would recurse or take seconds (K2). */
const depthLimit = 32;

/** Prose with more pairs of braces than this is no answer, and each costs an attempt at parsing. */
const objectLimit = 50;

export type ObjectSearch =
  | { kind: "found"; objects: unknown[]; textAround: boolean; trailingCommas: boolean }
  | { kind: "cut_off" }
  | { kind: "too_deep" };

/**
 * The JSON objects that stand side by side in a text, whatever stands around them: fences, prose, a byte order mark.
 * One pass. An object without an end means that the text was cut off, and then nothing of it counts.
 */
export function findObjects(text: string): ObjectSearch {
  const objects: unknown[] = [];
  let trailingCommas = false;
  let objectsLength = 0;
  let start = text.indexOf("{");
  for (let seen = 0; start !== -1 && seen < objectLimit; seen += 1) {
    const end = endOfObject(text, start);
    if (typeof end === "string") return { kind: end };
    const source = text.slice(start, end);
    const strict = tryParse(source);
    const value = strict ?? tryParse(withoutTrailingCommas(source));
    if (value !== undefined) {
      objects.push(value);
      objectsLength += source.length;
      trailingCommas ||= strict === undefined;
    }
    start = text.indexOf("{", end);
  }
  return { kind: "found", objects, textAround: objectsLength < text.trim().length, trailingCommas };
}

function endOfObject(text: string, start: number): number | "cut_off" | "too_deep" {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = closingQuote(text, at);
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    if (depth === 0) return at + 1;
    if (depth > depthLimit) return "too_deep";
  }
  return "cut_off";
}

/** The end of the text where the string has no end. */
function closingQuote(text: string, opening: number): number {
  let at = opening + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `[1, 2,]` is how many models end a list. Strings are matched first, so a comma inside one stays. */
function withoutTrailingCommas(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|,(?=\s*[\]}])/gs, (match) => (match === "," ? "" : match));
}

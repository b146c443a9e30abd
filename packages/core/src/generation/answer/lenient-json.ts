/** What was done to a text so that it became JSON. */
export type Mend = "trailing_commas_removed" | "comments_removed" | "control_characters_escaped";

const stringOrComment = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<!:)\/\/[^\n]*|\/\*.*?\*\//gs;
const stringOrTrailingComma = /"[^"\\]*(?:\\.[^"\\]*)*"|,(?=\s*[\]}])/gs;

/** JSON as models write it: with comments, raw line breaks in strings, a comma after the last item. */
export function parseLeniently(source: string): { value: unknown; mends: readonly Mend[] } | undefined {
  const strict = tryParse(source);
  if (strict !== undefined) return { value: strict, mends: [] };

  const mends = new Set<Mend>();
  const mend = (by: Mend, replacement: string): string => {
    mends.add(by);
    return replacement;
  };
  // Strings are matched first, so what stands inside one stays.
  const text = source
    .replace(stringOrComment, (match) => {
      if (!match.startsWith('"')) return mend("comments_removed", " ");
      return /\p{Cc}/u.test(match) ? mend("control_characters_escaped", withEscapes(match)) : match;
    })
    .replace(stringOrTrailingComma, (match) => (match === "," ? mend("trailing_commas_removed", "") : match));
  const value = tryParse(text);
  return value === undefined ? undefined : { value, mends: [...mends] };
}

/** The last character of the comment that begins here, the text's length where it has no end; undefined where none begins. */
export function endOfComment(text: string, at: number): number | undefined {
  if (text.startsWith("/*", at)) return endBefore(text, text.indexOf("*/", at + 2), 1);
  // "https://" is no comment.
  if (text.startsWith("//", at) && text[at - 1] !== ":") return endBefore(text, text.indexOf("\n", at), 0);
  return undefined;
}

function endBefore(text: string, found: number, rest: number): number {
  return found === -1 ? text.length : found + rest;
}

function withEscapes(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For each opening square bracket the place of the one that closes it; deeper nesting than any prose has is left out. */
export function matchBrackets(text: string): Map<number, number> {
  const matches = new Map<number, number>();
  const open: number[] = [];
  for (let index = text.indexOf("["); index >= 0 && index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === "\\") index += 1;
    else if (char === "[") open.push(index);
    else if (char === "]") close(matches, open, index);
  }
  return matches;
}

function close(matches: Map<number, number>, open: number[], at: number): void {
  const start = open.pop();
  if (start !== undefined && open.length < 3) matches.set(start, at);
}

/** The words of the link that starts at `from` and where it ends; null where the brackets are only brackets. */
export function linkAt(
  text: string,
  from: number,
  brackets: ReadonlyMap<number, number>,
): { words: string; end: number } | null {
  const closing = brackets.get(from);
  if (closing === undefined) return null;
  const words = text.slice(from + 1, closing);
  const next = text.charAt(closing + 1);
  if (words.startsWith("^") || (next === "_" && words.length < 12))
    return { words: "", end: closing + 1 + trailing(text, closing) };
  if (next === "(") {
    const end = addressEnd(text, closing + 1);
    return end ? { words, end } : null;
  }
  if (next === "[") {
    const end = brackets.get(closing + 1);
    return end === undefined ? null : { words, end: end + 1 };
  }
  return isReference(words) ? { words, end: closing + 1 } : null;
}

/** Alone in brackets are the words of a reference ("[#6899]", "[existing SLOs]"), but not "[0..100]" or "[x]". */
function isReference(words: string): boolean {
  return words.length > 2 && (words.startsWith("#") || /^[\p{L}][^\]|,=]*$/u.test(words));
}

function trailing(text: string, closing: number): number {
  return text.charAt(closing + 1) === "_" ? 1 : 0;
}

/** The end of an address in parentheses, a few levels of nesting allowed; 0 where it does not end in reach. */
function addressEnd(text: string, from: number): number {
  let depth = 0;
  const limit = Math.min(text.length, from + 4_000);
  for (let index = from; index < limit; index += 1) {
    const char = text.charAt(index);
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if (depth === 0) return index + 1;
    if (depth > 4) return 0;
  }
  return 0;
}

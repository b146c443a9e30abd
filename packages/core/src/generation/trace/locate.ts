export interface Range {
  start: number;
  end: number;
}

/** How much markup may stand between two words of a sentence: a link's address, a comment. */
const widestGap = 1_000;

const word = /[\p{L}\p{N}]+/gu;
/** What belongs to the word before it: marks, a link's target, a closing tag. Nothing that opens the next word. */
const tail =
  /(?:\(\)|\]\([^()\s]{0,500}\)|\]\[[^[\]]{0,200}\]|<\/?[a-z][^<>\s]{0,40}>|[^\s\p{L}\p{N}\p{Ps}\p{Pi}<])*/iuy;

/**
 * Finds plain texts in the source that they were read from, one after the other, by their words: whatever stands
 * between the words is markup. A word that the source writes otherwise is skipped.
 */
export function createLocator(spec: string, block: Range): (text: string) => Range {
  let cursor = block.start;
  return (text) => {
    const floor = cursor;
    let first = -1;
    for (const [token] of text.matchAll(word)) {
      const gap = spec.slice(cursor, Math.min(block.end, cursor + widestGap + token.length)).indexOf(token);
      if (gap < 0) continue;
      if (first < 0) first = cursor + gap;
      cursor += gap + token.length;
    }
    if (first < 0) return { start: block.start, end: block.end };
    tail.lastIndex = cursor;
    cursor = Math.min(block.end, cursor + (tail.exec(spec)?.[0].length ?? 0));
    return { start: openingOf(spec, first, floor), end: cursor };
  };
}

const opening = /(?:[*_~`"'“‘«„¿¡([{\\|]|<\/?[a-z][^<>\s]{0,40}>)+$/i;

/** The marks and tags in front of a first word belong to it. */
function openingOf(spec: string, first: number, floor: number): number {
  const marks = opening.exec(spec.slice(Math.max(floor, first - 60), first));
  return first - (marks?.[0].length ?? 0);
}

/** A range without the white space at its ends. */
export function trimmed(spec: string, { start, end }: Range): Range {
  const text = spec.slice(start, end);
  const first = start + text.length - text.trimStart().length;
  return { start: Math.min(first, end), end: Math.max(first, start + text.trimEnd().length) };
}

import { capitalize } from "../grammar/index.ts";

/** A title is read in a list of many: this much is seen without a second look. */
export const titleTarget = 96;
export const titleLimit = 120;

const openEnd =
  /[\s,]+(?:a|an|and|are|as|at|be|because|but|by|can|each|for|from|how|if|in|including|into|is|its|it|like|must|no|not|of|on|one|only|or|our|over|per|should|so|such|than|that|the|their|then|these|this|to|under|unless|until|using|via|was|we|when|where|which|while|who|will|with|within|without)$/i;

/** Cuts a sentence to a title: asides and reasons go first, then the end, never inside a word. */
export function toTitle(text: string): string {
  let title = withoutAsides(text).replace(/,? and (?:will|must|should|is|are|has|have|can|may|shall)\b.*$/, "");
  if (title.length > titleTarget) title = cutAtClause(title);
  title = cutAtWord(title, titleTarget);
  return capitalize(tidyEnd(title)).slice(0, titleLimit);
}

/** Ends at a colon or semicolon that is not inside code. */
function cutAtMark(text: string): string {
  for (const found of text.matchAll(/[;:](?= |$)/g)) {
    if (text.slice(0, found.index).split("`").length % 2 === 1) return text.slice(0, found.index);
  }
  return text;
}

function withoutAsides(text: string): string {
  return cutAtMark(text)
    .replace(/,? and (?:it|they|we|this|that) .*$/i, "")
    .replace(/,? and the [\w-]+(?: [\w-]+)? (?:have|has|is|are|will|must|should) .*$/i, "")
    .replace(/\s*\((?:[^()]|\([^()]{0,80}\)){0,200}\)/g, "")
    .replace(/,? (?:e\.g\.|i\.e\.|for example|such as|so that|because|since|whereas|i\.e)\b.*$/i, "")
    .replace(/ (?:--?-?|–|—) .*$/, "")
    .replace(/^[^\p{L}\p{N}`"'/<$@#.-]+/u, "")
    .replace(/\s+/g, " ")
    .trim();
}

const joints = [
  /, (?:so|which|where|while|but|and|who|without|rather|instead|as|in order|specified|subject|including)\b/i,
  / (?:so|which|because|in order to|rather than|instead of|as well as)\b/i,
  / (?:that|whenever|when|if|where|until|before|after|while|using|and then)\b/i,
  /, /,
];

/** The last joint that leaves a title of a good length. */
function cutAtClause(title: string): string {
  for (const joint of joints) {
    const at = title.search(joint);
    if (at >= 36 && at <= titleTarget) return title.slice(0, at);
  }
  return title;
}

export function cutAtWord(text: string, limit: number): string {
  const points = [...text];
  if (points.length <= limit) return text;
  const head = points.slice(0, limit + 1).join("");
  const blank = head.lastIndexOf(" ");
  return closedCode(blank > limit / 3 ? head.slice(0, blank) : points.slice(0, limit).join(""));
}

/** Never ends inside a code span. */
function closedCode(text: string): string {
  const marks = text.split("`").length - 1;
  return marks % 2 === 0 ? text : text.slice(0, text.lastIndexOf("`"));
}

function tidyEnd(text: string): string {
  let title = text.trim();
  for (let round = 0; round < 6; round += 1) {
    const next = title
      .replace(/[\s,;:.!?。！？；，、–—-]+$/, "")
      .replace(openEnd, "")
      .replace(/\s+["'([]$/, "");
    if (next === title) break;
    title = next;
  }
  return unbalanced(title);
}

function unbalanced(title: string): string {
  const quotes = title.split('"').length - 1;
  const plain = quotes % 2 === 0 ? title : title.replaceAll('"', "");
  return plain.includes("(") === plain.includes(")") ? plain : plain.replace(/[()]/g, "").trim();
}

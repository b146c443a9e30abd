import { capitalize } from "../grammar/index.ts";
import { cutAtPhrase } from "./phrase-ends.ts";

/** A title holds this much, and is whole up to here (TF-44). */
export const titleLimit = 120;
/** No sentence that makes a title is longer: the rest of it is not looked at. */
const longestSource = 600;

const openEnd =
  /[\s,]+(?:a|about|an|and|are|as|at|be|because|but|by|can|each|for|from|how|if|in|including|into|is|its|like|must|no|not|of|on|one|only|or|our|over|per|should|so|such|than|that|the|their|then|these|this|to|under|unless|until|using|via|was|we|when|where|which|while|who|will|with|within|without)$/i;

/** A sentence as a title: asides and reasons go, and what is still too long ends where a phrase is complete. */
export function toTitle(text: string): string {
  const whole = tidyEnd(withoutAsides(text.slice(0, longestSource)));
  return capitalize(cutAtPhrase(whole, titleLimit) ?? tidyEnd(cutAtWord(whole, titleLimit)));
}

/** Ends at a colon or semicolon that is not inside code. */
function cutAtMark(text: string): string {
  for (const found of text.matchAll(/[;:](?= |$)/g)) {
    if (text.slice(0, found.index).split("`").length % 2 === 1) return text.slice(0, found.index);
  }
  return text;
}

const asides: [RegExp, string][] = [
  [/(?:, ([^,]{2,60}))?,? (?:etc|and so on|and so forth)\b\.?(?= *$|[.;])/i, " and $1"],
  [/,? and (?:it|they|we|this|that|I)\b.*$/i, ""],
  [/,? and the [\w-]+(?: [\w-]+)? (?:have|has|is|are|will|must|should) .*$/i, ""],
  [/,? and (?:will|must|should|is|are|has|have|can|may|shall|MUST|SHOULD|SHALL|MAY)\b.*$/, ""],
  // Another sentence behind a comma.
  [/, (?:[\w-]+ ){1,4}(?:should|must|will|shall) .*$/, ""],
  // "(t, n)" and "(2)" are part of the name.
  [/ \((?=[^()]{0,60}\p{L}{2})[^()]{0,200}\)/gu, ""],
  [/,? (?:e\.g\.|i\.e\.|for example|such as|so that|because|since|whereas)(?= |$).*$/i, ""],
  [/, (?:which|where|who|so)\b.*$/i, ""],
  [/ (?:--?-?|–|—) .*$/, ""],
  [/^[^\p{L}\p{N}`"'/<$@#.-]+/u, ""],
  [/ ?\*+$/, ""],
];

function withoutAsides(text: string): string {
  const line = cutAtMark(text.replace(/\s+/g, " "));
  return asides.reduce((title, [aside, instead]) => title.replace(aside, instead), line).trim();
}

/** "when a guest signs in" is complete. */
const particle =
  /\b(?:sign|log|opt|check|plug|zoom|fill|switch|turn|clock|phase|mov|build|com)(?:s|e|es|ed|ing)?[ ](?:in|on)$/i;

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
      .replace(/[\s,;:.!?*。！？；，、–—-]+$/, "")
      .replace(openEnd, (end, at: number) => (particle.test(title.slice(0, at) + end) ? end : ""))
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

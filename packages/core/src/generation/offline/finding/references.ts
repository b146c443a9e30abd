/** An item's own number in the spec: "REQ-12: ...", "[FR-3] ...", "NFR.2 – ...". */
const identifier = String.raw`[A-Z][A-Za-z]{0,24}(?:[-_.][A-Za-z]{1,12}){0,3}[-_.]?\d{1,6}(?:\.\d{1,4}){0,3}[a-z]?`;
const bare = new RegExp(
  String.raw`^(${identifier})(?:(?:[:.)]| [–—-])\s+(?=\S)|\s+(?=(?:The|An?|Each|Every|All|When|If|Users?|As)\s))`,
);
const bracketed = new RegExp(String.raw`^[[(](${identifier})[\])][:.]?\s+(?=\S)`);
const alone = new RegExp(String.raw`^\[?(${identifier})\]?[:.)]?$`);
/** Priorities, milestones, quarters and steps have numbers too, and mean something by them. */
const ordinal =
  /^(?:[PMQVH]\d|(?:phase|milestone|step|stage|week|day|sprint|release|version|section|chapter)[-_.]?\d)/i;

/** One or a few words in front of a whole sentence: "Rule: The invoice must ...". */
const label = /^\p{Lu}[\p{L}-]{1,24}(?: [\p{L}-]{1,24}){0,2}: (?=\p{Lu})/u;
/** Labels that change what the sentence behind them means. */
const telling =
  /^(?:notes?|nb|examples?|e\.?g|warning|caution|tip|hint|rationale|reason|why|background|context|motivation|questions?|risks?|mitigations?|assumptions?|todo|tbd|given|when|then|and|but|scenario|feature|benefits?|impact|out of scope|non-goals?|later|future|deferred|optional|alternatives?|option|pros?|cons?|status|owner|date|priority|decision|summary|problem|goal|history|actual|expected|answer|advantages?|disadvantages?|drawbacks?|current|today|now|before|previously|old|source|see|as)\b/i;
const duty = /\b(?:must|shall|should|needs? to|ha(?:s|ve) to)\b/i;

export interface Labelled {
  /** The id that the spec gives it ("REQ-12"); null where there is none. */
  reference: string | null;
  /** The words without id and label. */
  text: string;
}

/** Parts a demand from the id or the label in front of it. The label says nothing that the sentence does not. */
export function withoutLabel(text: string): Labelled {
  const found = bare.exec(text) ?? bracketed.exec(text);
  if (found?.[1] !== undefined && !ordinal.test(found[1])) {
    return { reference: found[1], text: unlabelled(text.slice(found[0].length)) };
  }
  return { reference: null, text: unlabelled(text) };
}

/** Whether words are nothing but an id, as a bold lead or a cell of a table may be; null where they are not. */
export function referenceIn(text: string): string | null {
  const found = alone.exec(text.trim())?.[1] ?? null;
  return found !== null && !ordinal.test(found) ? found : null;
}

function unlabelled(text: string): string {
  const found = label.exec(text);
  if (!found || telling.test(text)) return text;
  const rest = text.slice(found[0].length);
  return duty.test(rest) ? rest : text;
}

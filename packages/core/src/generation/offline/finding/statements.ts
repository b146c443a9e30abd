import { baseOfGerund, isVerb, parseClause, sentencesOf } from "../grammar/index.ts";
import type { SpecBlock, SpecListItem } from "../types.ts";
import type { Lexicon } from "./lexicon.ts";
import { lowerFirst } from "./lexicon.ts";
import { referenceIn, withoutLabel } from "./references.ts";
import { isFeatureFile, isScenario, joinSteps } from "./scenarios.ts";
import { longestText, makeStatement, type Seed, type Statement } from "./statement.ts";
import { tableStatements } from "./tables.ts";

const mostItems = 2_000;
/** A scenario has several lines. */
const mostLines = 20_000;
const mostSentences = 200;
/** A section that says more than this is a dump; its end is not read. */
const mostStatements = 4_000;

/** What a section's blocks say, in order. A sentence that ends in a colon completes the list below it. */
export function statementsOf(blocks: readonly SpecBlock[], lexicon: Lexicon): Statement[] {
  const statements: Statement[] = [];
  let stem: string | null = null;
  for (const block of blocks) {
    if (statements.length > mostStatements) break;
    if (block.kind === "list") statements.push(...listStatements(block, stem, lexicon));
    else if (block.kind === "table") statements.push(...tableStatements(block, lexicon));
    else
      statements.push(...(block.kind === "code" ? featureStatements(block, lexicon) : proseStatements(block, lexicon)));
    if (block.kind !== "code") stem = block.kind === "paragraph" ? stemOf(block.text) : null;
  }
  return statements;
}

function stemOf(text: string): string | null {
  // Some authors leave out the colon: a paragraph that does not end leads on to the list.
  return /[:\p{L}\p{N}`*]$/u.test(text) ? (sentencesOf(text).at(-1) ?? null) : null;
}

function proseStatements(block: Extract<SpecBlock, { text: string }>, lexicon: Lexicon): Statement[] {
  const form = block.kind === "quote" ? "note" : "sentence";
  const sentences = sentencesOf(block.text).slice(0, mostSentences);
  if (form === "sentence" && withoutLabel(sentences[0] ?? "").reference !== null)
    return numberedStatements(sentences, block, lexicon);
  return sentences
    .filter((text) => !text.endsWith(":") || !isOpenStem(text))
    .flatMap((text) => (lexicon.english ? clausesOf(text) : [text]))
    .map((text) => text.replace(/:$/, "").replace(/^\[[ xX]\] /, ""))
    .map((text) => makeStatement({ text, core: text, form, start: block.start, end: block.end }, lexicon));
}

/** Paragraphs with an id in front ("REQ-1: ...") are the items of a list without bullets. */
function numberedStatements(
  sentences: readonly string[],
  { start, end }: { start: number; end: number },
  lexicon: Lexicon,
): Statement[] {
  const statements: Statement[] = [];
  for (const sentence of sentences) {
    const { reference, text } = withoutLabel(sentence);
    const host = statements.at(-1);
    if (reference === null && host) {
      host.children.push(makeStatement({ text, core: text, form: "sentence", start, end }, lexicon));
    } else {
      const core = text.replace(/[;,.]$/, "");
      statements.push(makeStatement({ text: core, core, form: "item", reference, start, end }, lexicon));
    }
  }
  return statements;
}

/** The scenarios of a feature file in a code block. */
function featureStatements(block: Extract<SpecBlock, { kind: "code" }>, lexicon: Lexicon): Statement[] {
  if (!isFeatureFile(block.language, block.text)) return [];
  const { start, end } = block;
  const lines = block.text
    .split("\n")
    .slice(0, mostLines)
    .map((text) => ({ text, start, end }));
  return joinSteps(lines)
    .filter(({ text }) => isScenario(text))
    .map(({ text }) => makeStatement({ text, core: text, form: "item", start, end }, lexicon));
}

const duty = /\b(?:must|shall|should|will|can|may|cannot)\b/i;

/** "..., and it should ..." is no sentence of its own. */
const leaning = /^(?:in turn|it|they|he|she|this|that|these|those|we|i|you)\b/i;

/** "Admins must ..., and exports should ..." asks for two things, which two tickets may hold. */
function clausesOf(sentence: string): string[] {
  for (let at = sentence.indexOf(", and "); at > 0; at = sentence.indexOf(", and ", at + 1)) {
    const right = sentence.slice(at + ", and ".length);
    const subject = right.split(" ").slice(0, 8).join(" ");
    const own = duty.exec(subject);
    if (own && own.index > 2 && !leaning.test(subject) && duty.test(sentence.slice(0, at)))
      return [`${sentence.slice(0, at)}.`, right.charAt(0).toUpperCase() + right.slice(1)];
  }
  return [sentence];
}

function listStatements(
  list: Extract<SpecBlock, { kind: "list" }>,
  stem: string | null,
  lexicon: Lexicon,
): Statement[] {
  return joinSteps(list.items.slice(0, mostItems)).map((item, index) =>
    itemStatement(
      item,
      { stem, number: list.ordered ? (list.firstNumber ?? 1) + index : null, weighed: weighing.test(stem ?? "") },
      lexicon,
    ),
  );
}

/** A label over what speaks for or against something. */
const weighing =
  /^(?:the )?(?:(?:main |key |possible )?(?:dis)?advantages?|pros?(?: (?:and|&) cons?)?|cons?|drawbacks?|benefits?|upsides?|downsides?|trade-?offs?|vorteile?|nachteile?)\W*$/i;

interface Place {
  stem: string | null;
  number: number | null;
  weighed: boolean;
}

function itemStatement(item: SpecListItem, place: Place, lexicon: Lexicon): Statement {
  const { reference, lead, text } = labelled(item);
  const [first = "", ...others] = sentencesOf(text.slice(0, longestText * 3));
  const own = withoutLabel(withoutLead(first, lead)).text;
  const core = own.replace(/[;,]?(?: and| or)?[;,.]?$/, "");
  const weighed = place.weighed || weighing.test(own);
  const children = item.children.map((child) =>
    itemStatement(child, { stem: own.endsWith(":") ? own : null, number: null, weighed }, lexicon),
  );
  const more = others
    .slice(0, 11)
    .map((text) => makeStatement({ text, core: text, form: "sentence", start: item.start, end: item.end }, lexicon));
  const seed: Seed = {
    text: completed(place.stem, core, lead, lexicon),
    core,
    form: "item",
    checked: item.checked,
    number: place.number,
    lead,
    reference,
    weighed,
    children: [...more, ...children],
    start: item.start,
    end: item.end,
  };
  return makeStatement(seed, lexicon);
}

/** An item without its id: "**REQ-7** The page must ..." has it as its bold words, and then no others. */
function labelled({ text, lead }: SpecListItem): { reference: string | null; lead: string | null; text: string } {
  const bold = lead === null ? null : referenceIn(lead);
  if (lead === null || bold === null) return { ...withoutLabel(text), lead: lead && withoutLabel(lead).text };
  return {
    reference: bold,
    lead: null,
    text: text.slice(text.startsWith(lead) ? lead.length : 0).replace(/^[\s:.)–—-]*/, ""),
  };
}

/** "Blocking: The package is ..." says its sentence after the bold word; a bold sentence is the statement itself. */
function withoutLead(text: string, lead: string | null): string {
  if (lead === null || !text.startsWith(lead)) return text;
  const rest = text.slice(lead.length);
  const after = /^\s*(?:[:–—-]|\.\s)\s*/.exec(rest);
  return after && rest.length > after[0].length + 8 ? rest.slice(after[0].length) : text;
}

const openWords =
  /(?:^|\s)(?:to|by|for|of|in|on|with|that|not|and|or|when|if|from|via|through|either|including|includes?|should|must|will|can|be|are|is|has|have|following:?)$/i;

/** An open stem ("The server rejects:") makes a sentence with each of its items; a closed one only introduces them. */
function completed(stem: string | null, core: string, lead: string | null, lexicon: Lexicon): string {
  if (!stem || !lexicon.english || lead !== null || stem.length > 200 || stem.length + core.length > 360) return core;
  const start = stem.replace(/[:\s]+$/, "").replace(/,? including$/i, " includes");
  if (!isOpenStem(stem)) return core;
  // "either" leaves open which of them it is, "or" joins this one to the item before.
  if (/\b(?:either|both|neither|any of)$/i.test(start) || /^(?:or|and|but)\b/i.test(core)) return core;
  if (parseClause(core)?.form !== "imperative" && hasOwnSubject(core)) return core;
  return `${start} ${lowerFirst(core, lexicon)}`;
}

/** Whether a sentence before a list ends in the middle: "The server rejects:", but not "It does the following:". */
function isOpenStem(stem: string): boolean {
  const start = stem.replace(/[:\s]+$/, "");
  const last = /([\p{L}-]+)$/u.exec(start)?.[1] ?? "";
  if (/^(?:what|here|there|these|this is|how|why|who|when)\b/i.test(start)) return false;
  return !/^(?:following|follows)$/i.test(last) && (openWords.test(start) || isOpenVerb(last));
}

function isOpenVerb(word: string): boolean {
  const base = word.toLowerCase().replace(/s$/, "");
  return (
    (isVerb(word) || isVerb(base)) &&
    !/^(?:example|follow|step|change|use|work|need|release|test|type|option|feature|note|plan|list|order|form|way)s?$/i.test(
      word,
    ) &&
    baseOfGerund(word) === null
  );
}

/** A whole sentence with a subject of its own does not complete another one, except after "that". */
function hasOwnSubject(core: string): boolean {
  const clause = parseClause(core);
  return clause !== null && clause.subject !== "" && clause.modality !== "fact";
}

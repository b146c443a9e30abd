import { baseOfThirdPerson, capitalize, isVerb, topicsOf, wordsOf } from "../grammar/index.ts";
import type { SpecBlock, SpecDocument, SpecListItem, SpecSection } from "../types.ts";

export type Language = "en" | "de" | "fr" | "es" | "ja" | "other";

/** What the engine knows of the spec's language and of which words are names. */
export interface Lexicon {
  /** English rules of titles and statements apply; any other language keeps the words of its author. */
  english: boolean;
  language: Language;
  /** Words that the spec writes in small letters somewhere. */
  common: ReadonlySet<string>;
  /** Words that the spec writes with a capital inside sentences. */
  names: ReadonlySet<string>;
  /** What the spec talks of most, in its own words. */
  themes: readonly string[];
}

const englishWords = new Set(
  "the of and to is are for with that should must will can this be by from as when not has have it or which on if we".split(
    " ",
  ),
);
const midSentenceCapital = /(?<=[\p{Ll}\p{N},`)] )(\p{Lu}[\p{L}\p{N}'-]*)/gu;
const sampleWords = 4_000;
const sampleBlocks = 20_000;

export function readLexicon(document: SpecDocument): Lexicon {
  const small = new Map<string, number>();
  const capital = new Map<string, number>();
  let words = 0;
  let english = 0;
  let foreign = 0;
  for (const text of textsOf(document)) {
    for (const name of text.matchAll(midSentenceCapital)) count(capital, name[1] ?? "");
    const list = wordsOf(text);
    list.forEach((word) => {
      const lower = word.toLowerCase();
      if (word === lower) count(small, word);
      if (words >= sampleWords) return;
      words += 1;
      if (englishWords.has(lower)) english += 1;
      if (/[^\p{Script=Latin}\p{Script=Common}]/u.test(word)) foreign += 1;
    });
  }
  const names = new Set(
    [...capital].filter(([word, times]) => times >= (small.get(word.toLowerCase()) ?? 0)).map(([word]) => word),
  );
  const common = new Set([...small.keys()].filter((word) => !names.has(capitalize(word))));
  const other = foreignLanguage(small);
  const isOurs = isEnglish(words, english, foreign, common) && english >= other.times;
  const language = isOurs ? "en" : other.language;
  return { english: isOurs, language, common, names, themes: themesOf(small) };
}

/** Small words that other languages do not have. */
const marks: [Language, readonly string[]][] = [
  [
    "de",
    ["der", "die", "das", "und", "nicht", "muss", "müssen", "werden", "wird", "mit", "für", "ist", "eine", "soll"],
  ],
  ["fr", ["le", "les", "des", "et", "est", "une", "pour", "dans", "doit", "doivent", "avec", "sur", "être", "aux"]],
  ["es", ["el", "los", "las", "y", "es", "una", "para", "del", "debe", "deben", "con", "por", "ser", "al"]],
];

/** The language with the most of its small words in the text; Japanese by its own letters. */
function foreignLanguage(small: ReadonlyMap<string, number>): { language: Language; times: number } {
  if ([...small.keys()].some((word) => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)))
    return { language: "ja", times: 0 };
  const counted = marks.map(([language, words]): { language: Language; times: number } => ({
    language,
    times: words.reduce((sum, word) => sum + (small.get(word) ?? 0), 0),
  }));
  const most = counted.reduce((best, next) => (next.times > best.times ? next : best));
  return most.times > 0 ? most : { language: "other", times: 0 };
}

const mostThemes = 2;

function themesOf(small: ReadonlyMap<string, number>): string[] {
  const nouns = [...small].filter(
    ([word]) => word.length > 3 && topicsOf(word).size === 1 && !isVerb(word) && baseOfThirdPerson(word) === null,
  );
  return nouns
    .sort(([left, more], [right, less]) => less - more || (left < right ? -1 : 1))
    .slice(0, mostThemes)
    .map(([word]) => word);
}

function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

function isEnglish(words: number, english: number, foreign: number, common: ReadonlySet<string>): boolean {
  // Without a word in the spec, the words are ours.
  if (words === 0) return true;
  if (foreign * 4 > words) return false;
  // A list of a few items has hardly any grammar: then a verb of ours decides.
  return words < 60 ? english > 0 || [...common].some(isVerb) : english / words > 0.1;
}

/** Every text of a document, headings first in each section. */
export function* textsOf(document: SpecDocument): Generator<string> {
  let left = sampleBlocks;
  const open: SpecSection[] = [...document.sections].reverse();
  for (let section = open.pop(); section && left > 0; section = open.pop()) {
    // Headings write every word with a capital: as sentences they would make names of all.
    yield section.title.toLowerCase() === section.title ? section.title : "";
    for (const block of section.blocks) {
      left -= 1;
      yield* blockTexts(block);
    }
    open.push(...[...section.children].reverse());
  }
}

function* blockTexts(block: SpecBlock): Generator<string> {
  if (block.kind === "list") yield* itemTexts(block.items);
  else if (block.kind === "table") for (const row of [block.headers, ...block.rows]) yield* row;
  else if (block.kind !== "code") yield block.text;
}

function* itemTexts(items: readonly SpecListItem[]): Generator<string> {
  for (const item of items) {
    yield item.text;
    yield* itemTexts(item.children);
  }
}

const grammarWords = new Set(
  "a all an and another any anyone as at both by each every everyone for from if in it its many most no one only other our several some that the their there these they this those to we when while with you your".split(
    " ",
  ),
);

/** The text with a small first letter, unless its first word is a name, an abbreviation or code. */
export function lowerFirst(text: string, lexicon: Lexicon): string {
  const word = /^[\p{L}][\p{L}\p{M}'-]*/u.exec(text)?.[0];
  if (!word || /\p{Lu}/u.test(word.slice(1)) || !/^\p{Lu}/u.test(word) || /^\d/.test(text.slice(word.length)))
    return text;
  const lower = word.toLowerCase();
  const plain = grammarWords.has(lower) || lexicon.common.has(lower) || !lexicon.names.has(word);
  return plain && lower !== "i" ? lower + text.slice(word.length) : text;
}

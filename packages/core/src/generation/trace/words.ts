/** Words that every spec uses: they say nothing of one requirement. */
const common = new Set(
  (
    "a able about above across after again all also although always an and any are as at be because been before being below between both but by can cannot could did do does doing done during each either else etc even every for from further given had has have having he her here him his how however i if in into is it its itself just least less let like made make makes many may me might more most much must my need needed needs neither no nor not now of off on once one only onto or other others our out over own per rather same shall she should since so some such than that the their them then there these they this those through thus to too under until up upon us use used user users uses using via want wants was way we well were what when where whether which while who whom whose why will with within without would yes yet you your " +
    "ensure provide support system application following based new able possible " +
    "der die das den dem des ein eine einer eines und oder ist sind wird werden muss müssen soll sollen kann können mit für von zu im in auf aus bei nicht als auch " +
    "le la les un une des du de et ou est sont doit doivent peut avec pour dans sur par pas que qui " +
    "el los las una del y o es son debe deben puede con para en por no que se " +
    "il lo gli i di e è sono deve devono può per da non che si " +
    "os as um uma do da e são deve pode com em não que " +
    "het een en of zijn moet moeten kan voor van op met niet dat " +
    "и или в на с для по не что как это должен должна должно должны может"
  ).split(" "),
);

const suffixes = [
  "ations",
  "ation",
  "ating",
  "ated",
  "ates",
  "ate",
  "ions",
  "ion",
  "ings",
  "ing",
  "ied",
  "ies",
  "ed",
  "es",
  "ly",
  "e",
  "y",
];

/** "encrypted", "encrypts" and "encryption" are one word. Crude on purpose: the same for both sides of a comparison. */
function stem(word: string): string {
  if (!/^[a-z]+$/.test(word) || word.length < 4) return word;
  const suffix = suffixes.find((ending) => word.endsWith(ending) && word.length - ending.length >= 4);
  if (suffix) return word.slice(0, -suffix.length).replace(/([bdfglmnprt])\1$/, "$1");
  return /[^siu]s$/.test(word) ? word.slice(0, -1) : word;
}

const token = /[\u3040-\u30ff\u4e00-\u9fff]+|[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu;

/** The words of a text that carry meaning, stemmed, each once, in order. Chinese and Japanese give pairs of signs. */
export function contentWords(text: string, limit = Number.POSITIVE_INFINITY): string[] {
  const words = new Set<string>();
  for (const [found] of text.toLowerCase().matchAll(token)) {
    if (words.size >= limit) break;
    if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(found)) for (const pair of pairsOf(found)) words.add(pair);
    else addWord(words, found.replace(/['’].*$/, ""));
  }
  return [...words].slice(0, limit);
}

function addWord(words: Set<string>, word: string): void {
  if (!common.has(word) && (word.length > 1 || /\d/.test(word))) words.add(stem(word));
}

function pairsOf(signs: string): string[] {
  return signs.length < 2 ? [signs] : Array.from({ length: signs.length - 1 }, (_sign, at) => signs.slice(at, at + 2));
}

/** Source text without what is no word of it: addresses, tags, comments. */
export function withoutMarkup(source: string): string {
  return source
    .replace(/<!--[\s\S]*?-->/g, " ")
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, " ")
    .replace(/\]\([^()\s]{0,500}\)/g, " ")
    .replace(/https?:\S+/g, " ")
    .replace(/&(?:#x?[0-9a-f]+|[a-z]+);/gi, " ");
}

const functionWords: readonly [string, RegExp][] = [
  ["en", /\b(?:the|and|of|to|is|with|for|that)\b/g],
  ["de", /\b(?:der|die|das|und|ist|nicht|wird|für)\b/g],
  ["fr", /\b(?:le|la|les|des|est|une|pour|dans)\b/g],
  ["es", /\b(?:el|los|las|una|es|para|con|por)\b/g],
  ["it", /\b(?:il|gli|che|è|per|una|sono|nel)\b/g],
  ["pt", /\b(?:os|uma|não|para|com|são|pelo|em)\b/g],
  ["nl", /\b(?:het|een|van|en|niet|voor|wordt|zijn)\b/g],
];

/** The language of a text as far as its small words tell; null where they tell nothing. */
export function languageOf(text: string): string | null {
  const sample = text.slice(0, 20_000).toLowerCase();
  const signs = sample.match(/[\u3040-\u30ff\u4e00-\u9fff]/g)?.length ?? 0;
  const cyrillic = sample.match(/[а-яё]/g)?.length ?? 0;
  if (signs * 5 > sample.length) return /[\u3040-\u30ff]/.test(sample) ? "ja" : "zh";
  if (cyrillic * 3 > sample.length) return "ru";
  const counts = functionWords.map(([language, words]) => ({ language, count: sample.match(words)?.length ?? 0 }));
  const [first, second] = counts.sort((left, right) => right.count - left.count);
  return first && first.count >= 5 && first.count > 1.5 * (second?.count ?? 0) ? first.language : null;
}

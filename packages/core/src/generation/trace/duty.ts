/** Longer than any sentence that somebody wrote: the rest of it is not looked at. */
export const longestSentence = 2_000;

const before = "(?<![\\p{L}\\p{N}_-])";
const after = "(?![\\p{L}\\p{N}_])";

/** "might need to", "no need to", "do not have to", "want to have to": these words state no duty. */
const undone = [
  "(?:(?<!\\p{L})(?:would|might|may|could|not|never|longer|without)|n't)(?: (?!only)[a-z]+)?",
  "(?<!\\p{L})(?:no|the|a|to)",
].join("|");

/** Words that state a duty, by language (RFC 2119 and its neighbours). Any of them counts, whatever the spec's language. */
const duties = [
  "must|shall|should",
  `(?<!(?:${undone}) )(?:needs? to|ha(?:s|ve) to)`,
  "(?:is|are|be) (?:required|mandatory|obligatory)",
  "muss|müssen|soll|sollen|sollte|sollten|darf nicht|dürfen nicht|ist verpflichtend",
  "doit|doivent|devra|devront|devrait|devraient|il faut",
  "debe|deben|deberá|deberán|debería|deberían|tienen? que",
  "deve|devono|devem|dovrà|dovranno|dovrebbe|dovrebbero|deverá|deverão|deveria|deveriam|tem que|têm que",
  "moet|moeten|dient te|dienen te|mag niet|mogen niet|måste|skall",
  "должен|должна|должно|должны|необходимо|следует|обязана?|обязаны|нельзя",
].join("|");
const dutyWords = new RegExp(`${before}(?:${duties})${after}`, "iu");

/** Languages that do not part their words. */
const unpartedDuty =
  /必须|必須|应当|应该|應該|需要|务必|不得|禁止|应(?=支持|能|提供|可以|允许|返回|具备|包含|记录|显示|确保|在)|なければ(?:ならない|なりません)|てはならない|てはなりません|べき|必要がある|必要があります|ものとする|すること(?:[。)]|$)|해야|하여야/u;

/** What asks for something only where the whole section does: "Users can ...", "The service will ...". */
const promises = new RegExp(
  `${before}(?:can|will|is able to|are able to|kann|können|wird|peut|peuvent|puede|pueden|può|possono|pode|podem|kan|kunnen|может|могут)${after}|可以|できる|できます`,
  "iu",
);
const pointing = /^(?:this|that|these|those|it|they|there|here|we|i|you|which)\b/i;

interface Exclusion {
  why: string;
  pattern: RegExp;
}

/** Sentences that hold such a word, or stand in such a list, and ask for nothing all the same. */
export const exclusions: readonly Exclusion[] = [
  { why: "a question", pattern: /[?？]["'”’)\]*_]*$/ },
  {
    why: "an example",
    pattern:
      /^\(?(?:for (?:example|instance)|e\.g\.|as an example|imagine|suppose|z\. ?b\.|zum beispiel|par exemple|por ejemplo|por exemplo|ad esempio|bijvoorbeeld|например|例如|たとえば|例えば)/i,
  },
  {
    why: "nothing to do",
    pattern:
      /^(?:none|n\/?a|no|yes|tbd|todo|not applicable|nothing|unknown|same as above|keine?|aucune?|ninguno|无|なし)[.!。]?$|\b(?:should|will|would|does|do|is|are)(?: not|n't)(?: notably| significantly| really)? (?:be )?(?:impact|affect|chang|require any|need any|introduce any|have any|expected|necessary|needed|required)|\bno (?:\w+ ){0,3}(?:(?:is|are|should be|will be) )?(?:required|needed|necessary|expected|anticipated)\b|\b(?:should|will) be no\b|\bshould not be any\b/i,
  },
  {
    why: "put off",
    pattern:
      /\b(?:in (?:the|a) (?:near |distant )?future|future (?:work|iteration|release|version|scope)|later (?:iteration|release|version|date)|post-?mvp|out[ -]of[ -]scope|not (?:in|part of the) scope|some ?day|eventually)\b/i,
  },
  {
    why: "an opinion or a guess",
    pattern:
      /^(?:i|we|i\/we) (?:think|believe|feel|hope|expect|assume|suspect|guess)\b|\b(?:should|must) (?:probably )?(?:consider|think about)\b|\b(?:it|this|that|which) (?:should|must) (?:also )?be (?:noted|said|mentioned|remembered|emphasi[sz]ed|clear|obvious|possible|easy)\b|\bshould (?:also )?be (?:fine|acceptable|enough|sufficient|ok|okay|trivial|straightforward)\b|\bmust (?:have been|already)\b/i,
  },
  {
    why: "what an attacker has to do",
    pattern:
      /\b(?:attackers?|adversar(?:y|ies))\b[^,;:.]{0,40}\b(?:must|needs? to|ha(?:s|ve) to)\b|^[^,]{0,40}\bto launch\b[^,]{0,60}\battack/i,
  },
  { why: "nothing but a link", pattern: /^[`<]?https?:\S+$/i },
  {
    why: "words to a model",
    pattern:
      /\b(?:ignore|disregard|forget|override) (?:all |any |everything )?(?:of )?(?:the |these |your |my )?(?:previous |prior |earlier |above |preceding )?(?:rules|instructions?|prompts?|guidelines)\b|\byou are now an?\b|\bsystem prompt\b/i,
  },
  {
    why: "about the words themselves",
    pattern: /"?\bmust\b"?,? "?must not\b|\bto be interpreted as\b|\bkey ?words? ["“]/i,
  },
];

/**
 * Parts of a sentence that speak of a duty and state none: a condition ("If keys must be stored, ..."), a question
 * ("how the result should be sorted"), a description ("the roles that must be added"; after a comma it is a statement).
 */
const asides = [
  /^(?:if|when(?:ever)?|since|because|as|although|though|while|unless|where|given that|in case|to|due to)\b[^,]{1,300},/i,
  /\b(?:whether|how|why|what)\b[^,;:.]{0,200}?\b(?:should|must|shall|needs? to|ha(?:s|ve) to)\b/gi,
  /(?<!,) (?:that|which|who) (?:\w+ly |also |only )?(?:should|must|shall|needs? to|ha(?:s|ve) to|(?:is|are) required)\b/gi,
];

export function isExcluded(text: string): boolean {
  const sentence = text.slice(0, longestSentence);
  return exclusions.some(({ pattern }) => pattern.test(sentence));
}

/** Whether a sentence says that something has to be done or to be so. */
export function statesDuty(text: string): boolean {
  const sentence = text.slice(0, longestSentence);
  if (!dutyWords.test(sentence) && !unpartedDuty.test(sentence)) return false;
  if (isExcluded(sentence)) return false;
  const said = asides.reduce((text, aside) => text.replace(aside, " "), sentence);
  return dutyWords.test(said) || unpartedDuty.test(said);
}

/** Whether a sentence of a list of requirements promises something about a thing of its own. */
export function statesPromise(text: string): boolean {
  const sentence = text.slice(0, longestSentence);
  return promises.test(sentence) && !pointing.test(sentence) && !isExcluded(sentence);
}

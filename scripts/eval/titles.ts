import type { TicketsResult } from "@tessera/core/generation";

/** Headings of any document, and phrases that would fit any spec: a reader learns nothing from them. */
const generic: readonly RegExp[] = [
  /^(?:abstract|api|approach|architecture|background|capabilities|conclusion|context|deliverables?|design|details|features?|functional requirements|general|goals|implementation|integration|introduction|miscellaneous|motivation|next steps|non-functional requirements|notes|other|overview|performance|proposal|requirements|scope|security|setup|solution|specification|summary|tasks|technical (?:design|description)|testing|tests|ui|user stories|ux)$/,
  /^(?:implement|build|deliver|develop|create|complete|do|make|finish|design|write|add|define|provide|support) (?:the |a |an |all |our )?(?:solution|design|feature|features|functionality|system|proposal|implementation|project|product|requirements?|changes?|work|spec|specification|plan|deliverable|mvp|tests?|documentation|api|ui|architecture|approach|tasks?|it|this|that)$/,
  /^meet (?:the |all )?(?:\w+ ){0,3}requirements\b/,
  /^(?:satisfy|fulfil|fulfill|address|cover|handle) (?:the |all )?(?:\w+ ){0,2}(?:requirements|criteria|points|items|rest)\b/,
  /^carry out (?:the )?(?:plan|work|tasks?|rest)\b/,
  /^reach (?:the )?[\w-]+(?: [\w-]+)? milestone$/,
  /^(?:set ?up|prepare|start|finalize|finali[sz]e) (?:the )?(?:project|work|everything)$/,
  /\b(?:and more|et cetera|etc\.?|misc)$/,
  /^(?:ticket|task|story|item|step|part|phase|section|option|requirement) ?[0-9ivx]*$/,
];

/** What a title starts with that is not an order: articles, pronouns, prepositions, question words. */
const openers = new Set(
  "a all an any and are as at both but by can during each either every for from given has have he here how if in into is it its may must my no not of on one only or our per shall she should so some that the their them then there these they this those to under upon was we were what when where which while who why will with without would you your".split(
    " ",
  ),
);

/** First words of orders that end like nouns. */
const verbsLikeNouns = new Set(
  "bring complement ship document embed feed implement increment mention partition position process progress reference schedule string supplement transition version condition station ration provision caution question mention".split(
    " ",
  ),
);

/** "Make unfortunately, there ...", "Deliver A trusted ...", "Package managers may ...": a sentence cut out of its text. */
const patchwork: readonly RegExp[] = [
  /^\w+ (?:A|An|The|It|This|There) /,
  /^(?:\w+ )?(?:unfortunately|however|therefore|thus|additionally|furthermore|obviously|hence)\b/i,
  /^(?:\w+ )?\w+s (?:\w+ ){0,8}(?:may|must|should|shall)\b/i,
];

/** Verbs that say nothing of the work where the document's own title follows them. */
const anyWork =
  /^(?:deliver|carry out|do|complete|meet|realize|execute|finish|(?:implement|build|develop|create)(?= (?:the )?(?:solution|spec)))\b/;

/**
 * Whether a title names no work: a heading, a phrase for everything, the title of the spec itself, fewer than two words
 * of meaning, no verb first.
 */
export function genericReason(title: string, context: { english: boolean; source: string }): string | null {
  const words = wordsOf(title);
  const plain = title
    .toLowerCase()
    .replace(/[.:;!]+$/, "")
    .trim();
  if (generic.some((pattern) => pattern.test(plain))) return "generic words";
  const rest = wordsOf(plain.replace(anyWork, "")).filter((word) => !openers.has(word));
  const source = new Set(wordsOf(context.source));
  if (anyWork.test(plain) && rest.every((word) => source.has(word))) return "the spec's own title";
  const meaning = words.filter((word) => !openers.has(word));
  const long = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{5,}/u.test(title);
  if (meaning.length < 2 && !long) return "fewer than two words of meaning";
  if (context.english && patchwork.some((pattern) => pattern.test(title)))
    return "no sentence that somebody would write";
  return context.english && !startsWithVerb(words[0] ?? "") ? "no verb first" : null;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'_./-]*/gu) ?? [];
}

function startsWithVerb(word: string): boolean {
  if (openers.has(word) || !/^[a-z][a-z-]*$/.test(word)) return false;
  if (verbsLikeNouns.has(word)) return true;
  return (
    !/(?:tion|sion|ment|ness|ity|ing|ism|ance|ence|ship|[^s]s)$/.test(word) || /^(?:focus|process|bias)$/.test(word)
  );
}

/** Titles that two tickets have, whatever their case, marks and white space. */
export function duplicateTitles(result: TicketsResult): string[] {
  const seen = new Set<string>();
  return result.tickets
    .map(({ title }) => title)
    .filter((title) => {
      const key = title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, " ")
        .trim();
      const repeated = seen.has(key);
      seen.add(key);
      return repeated;
    });
}

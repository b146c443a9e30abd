import { takeConditions } from "./conditions.ts";
import { isPlural } from "./grammar.ts";
import { baseOfGerund, baseOfParticiple, baseOfThirdPerson, isVerb } from "./verbs.ts";

export type Modality = "must" | "should" | "will" | "can" | "may" | "fact";

/** The main clause of an English sentence, as far as the rules need it. */
export interface Clause {
  form: "imperative" | "active" | "passive" | "progressive" | "state";
  /** Empty for an imperative. */
  subject: string;
  modality: Modality;
  negated: boolean;
  /** Base form; empty for a state. */
  verb: string;
  /** What follows the verb: objects, places, reasons. */
  rest: string;
  /** "when the API is down", taken from the front of the sentence; null where there is none. */
  condition: string | null;
}

const modals: Record<string, Modality> = {
  must: "must",
  shall: "must",
  mustn: "must",
  cannot: "must",
  should: "should",
  ought: "should",
  shouldn: "should",
  will: "will",
  would: "will",
  won: "will",
  can: "can",
  may: "may",
  might: "may",
  could: "may",
};

const beForms = new Set(["is", "are", "was", "were", "isn't", "aren't"]);
const relativizers = new Set(
  "that which who whom whose where when if because as whether while until before after what how so unless since than and/or".split(" "),
);
const adverbs = new Set(
  "also always already automatically currently either explicitly first fully generally instead just later likely never normally not now often only optionally originally probably rather simply still then therefore thus typically usually each both all most once again even immediately safely".split(
    " ",
  ),
);
const longestSubject = 22;

/** Splits at blanks; code and short quotes stay whole. */
export function tokensOf(text: string): string[] {
  return text.match(/[^\s`"]*`[^`]{0,200}`[^\s`]*|[^\s`"]*"[^"]{1,60}"\S*|\S+/g) ?? [];
}

/** Reads the main clause; null where the sentence has none that the rules understand. */
export function parseClause(sentence: string): Clause | null {
  const { text, condition } = takeConditions(sentence.replace(/[.;:!]+$/, ""));
  const tokens = tokensOf(text);
  const found = imperative(tokens) ?? perfect(tokens) ?? withAuxiliary(tokens) ?? thirdPersonClause(tokens);
  if (!found) return null;
  // "In the first version we ..." names its time without a comma.
  const placed = /^((?:in|for|with|at|on|during|as|from|by|after|before) .{2,80}) (we|i|you|it|they)$/i.exec(found.subject);
  if (placed?.[1] && placed[2]) return { ...found, subject: placed[2], condition: condition ?? placed[1].charAt(0).toLowerCase() + placed[1].slice(1) };
  return { ...found, condition };
}

type Parsed = Omit<Clause, "condition">;

function bare(token: string | undefined): string {
  return (token ?? "").toLowerCase().replace(/^[("']+|[)"',;:.]+$/g, "").replace("’", "'");
}

/** "Add a field to the job": a verb in front that nothing behind it turns into a noun. */
function imperative(tokens: readonly string[]): Parsed | null {
  const start = bare(tokens[0]).endsWith("ly") && isVerb(bare(tokens[1])) ? 1 : 0;
  const first = tokens[start] ?? "";
  if (!/^[A-Za-z-]+$/.test(first) || (first.length > 1 && first === first.toUpperCase()) || !isVerb(lastPart(first)) || tokens.length < 2) return null;
  if (start === 0 && (isNounLike(tokens) || /^(?:load|smoke|stress|beta|user|pen) tests?\b/i.test(tokens.slice(0, 2).join(" ")))) return null;
  const adverb = start === 1 ? ` ${bare(tokens[0])}` : "";
  const rest = tokens.slice(start + 1).join(" ");
  return { form: "imperative", subject: "", modality: "will", negated: false, verb: first.toLowerCase(), rest: rest + adverb };
}

function lastPart(word: string): string {
  return word.slice(word.lastIndexOf("-") + 1);
}

const ambiguous = new Set(
  "abstract access account address alert answer audit balance batch block build cache call change charge check cluster code contact control copy cost count cover default delegate deploy design detail display document download draft end estimate exit export feature feed file filter flag focus form format function group guide handle hash help host import index input install issue key label lead limit link list load lock log look map mark match measure model monitor mount move name need network notice number offer open order output own package page pair part paste patch place plan play point policy poll port post power present press print process profile program project prompt proxy purchase query queue range rank rate reason record reference release report request research reserve reset result return review risk role route run scale scan schedule scope score screen script search seed segment sense service set setup shape share sign signal size sort source split stage start state step stop storage store stream structure study subject suggest supply support surface switch table tag target task test throttle time token track trade transfer trigger type update upgrade upload use user value variable vendor version view visit vote walk warning watch work".split(
    " ",
  ),
);

/** "Test data is scripted", "Search results must ..." and "Access control" start with nouns that look like verbs. */
function isNounLike(tokens: readonly string[]): boolean {
  const first = bare(tokens[0]);
  const second = bare(tokens[1]);
  if (/^(?:of|is|are|was|were|will|must|should|can|could|may|might|has|have)$/.test(second)) return true;
  if (ambiguous.has(first) && /^(?:and|or|–|-|:)$/.test(second)) return true;
  if (/^(?:a|an|the|all|any|each|every|its|their|this|that|these|our|your|both|new|existing|how|whether|what)$/.test(second)) return false;
  if (isDeterminerLike(tokens[1]) || /^(?:ensure|verify|confirm|guarantee|check|assume|prove|make)$/.test(first)) return false;
  // Two words in front and a finite verb close behind them make a subject: "Search results are cached".
  const near = tokens.slice(1, 8).map(bare);
  if (/^(?:and|or)$/.test(second) && !isVerb(bare(tokens[2]))) return true;
  if (/[^s]s$/.test(second) && isPlainVerb(bare(tokens[2])) && ambiguous.has(first)) return true;
  const finite = near.findIndex((word) => beForms.has(word) || Object.hasOwn(modals, word) || /^(?:do|does|has|have|don't|doesn't)$/.test(word));
  return finite >= 0 && !near.slice(0, finite).some((word) => relativizers.has(word));
}

function isDeterminerLike(token: string | undefined): boolean {
  return /^[`"(\d]/.test(token ?? "");
}

/** "The site has completed a review": what has happened is so. */
function perfect(tokens: readonly string[]): Parsed | null {
  const at = tokens.findIndex((token, index) => index > 0 && index < 10 && /^(?:has|have)$/.test(bare(token)));
  const verb = at < 0 ? null : baseOfParticiple(bare(tokens[at + 1]));
  if (!verb || tokens.slice(0, at).some((token) => relativizers.has(bare(token)))) return null;
  return { form: "active", subject: subjectOf(tokens, at), modality: "fact", negated: false, verb, rest: restFrom(tokens, at + 2) };
}

function withAuxiliary(tokens: readonly string[]): Parsed | null {
  let relative = false;
  let depth = 0;
  for (let index = 0; index < Math.min(tokens.length, longestSubject); index += 1) {
    const token = tokens[index] ?? "";
    const word = bare(token);
    const inside = depth > 0 || token.startsWith("(");
    depth += token.split("(").length - token.split(")").length;
    if (inside) continue;
    const auxiliary = auxiliaryAt(tokens, index);
    if (auxiliary && !relative) return predicate(tokens, index, auxiliary);
    if (auxiliary || (relative && endsRelative(word))) relative = false;
    else if (relativizers.has(word)) relative = true;
    if (/[;:]$/.test(tokens[index] ?? "")) return null;
  }
  return null;
}

/** A finite verb inside "users that want ..." ends the relative clause's claim on the next auxiliary. */
function endsRelative(word: string): boolean {
  const third = baseOfThirdPerson(word);
  return isPlainVerb(word) || (third !== null && isPlainVerb(third)) || /^(?:has|have|do|does|had)$/.test(word);
}

interface Auxiliary {
  modality: Modality;
  /** Index of the first word after it. */
  next: number;
  kind: "modal" | "be";
}

function auxiliaryAt(tokens: readonly string[], index: number): Auxiliary | null {
  const word = bare(tokens[index]);
  const after = bare(tokens[index + 1]);
  const contracted = /^(?:we|i|it|they|you|this|that|there)'(ll|re|d)$/.exec(word)?.[1];
  if (contracted === "ll" || contracted === "d") return { modality: "will", next: index + 1, kind: "modal" };
  const modal = modals[word.replace(/n't$/, "").replace(/^wo$/, "will").replace(/^ca$/, "can")];
  if (modal && Object.hasOwn(modals, word.replace(/n't$/, "").replace(/^wo$/, "will").replace(/^ca$/, "can"))) {
    return { modality: modal, next: index + 1, kind: "modal" };
  }
  if (/^(?:needs?|has|have|ought)$/.test(word) && after === "to") return { modality: "must", next: index + 2, kind: "modal" };
  if (/^(?:proposes?|intends?|plans?|aims?|recommends?|suggests?)$/.test(word) && after === "to") {
    return { modality: "will", next: index + 2, kind: "modal" };
  }
  if (beForms.has(word) && after === "required" && bare(tokens[index + 2]) === "to") {
    return { modality: "must", next: index + 3, kind: "modal" };
  }
  if (beForms.has(word) && after === "going" && bare(tokens[index + 2]) === "to") {
    return { modality: "will", next: index + 3, kind: "modal" };
  }
  if (/^(?:has|have)$/.test(word) && after === "been") return { modality: "fact", next: index + (bare(tokens[index + 2]) === "been" ? 3 : 2), kind: "be" };
  return beForms.has(word) || contracted === "re" ? { modality: "fact", next: index + 1, kind: "be" } : null;
}

function predicate(tokens: readonly string[], at: number, auxiliary: Auxiliary): Parsed | null {
  const subject = subjectOf(tokens, at);
  const head = skipAdverbs(tokens, auxiliary.next);
  const negated = head.negated || /^cannot$|n't$/.test(bare(tokens[at])) || bare(tokens[at + 1]) === "not";
  const base = { subject, modality: auxiliary.modality, negated };
  if (subject === "" && auxiliary.kind === "be") return null;
  if (auxiliary.kind === "be") return afterBe(tokens, head.index, base);
  if (bare(tokens[head.index]) === "be") return afterBe(tokens, skipAdverbs(tokens, head.index + 1).index, base);
  const verb = bare(tokens[head.index]);
  if (!isVerb(lastPart(verb)) && verb !== "have") return null;
  return { ...base, form: "active", verb, rest: restFrom(tokens, head.index + 1) };
}

function subjectOf(tokens: readonly string[], at: number): string {
  const contracted = /^(we|i|it|they|you|this|that|there)['’]/i.exec(tokens[at] ?? "")?.[1];
  const subject = [...tokens.slice(0, at), ...(contracted ? [contracted] : [])].join(" ").replace(/[,:]$/, "");
  return subject.replace(/\s*\((?:e\.g\.|i\.e\.|including|other|no |and|or)[^()]{0,120}\)/gi, "").replace(/ (?:also|only|both|each|even|still|always)$/i, "");
}

function skipAdverbs(tokens: readonly string[], from: number): { index: number; negated: boolean } {
  let index = from;
  let negated = false;
  while (index < tokens.length && (adverbs.has(bare(tokens[index])) || /^[a-z]{3,}ly$/.test(tokens[index] ?? ""))) {
    if (/^(?:not|never)$/.test(bare(tokens[index]))) negated = true;
    index += 1;
  }
  return { index, negated };
}

type Base = Pick<Parsed, "subject" | "modality" | "negated">;

function afterBe(tokens: readonly string[], index: number, base: Base): Parsed | null {
  const at = bare(tokens[index]) === "being" ? index + 1 : index;
  if (at !== index) return afterBe(tokens, at, base);
  const word = bare(tokens[index]);
  if (word === "" || /^there$/i.test(base.subject)) return null;
  const passive = baseOfParticiple(word);
  if (passive) return { ...base, form: "passive", verb: passive, rest: restFrom(tokens, index + 1) };
  // "load tested": the participle stands one word further.
  const second = baseOfParticiple(bare(tokens[index + 1]));
  if (second && /^[a-z]+$/.test(word) && isVerb(word)) {
    return { ...base, form: "passive", verb: `${word} ${second}`, rest: restFrom(tokens, index + 2) };
  }
  if (word === "able" && bare(tokens[index + 1]) === "to") return ableTo(tokens, index + 2, base);
  const running = baseOfGerund(word);
  if (running && base.modality === "will") return { ...base, form: "active", verb: running, rest: restFrom(tokens, index + 1) };
  if (running) return { ...base, form: "progressive", verb: running, rest: restFrom(tokens, index + 1) };
  return { ...base, form: "state", verb: "", rest: restFrom(tokens, index) };
}

function ableTo(tokens: readonly string[], from: number, base: Base): Parsed | null {
  const index = skipAdverbs(tokens, from).index;
  const verb = bare(tokens[index]);
  if (verb === "be") return afterBe(tokens, index + 1, { ...base, modality: "can" });
  return isVerb(verb) ? { ...base, form: "active", modality: "can", verb, rest: restFrom(tokens, index + 1) } : null;
}

function restFrom(tokens: readonly string[], index: number): string {
  return tokens.slice(index).join(" ");
}

/** "The endpoint returns all orders": the third person in the middle, where a noun would not stand. */
function thirdPersonClause(tokens: readonly string[]): Parsed | null {
  for (let index = 1; index < Math.min(tokens.length - 1, 10); index += 1) {
    const word = bare(tokens[index]);
    if (relativizers.has(word) || /[,;:]$/.test(tokens[index] ?? "")) return null;
    const verb = /^(?:has|have)$/.test(word) ? "have" : finiteVerb(tokens, index);
    if (verb) {
      const subject = tokens.slice(0, index).filter((token) => !adverbs.has(bare(token))).join(" ");
      return { form: "active", subject, modality: "fact", negated: false, verb, rest: restFrom(tokens, index + 1) };
    }
  }
  return null;
}

function finiteVerb(tokens: readonly string[], index: number): string | null {
  const word = bare(tokens[index]);
  const after = bare(tokens[index + 1]);
  const before = bare(tokens[index - 1]);
  if (/^(?:a|an|the|of|to|in|on|for|with|by|from|and|or|per|no|any|each|every|all|its|their|our)$/.test(before)) return null;
  const object = /^(?:a|an|the|all|any|each|every|at|its|their|this|that|these|one|no|only|whether|how|which|what|both|new|to|in|from|into|when|with|on|as|against|by|through)$/;
  const third = baseOfThirdPerson(word);
  if (third && (!ambiguous.has(third) || (object.test(after) && !/^(?:to|in|from|on|with|as|by)$/.test(after)) || /^[a-z]{3,}ing$/.test(after) || isDeterminerLike(tokens[index + 1]))) {
    return third;
  }
  const subject = tokens.slice(0, index).join(" ");
  if (index === 1 && /[a-z]s$/.test(before) && isVerb(word) && (isPlainVerb(word) || /^(?:on|in|for|with|at|as)$/.test(after))) return word;
  const plural = index > 1 && isVerb(word) && !ambiguous.has(word) && object.test(after) && (/s$/.test(before) || isPlural(subject.replace(/ [a-z]+ly$/, "")));
  return plural ? word : null;
}

/** Whether a word is hardly ever anything but a verb. */
export function isPlainVerb(word: string): boolean {
  return isVerb(word) && !ambiguous.has(word.toLowerCase());
}

import { type Auxiliary, auxiliaryAt } from "./auxiliaries.ts";
import { isPlainVerb } from "./noun-verbs.ts";
import type { Parsed } from "./parsed.ts";
import { bare, relativizers, restFrom, skipAdverbs } from "./tokens.ts";
import { baseOfGerund, baseOfParticiple, baseOfThirdPerson, isVerb } from "./verbs.ts";

const longestSubject = 22;

/** "The site has completed a review": what has happened is so. */
export function parsePerfect(tokens: readonly string[]): Parsed | null {
  const at = tokens.findIndex((token, index) => index > 0 && index < 10 && /^(?:has|have)$/.test(bare(token)));
  const verb = at < 0 ? null : baseOfParticiple(bare(tokens[at + 1]));
  if (!verb || tokens.slice(0, at).some((token) => relativizers.has(bare(token)))) return null;
  const rest = restFrom(tokens, at + 2);
  return { form: "active", subject: subjectOf(tokens, at), modality: "fact", negated: false, adverb: "", verb, rest };
}

/** "The resources that we need are provisioned ...": the first auxiliary that belongs to no relative clause. */
export function parseAuxiliary(tokens: readonly string[]): Parsed | null {
  let relative = false;
  for (const index of outsideBrackets(tokens)) {
    const word = bare(tokens[index]);
    const auxiliary = auxiliaryAt(tokens, index);
    if (auxiliary && !relative) return predicate(tokens, index, auxiliary);
    if (auxiliary || (relative && endsRelative(word))) relative = false;
    else if (relativizers.has(word)) relative = true;
    if (/[;:]$/.test(tokens[index] ?? "")) return null;
  }
  return null;
}

function* outsideBrackets(tokens: readonly string[]): Generator<number> {
  let depth = 0;
  for (let index = 0; index < Math.min(tokens.length, longestSubject); index += 1) {
    const token = tokens[index] ?? "";
    const inside = depth > 0 || token.startsWith("(");
    depth += token.split("(").length - token.split(")").length;
    if (!inside) yield index;
  }
}

/** A finite verb inside "users that want ..." ends the relative clause's claim on the next auxiliary. */
function endsRelative(word: string): boolean {
  const third = baseOfThirdPerson(word);
  return isPlainVerb(word) || (third !== null && isPlainVerb(third)) || /^(?:has|have|do|does|had)$/.test(word);
}

function predicate(tokens: readonly string[], at: number, auxiliary: Auxiliary): Parsed | null {
  const subject = subjectOf(tokens, at);
  if (subject === "" && auxiliary.kind === "be") return null;
  const head = skipAdverbs(tokens, at + auxiliary.words);
  const negated = head.negated || /^cannot$|n't$/.test(bare(tokens[at]));
  const base = { subject, modality: auxiliary.modality, negated, adverb: head.adverb };
  if (auxiliary.kind === "be") return afterBe(tokens, head.index, base);
  const verb = bare(tokens[head.index]);
  if (verb === "be") {
    const behind = skipAdverbs(tokens, head.index + 1);
    return afterBe(tokens, behind.index, { ...base, adverb: `${head.adverb} ${behind.adverb}`.trim() });
  }
  if (!isVerbBehindModal(tokens[head.index])) return null;
  return { ...base, form: "active", verb, rest: restFrom(tokens, head.index + 1) };
}

/** Behind a modal stands a verb, whether our list knows it or not, unless the sentence is broken by an aside. */
function isVerbBehindModal(token: string | undefined): boolean {
  const word = bare(token);
  return /^[a-z]{2,}(?:-[a-z]+)*$/.test(word) && !/,$/.test(token ?? "") && !relativizers.has(word) && word !== "no";
}

function subjectOf(tokens: readonly string[], at: number): string {
  const contracted = /^(we|i|it|they|you|this|that|there)['’]/i.exec(tokens[at] ?? "")?.[1];
  const words = [...tokens.slice(0, at), ...(contracted ? [contracted] : [])].join(" ");
  return words
    .replace(/[,:]$/, "")
    .replace(/\s*\((?:e\.g\.|i\.e\.|including|other|no |and|or)[^()]{0,120}\)/gi, "")
    .replace(/ (?:also|only|both|each|even|still|always)$/i, "");
}

type Base = Pick<Parsed, "subject" | "modality" | "negated" | "adverb">;

/** What follows "is" or "be": a participle, "able to", a gerund, or a state. */
function afterBe(tokens: readonly string[], from: number, base: Base): Parsed | null {
  const index = bare(tokens[from]) === "being" ? from + 1 : from;
  const word = bare(tokens[index]);
  if (word === "" || /^there$/i.test(base.subject)) return null;
  const passive = passiveAt(tokens, index, base);
  if (passive) return passive;
  if (word === "able" && bare(tokens[index + 1]) === "to") return ableTo(tokens, index + 2, base);
  const running = baseOfGerund(word);
  const rest = restFrom(tokens, index + 1);
  if (running) return { ...base, form: base.modality === "will" ? "active" : "progressive", verb: running, rest };
  return { ...base, form: "state", verb: "", rest: restFrom(tokens, index) };
}

/** "stored", and "load tested", whose participle stands one word further. */
function passiveAt(tokens: readonly string[], index: number, base: Base): Parsed | null {
  const word = bare(tokens[index]);
  const verb = baseOfParticiple(word);
  if (verb) return { ...base, form: "passive", verb, rest: restFrom(tokens, index + 1) };
  const second = isVerb(word) ? baseOfParticiple(bare(tokens[index + 1])) : null;
  if (!second) return null;
  return { ...base, form: "passive", verb: `${word} ${second}`, rest: restFrom(tokens, index + 2) };
}

function ableTo(tokens: readonly string[], from: number, base: Base): Parsed | null {
  const { index, adverb } = skipAdverbs(tokens, from);
  const verb = bare(tokens[index]);
  if (verb === "be") return afterBe(tokens, index + 1, { ...base, modality: "can" });
  if (!isVerb(verb)) return null;
  const modality = base.modality === "may" ? "may" : "can";
  return {
    ...base,
    form: "active",
    modality,
    adverb: `${base.adverb} ${adverb}`.trim(),
    verb,
    rest: restFrom(tokens, index + 1),
  };
}

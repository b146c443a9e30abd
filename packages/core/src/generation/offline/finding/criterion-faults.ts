import { type Clause, isNounPhrase, topicsOf } from "../grammar/index.ts";
import { isPeople } from "./actors.ts";
import { isTalk } from "./asides.ts";
import type { Statement } from "./statement.ts";
import { isBenefit, isDoubtful, isInstruction, isWording } from "./strength.ts";

/** Words that point at another sentence, talk to the reader, or stop in the middle: no criterion in any form. */
const everywhere: RegExp[] = [
  /\?["')\]]*$/,
  /[:,]$|(?:^|\s)(?:the|a|an|of|to|for|with|by|from|at|as|and|or|but|because|that|which|including|includes?|contains?|via|than|is|are|be|if|when|either|both|here|this|these|those)[.;]?$/i,
  /\b(?:the |these |those )?following\b(?! (?:the|a|an|its|our|their|best)\b)|\bas follows\b|\b(?:above|below|aforementioned)\b(?<!\bor below)(?! (?:the|a|an|\d))|\bthe (?:former|latter)\b|\b(?:previous|next|this|that) (?:section|paragraph|example|figure|table)\b|\bsee (?:also|the|our)\b|\b(?:go|goes) back to (?:step )?\d/i,
  /(?:^|[,;:(–—-] ?|\b(?:and|but|so|as|because|since|that|while|where|which|though|although|whether|how|what) )(?:[Ww]e|I)\b/,
  /\b(?:let us|let['’]s|me|my|I|us|you|your)\b/,
  /^(?:it|its|this|that|these|those|they|them|he|she|such|here|there|another|one of|some of|each of (?:these|those|them)|both of|none of|one (?:way|option|possibility|example|reason|idea|approach))\b/i,
  /^(?:no|or|and|but|then|than|like|e\.g|i\.e|etc)[,.] |^(?:or|and|but|then|than|like) /i,
  /, (?:this|that|it|they|these|those) (?:means?|works?|is|are|helps?|would|will|can|should|might|may|happens?)\b/i,
  /^(?:in|for|with|at|on|during|under|after|before|due to|given|because of|despite|to|from|by|if|when|once|while|as) (?:the )?(?:this|that|these|those|such|similar|some|all of the above)\b/i,
  /\b(?:do|does|doing|done) (?:this|that|so)\b/i,
  /\b(?:is|are) (?:that|because|how|why|what)\b|\bis one (?:in|that|of|where)\b/i,
  /\bso (?:this|it|they)\b|: ?https?:\S+$|\b(?:see|seen|found|available|listed|described|documented) (?:at|in|on|here)?:? ?https?:/i,
  /\bin (?:such a|this|that) (?:way|manner|case|situation)\b(?! that)/i,
  /\b(?:will|should) be (?:much |a lot |more )?(?:easier|simpler|better|faster|easily)\b/i,
  /^(?:the|an?) [\w-]+(?: [\w-]+)? (?:after|in|for|at|on|by|to|from) which\b/i,
  /^(?:though,|either |yes,)/i,
  // Two paragraphs that grew together.
  /[a-z)] (?:The|This|That|It|We|If|When|There|However) [a-z]/,
];

/** In running text a sentence leans on the one before, tells a story, or weighs ideas. */
const inProse: RegExp[] = [
  /^(?:otherwise|instead|alternatively|rather|yet|only then|up until|at (?:this|that|the very)|to be on|in other words|for (?:bad|good|more|example)|as such|after that|in contrast|by contrast|in theory|unfortunately|while it|in turn)\b/i,
  /^the (?:same|other|second|third|last|next|first|only|main|key|original|current|interested|idea|goal|problem) (?:aspect|difference|exception|idea|issue|one|option|part|point|problem|question|reader|reason|solution|design|implementation|step|thing|approach|case|two)\b/i,
  /\b(?:this|that|these|those|such) (?:problem|issue|situation|case|cases|phase|point|way|reason|approach|idea|entry|one|ones|change|behaviou?r|thing|things|property|example|option|solution|same)\b/i,
  /\b(?:one (?:can|should|will|may|must)|someone)\b/i,
  /\b(?:for example|for instance|e\.g\.|such as|in general|in theory|unfortunately|obviously|of course|actually|the team|the attacker|attackers?|attack (?:vector|surface)s?|adversar(?:y|ies))\b/i,
  /\b(?:sections?|chapters?|documents?|figures?|tables?|columns?|pep|rfc|kep) (?:also )?(?:indicates?|discuss(?:es)?|describes?|explains?|presents?|covers?|shows?|lists?|provides?)\b/i,
  /\b(?:[Ww]e|I)\b/,
  /^(?:(?!\b(?:that|which|who|whose|when|if)\b)[\s\S]){0,90}\b(?:was|were|had|did|(?:has|have) (?:not |already |also )?(?:been|[a-z]+ed))\b/i,
];

/** Verbs with which prose explains instead of asking. */
const explaining = new Set(
  `address affect allow appear assume attempt attack become believe belong benefit cause challenge come compare compromise
  consider consist contrast depend describe derive differ discuss enable exist expect explain explore face feel find gain give
  happen have help illustrate imagine impact improve intend involve know lead lean like look matter mean motivate need note occur
  outline outweigh prefer present propose realize reason refer reflect relate remain require resemble result risk seem
  simplify solve study suffer suggest summarize surface talk tend think understand want weigh wish wonder work`.split(
    /\s+/,
  ),
);

/** States that can be looked at. */
const visible =
  /^(?:not )?(?:available|visible|accessible|optional|required|mandatory|empty|omitted|unique|immutable|read-only|limited|responsible for|enabled|disabled|compatible|case-(?:in)?sensitive|idempotent|atomic|reachable|usable|shown|hidden|equal to)\b/i;

/**
 * Whether a statement is no criterion: it cannot be checked, or not without the text around it. Of what is known to be
 * asked for, prose may tell it as it likes.
 */
export function hasFault(statement: Statement, isRewritten: boolean, isAsked: boolean): boolean {
  const { text, form } = statement;
  if (isUnreadable(statement)) return true;
  if (isAsked) return isTalk(statement);
  if (isDoubtful(text) || isBenefit(text) || isDefinition(statement)) return true;
  if (isRewritten) return form === "sentence" && inProse.some((fault) => fault.test(text));
  if (isPossibility(statement)) return true;
  return form === "sentence" && (inProse.some((fault) => fault.test(text)) || isTold(statement));
}

/** What nobody could check, whoever asks for it. */
function isUnreadable({ text, form, clause, weighed }: Statement): boolean {
  if (weighed || lacksObject(clause)) return true;
  if (isInstruction(text) || isWording(text) || everywhere.some((fault) => fault.test(text))) return true;
  if (wordCount(text) < 2 || (topicsOf(text).size < 2 && form === "sentence")) return true;
  return text.split("(").length > text.split(")").length || text.split("`").length % 2 === 0;
}

/** "The window process will use to connect the chain": a word of the author's is missing. */
function lacksObject(clause: Clause | null): boolean {
  return clause?.form === "active" && clause.verb === "use" && /^to /.test(clause.rest);
}

/** "A request is the first of its queue" says what a word means. */
function isDefinition({ clause }: Statement): boolean {
  return clause?.form === "state" && clause.modality === "fact" && /^(?:the|an?) /i.test(clause.rest);
}

function isPossibility({ text, clause }: Statement): boolean {
  if (/(?:^| )(?:we|i|you)$/i.test(clause?.subject ?? "")) return true;
  return clause?.modality === "may" && /\b(?:might|could|would)\b/.test(text);
}

/** Words of letters outside of code: a table's cell of figures is no criterion. */
function wordCount(text: string): number {
  return text.replace(/`[^`]*`/g, "").match(/\p{L}{2,}/gu)?.length ?? 0;
}

/** Prose that tells how things are instead of saying how they have to be. */
function isTold({ text, clause, strength }: Statement): boolean {
  if (clause === null) return !/\b(?:MUST|SHALL|SHOULD|must|shall|should)\b/.test(text);
  if (clause.modality === "fact" || clause.form === "imperative") return !isBehaviour(clause) || strength < 0.5;
  return clause.modality === "may" && !/\bMAY\b/.test(text) && !isPeople(clause.subject);
}

/** "The endpoint returns all orders" can be seen from outside, "Our approach differs in three ways" cannot. */
function isBehaviour({ form, subject, verb, rest, negated }: Clause): boolean {
  if (form === "imperative") return !explaining.has(verb);
  if (!isNounPhrase(subject, 12) || form === "progressive") return false;
  if (form === "state") return visible.test(rest);
  return (!explaining.has(verb) || negated) && !/^(?:that|how|whether|why)\b/.test(rest);
}

import { type Clause, parseClause, tokensOf } from "./clause.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Statement } from "./statement.ts";
import { participle, thirdPerson } from "./verbs.ts";
import { cutAtWord } from "./title-text.ts";
import { capitalize } from "./words.ts";

const criterionLimit = 260;

/** A statement as something that is either so or not so. */
export function criterionOf(statement: Statement, lexicon: Lexicon): string {
  const text = statement.text.replace(/\s+/g, " ").trim();
  if (!lexicon.english || /^(?:given|when|then|and|scenario)\b.*\b(?:then|when)\b/i.test(text)) return finish(text);
  const clause = statement.clause;
  if (!clause) return finish(isFragment(text) ? `${capitalize(text.replace(/[.;]$/, ""))} ${isPlural(text) ? "are" : "is"} in place` : text);
  return finish(asFact(clause) ?? text);
}

/** A short text without any verb: "Unit tests", "Rate limiting". */
function isFragment(text: string): boolean {
  return text.split(" ").length <= 9 && !/[,:?]/.test(text) && parseClause(text) === null;
}

function finish(text: string): string {
  const cut = cutAtWord(text.replace(/\s*\((?:e\.g\.|see|i\.e\.)[^()]{0,160}\)/gi, ""), criterionLimit);
  const closed = cut.replace(/[\s,;:.–—-]+$/, "");
  return `${capitalize(closed)}${/[?!。！？]$/.test(closed) ? "" : /[\u3000-\u9fff]$/.test(closed) ? "。" : "."}`;
}

/** The clause in the present tense, without its modal: "must be encrypted" -> "is encrypted". */
export function asFact(clause: Clause): string | null {
  const body = clause.form === "imperative" ? done(clause.verb, clause.rest) : present(clause);
  if (body === null) return null;
  return clause.condition ? `${capitalize(clause.condition)}, ${body.charAt(0).toLowerCase() === body.charAt(0) || !/^(?:The|A|An|All|Each|Every|Any|No|Its|Their|This|These|It|They|Users?) /.test(body) ? body : body.charAt(0).toLowerCase() + body.slice(1)}` : body;
}

function present(clause: Clause): string | null {
  const { subject, verb, rest, form, modality, negated } = clause;
  if (/^(?:we|i|you)$/i.test(subject)) return negated ? null : done(verb, rest);
  if (modality === "can" || modality === "may" || modality === "fact") return null;
  if (subject.split(" ").length > 16) return null;
  const plural = isPlural(subject);
  const be = `${plural ? "are" : "is"}${negated ? " not" : ""}`;
  if (form === "passive") return `${subject} ${be} ${passiveForm(verb)} ${rest}`.trim();
  if (form === "state") return `${subject} ${be} ${rest}`;
  if (form === "progressive") return null;
  if (negated) return `${subject} ${plural ? "do" : "does"} not ${verb} ${rest}`.trim();
  const agreed = secondVerb(rest, plural);
  return `${subject} ${plural ? verb : thirdPerson(verb)} ${agreed}`.trim();
}

/** "validate and store" has a second verb that agrees too. */
function secondVerb(rest: string, plural: boolean): string {
  const found = /^(and|or) ([a-z]{3,}) (the|a|an|all|its|their|any)\b/.exec(rest);
  if (!found?.[2] || plural) return rest;
  return `${found[1]} ${thirdPerson(found[2])}${rest.slice(`${found[1]} ${found[2]}`.length)}`;
}

function passiveForm(verb: string): string {
  const words = verb.split(" ");
  const last = words.at(-1) ?? verb;
  return [...words.slice(0, -1), participle(last)].join(" ");
}

const afterObject = /^(?:to|in|into|for|from|with|by|on|onto|at|as|so|that|which|when|whenever|if|where|using|via|through|during|before|after|until|against|across|within|per|over|under|without|because|while|and|rather|instead)$/i;

/** An order as its result: "Add a field to the job" -> "A field is added to the job". */
function done(verb: string, rest: string): string | null {
  const tokens = tokensOf(rest);
  const at = tokens.findIndex((token, index) => index > 0 && (afterObject.test(token) || /[,;]$/.test(tokens[index - 1] ?? "")));
  const object = (at < 0 ? tokens : tokens.slice(0, at)).join(" ").replace(/[,;]$/, "");
  const tail = at < 0 ? "" : tokens.slice(at).join(" ");
  if (object === "" || afterObject.test(tokens[0] ?? "") || /^(?:up|out|it|them|sure|how|whether|that)\b/i.test(object)) return null;
  if (/^(?:that|which|and)\b/i.test(tail)) return null;
  if (/^(?:be|have|ensure|guarantee|prevent|let|make|require|avoid|keep|allow|enable|help|want|need|come|go|work|look|prove)$/.test(verb)) return null;
  return `${object} ${isPlural(object) ? "are" : "is"} ${passiveForm(verb)} ${tail}`.trim();
}

const singularWords = /^(?:access|address|analysis|basis|bus|class|css|dns|https|its|kubernetes|less|news|os|process|progress|series|status|success|this|tls|js|aws|ops|sms|gps|focus|bias|business|loss|pass|index|chaos|canvas)$/i;

/** Whether a noun phrase takes "are": by the word in front of the first preposition. */
export function isPlural(phrase: string): boolean {
  if (/^(?:they|we|you|both|these|those|all|most|some|many|several|few|people|\d{2,}|[2-9])\b/i.test(phrase) && !/^all \w+(?:data|traffic|content|metadata)\b/i.test(phrase)) {
    return !/^(?:all|some|most) (?:\w+ )?(?:access|data|content|metadata|traffic|code|text|information|output|input|state)\b/i.test(phrase);
  }
  if (/^(?:each|every|any|an?|one|no|this|that|it|anyone|everyone)\b/i.test(phrase)) return false;
  const head = phrase.split(/ (?:of|for|in|to|that|which|on|with|from|by|required|needed|used|at|as|when|if|without|within|under|running|whose|who|containing) /)[0] ?? phrase;
  if (/ and /.test(head) && !/`/.test(head)) return true;
  const last = head.trim().split(" ").at(-1) ?? "";
  if (/`/.test(last) || singularWords.test(last)) return false;
  return /(?:[^su]s|(?:ss|us)es|people|children|criteria|users)$/i.test(last.replace(/[,.)]+$/, ""));
}

/** What shows that a title's order is done, where the spec itself says no more. */
export function criterionOfTitle(title: string, lexicon: Lexicon): string {
  const clause = lexicon.english ? parseClause(title) : null;
  const fact = clause?.form === "imperative" ? done(clause.verb, clause.rest) : null;
  if (fact) return finish(`${fact}, and an automated test shows it`);
  return lexicon.english ? finish(`An automated test or a demo shows the result of “${title}”`) : `✓ ${finish(title)}`;
}

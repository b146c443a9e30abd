import {
  baseOfParticiple,
  type Clause,
  capitalize,
  isPlural,
  parseClause,
  participle,
  thirdPerson,
  tokensOf,
} from "../grammar/index.ts";
import type { Lexicon } from "./lexicon.ts";
import type { Statement } from "./statement.ts";
import { cutAtWord } from "./title-text.ts";

const criterionLimit = 260;

/** A statement as something that is either so or not so. */
export function criterionOf(statement: Statement, lexicon: Lexicon): string {
  const text = statement.text.replace(/\s+/g, " ").trim();
  if (!lexicon.english || /^(?:given|when|then|and|scenario)\b.*\b(?:then|when)\b/i.test(text)) return finish(text);
  if (/^(?:can|may|should|must|will) /i.test(text))
    return finish(`Users ${text.charAt(0).toLowerCase()}${text.slice(1)}`);
  const clause = statement.clause;
  if (clause?.form === "imperative" && /: /.test(text)) return finish(text);
  if (!clause) return finish(isFragment(text) ? fragmentFact(text.replace(/[.;]$/, "")) : text);
  return finish(asFact(clause) ?? text);
}

/** A short text without any verb: "Unit tests", "Rate limiting". */
function isFragment(text: string): boolean {
  return text.split(" ").length <= 9 && !/[,:?]/.test(text) && parseClause(text) === null;
}

/** "Unit tests" are in place; "the flag enabled by default" is enabled. */
function fragmentFact(text: string): string {
  const be = isPlural(text) ? "are" : "is";
  const tokens = tokensOf(text);
  const at = tokens.findIndex(
    (token, index) =>
      index > 0 &&
      baseOfParticiple(token) !== null &&
      /^(?:by|in|on|for|with|to|from|at|via)$/.test(tokens[index + 1] ?? ""),
  );
  if (at > 0) return `${tokens.slice(0, at).join(" ")} ${be} ${tokens.slice(at).join(" ")}`;
  return `${text} ${be} in place`;
}

function finish(text: string): string {
  const cut = cutAtWord(text.replace(/\s*\((?:e\.g\.|see|i\.e\.)[^()]{0,160}\)/gi, ""), criterionLimit);
  const closed = cut.replace(/[\s,;:.–—-]+$/, "");
  return `${capitalize(closed)}${/[?!。！？]$/.test(closed) ? "" : /[\u3000-\u9fff]$/.test(closed) ? "。" : "."}`;
}

/** The clause in the present tense, without its modal: "must be encrypted" -> "is encrypted". */
function asFact(clause: Clause): string | null {
  const body = clause.form === "imperative" ? done(clause.verb, clause.rest) : present(clause);
  if (body === null || clause.condition === null) return body;
  return `${capitalize(clause.condition)}, ${smallArticle(body)}`;
}

function smallArticle(text: string): string {
  const article = /^(?:The|A|An|All|Each|Every|Any|No|Its|Their|This|These|It|They|Users?) /.test(text);
  return article ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function present(clause: Clause): string | null {
  const { subject, verb, rest, form, modality, negated } = clause;
  if (/^(?:we|i|you)$/i.test(subject)) return negated ? null : done(verb, rest);
  if (modality === "may" || modality === "fact" || subject === "" || subject.split(" ").length > 16) return null;
  const able = form === "active" && !negated ? `${subject} can ${verb} ${rest}` : null;
  return modality === "can" ? able : presentForms[form](clause, isPlural(subject));
}

const presentForms: Record<Clause["form"], (clause: Clause, plural: boolean) => string | null> = {
  imperative: () => null,
  progressive: () => null,
  passive: ({ subject, verb, rest, negated }, plural) =>
    `${subject} ${be(plural, negated)} ${passiveForm(verb)} ${rest}`.trim(),
  state: ({ subject, rest, negated }, plural) => `${subject} ${be(plural, negated)} ${rest}`,
  active: ({ subject, verb, rest, negated }, plural) => {
    if (negated) return `${subject} ${plural ? "do" : "does"} not ${verb} ${rest}`.trim();
    return `${subject} ${plural ? verb : thirdPerson(verb)} ${secondVerb(rest, plural)}`.trim();
  },
};

function be(plural: boolean, negated: boolean): string {
  return `${plural ? "are" : "is"}${negated ? " not" : ""}`;
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

const afterObject =
  /^(?:to|in|into|for|from|with|by|on|onto|at|as|so|that|which|when|whenever|if|where|using|via|through|during|before|after|until|against|across|within|per|over|under|without|because|while|and|rather|instead)$/i;

/** Where the object of an order ends: at the first preposition outside of brackets that does not belong to it. */
function objectEnd(tokens: readonly string[]): number {
  let depth = 0;
  return tokens.findIndex((token, index) => {
    const before = tokens[index - 1] ?? "";
    const outside = depth <= 0 && !token.startsWith("(");
    depth += token.split("(").length - token.split(")").length;
    if (index === 0 || !outside) return false;
    if (/[,;]$/.test(before)) return true;
    return (
      afterObject.test(token) &&
      !(
        token === "to" &&
        /^(?:needed|required|used|able|ability|want|way|how|going|have|has|expected|option|related|access|changes?|updates?|support)$/i.test(
          before,
        )
      )
    );
  });
}

/** An order as its result: "Add a field to the job" -> "A field is added to the job". */
function done(verb: string, rest: string): string | null {
  const tokens = tokensOf(rest);
  const at = objectEnd(tokens);
  const object = (at < 0 ? tokens : tokens.slice(0, at)).join(" ").replace(/[,;]$/, "");
  const tail = at < 0 ? "" : tokens.slice(at).join(" ");
  if (object === "" || afterObject.test(tokens[0] ?? "") || /^(?:up|out|it|them|sure|how|whether|that)\b/i.test(object))
    return null;
  if (
    /^(?:that|which|and)\b/i.test(tail) ||
    /^of\b/i.test(object) ||
    /\band [a-z]+ (?:them|it|the|a|an|all)\b/.test(tail)
  )
    return null;
  if (
    /^(?:be|have|ensure|guarantee|prevent|let|make|require|avoid|keep|allow|enable|help|want|need|come|go|work|look|prove|use|do|follow|see|consider|set|try|start|stop|give|take)$/.test(
      verb,
    )
  )
    return null;
  return `${object} ${isPlural(object) ? "are" : "is"} ${passiveForm(verb)} ${tail}`.trim();
}

/** What shows that a title's order is done, where the spec itself says no more. */
export function criterionOfTitle(title: string, lexicon: Lexicon): string {
  const clause = lexicon.english ? parseClause(title) : null;
  const fact = clause?.form === "imperative" ? done(clause.verb, clause.rest) : null;
  if (fact) return finish(`${fact}, and an automated test shows it`);
  return lexicon.english
    ? finish(`An automated test or a demo shows the result of “${title}”`)
    : finish(`Test: ${title}`);
}

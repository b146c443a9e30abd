import {
  baseOfGerund,
  capitalize,
  factOf,
  impersonal,
  parseClause,
  resultOf,
  withoutConnectors,
} from "../grammar/index.ts";
import { hasFault } from "./criterion-faults.ts";
import { fragmentFact } from "./fragments.ts";
import type { Lexicon } from "./lexicon.ts";
import { cutAtAside } from "./phrase-ends.ts";
import { isScenario } from "./scenarios.ts";
import { longestText, type Statement } from "./statement.ts";

const criterionLimit = 260;

/** The statements that can be checked, each as a criterion of its own, in their order. */
export function criteriaOf(statements: readonly Statement[], lexicon: Lexicon): string[] {
  return statements.flatMap((statement) => criterionOf(statement, lexicon) ?? []);
}

/**
 * A statement as something that is either so or not so; null where it says no such thing on its own.
 * The spec's own sentence stays as it is, unless its grammar is understood to the last word (TF-52).
 */
export function criterionOf(statement: Statement, lexicon: Lexicon): string | null {
  const text = ownSentence(statement.text);
  if (isScenario(text)) return finished(text);
  const clause = lexicon.english ? (text === statement.text ? statement.clause : parseClause(text)) : null;
  if (lexicon.english) {
    const rewritten = clause ? rewrite({ ...statement, text, clause }) : rewriteVerbless(text, statement);
    const criterion = rewritten ?? text;
    return hasFault({ ...statement, text: criterion, clause }, rewritten !== null) ? null : finished(criterion);
  }
  return hasFault({ ...statement, text, clause: null }, false) ? null : finished(text);
}

/** The sentence without asides for the reader, brackets around it, and words that join it to the one before. */
function ownSentence(text: string): string {
  const plain = text
    .slice(0, longestText)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\((.*)\)[.]?$/, "$1")
    .replace(/^(?:yes, |\([^()]{1,24}\) (?=\p{Lu}))/iu, "");
  const alone = impersonal(withoutConnectors(plain.replace(/ \((?:e\.g\.|see|i\.e\.)[^()]{0,160}\)/gi, "")));
  // "can download a binary": a list of abilities leaves out who has them.
  return /^(?:can|may|should|must|will|shall) /i.test(alone)
    ? `Users ${alone.charAt(0).toLowerCase()}${alone.slice(1)}`
    : alone;
}

type Parsed = Statement & { clause: NonNullable<Statement["clause"]> };

/** The clause in the present tense with its lead in front, where every word of it is understood. */
function rewrite({ text, clause }: Parsed): string | null {
  const body = clause.form === "imperative" || isOurs(clause.subject) ? resultFor(text, clause) : factOf(clause);
  const lead = clause.condition ?? clause.reason;
  if (body === null || lead === null) return body;
  return `${capitalize(lead)}, ${smallArticle(body)}`;
}

function isOurs(subject: string): boolean {
  return /^(?:we|i)$/i.test(subject);
}

/** What the team is asked to do, or says that it will do, as its result. */
function resultFor(text: string, { form, modality, verb, rest, negated, adverb }: Parsed["clause"]): string | null {
  const promised = form === "imperative" || (form === "active" && /^(?:must|should|will)$/.test(modality));
  if (!promised || adverb !== "" || / : |: /.test(text)) return null;
  return resultOf(verb, rest, negated ? "is not" : "is");
}

function smallArticle(text: string): string {
  const article =
    /^(?:The|A|An|All|Each|Every|Any|No|Its|Their|This|These|It|They|Users?|New|Existing|One|Some|Both) /.test(text);
  return article ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** List items leave out their verb ("Unit tests") or who does it ("Exporting the keys to a backup"). */
function rewriteVerbless(text: string, { form }: Statement): string | null {
  if (form === "sentence") return null;
  const words = text.replace(/[.;]$/, "");
  const [first = "", ...rest] = words.split(" ");
  const base = baseOfGerund(first);
  return (base && resultOf(base, rest.join(" "))) || fragmentFact(words);
}

/** A sentence with its first letter and its dot; null where it is too long to end where it should. */
export function finished(text: string): string | null {
  const cut = cutAtAside(text, criterionLimit);
  if (cut === null) return null;
  const closed = cut.replace(/[\s,;:.–—-]+$/, "");
  const dot = /[?!。！？]$/.test(closed) ? "" : /[\u3000-\u9fff]$/.test(closed) ? "。" : ".";
  return `${capitalize(closed)}${dot}`;
}

import {
  baseOfGerund,
  capitalize,
  factOf,
  impersonal,
  parseClause,
  participle,
  resultOf,
  withoutConnectors,
} from "../grammar/index.ts";
import { hasFault } from "./criterion-faults.ts";
import { fragmentFact } from "./fragments.ts";
import type { Lexicon } from "./lexicon.ts";
import { ownWords } from "./own-words.ts";
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
  return checked(statement, lexicon, [false]);
}

/** The same for a requirement, which is known to ask for something: its own sentence will do. */
export function requirementCriterion(statement: Statement, lexicon: Lexicon): string | null {
  return checked(statement, lexicon, [false, true]);
}

/** The statement as a criterion, if it is none of the faults of one that is asked for or not, as `asked` tries in turn. */
function checked(statement: Statement, lexicon: Lexicon, asked: readonly boolean[]): string | null {
  const own = ownSentence(statement.text);
  if (isScenario(own)) return finished(own);
  const clause = lexicon.english ? (own === statement.text ? statement.clause : parseClause(own)) : null;
  const said = { ...statement, text: own, clause };
  const rewritten = lexicon.english ? (clause ? rewrite({ ...said, clause }) : rewriteVerbless(own, statement)) : null;
  const text = rewritten ?? own;
  const stands = asked.some((isAsked) => !hasFault({ ...said, text }, rewritten !== null, isAsked));
  return stands ? finished(text) : null;
}

/** The sentence without asides for the reader, brackets around it, and words that join it to the one before. */
function ownSentence(text: string): string {
  const plain = ownWords(text)
    .slice(0, longestText)
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^\((.*)\)[.]?$/, "$1")
    .replace(/^(?:yes, |\([^()]{1,24}\) (?=\p{Lu}))/iu, "");
  const alone = assured(impersonal(withoutConnectors(plain.replace(/ \((?:e\.g\.|see|i\.e\.)[^()]{0,160}\)/gi, ""))));
  const whole = alone.replace(unfinished, (_all, be: string, verb: string) => `${be} ${participle(verb)}`);
  // "can download a binary": a list of abilities leaves out who has them.
  return /^(?:can|may|should|must|will|shall) /i.test(whole)
    ? `Users ${whole.charAt(0).toLowerCase()}${whole.slice(1)}`
    : whole;
}

/** "Please make sure that users can sign in" -> "Users can sign in": what is made sure is what can be checked. */
function assured(text: string): string {
  const fact = /^(?:please )?(?:also )?(?:make sure|ensure)(?: that)? (?=\S+ \S+ \S)(.+)$/i.exec(text)?.[1];
  const clause = fact ? parseClause(fact) : null;
  return fact && clause && clause.subject !== "" && !/^(?:it|they|this|that|these|those)\b/i.test(fact)
    ? capitalize(fact)
    : text;
}

/** "is implement": a participle without its ending. */
const unfinished = /\b(is|are) ([a-z]+(?:plement|ify|i[sz]e|ploy|stall|igure))(?=[.;]?$)/;

type Parsed = Statement & { clause: NonNullable<Statement["clause"]> };

/** The clause in the present tense with its lead in front, where every word of it is understood. */
function rewrite({ text, clause }: Parsed): string | null {
  // What stands behind a semicolon is no part of the clause.
  if (/; /.test(text)) return null;
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
  // "Tightening the firewall, updating the system and airgapping it" is three deeds.
  const base = / and [a-z]+ing\b/.test(words) && /,/.test(words) ? null : baseOfGerund(first);
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

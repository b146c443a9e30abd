import { isNounPhrase, isPlural, isVerb, parseClause, resultOf, thirdPerson, tokensOf } from "../grammar/index.ts";
import { finished } from "./criteria.ts";
import { fragmentFact } from "./fragments.ts";
import type { Lexicon } from "./lexicon.ts";

type Proof = (rest: string) => string | null;

/** What each kind of title promises, as something to look at: the reverse of the orders that titles are made of. */
const proofs = new Map<string, Proof>([
  ["let", (rest) => atVerb(rest, (actor, verb, more) => `${actor} can ${verb} ${more}`)],
  ["make", (rest) => stateOf(rest) ?? atVerb(rest, agreeing)],
  ["put", (rest) => stateOf(rest)],
  ["keep", (rest) => stateOf(rest)],
  ["give", (rest) => split(rest, / (?=an? )/, (owner, gift) => `${owner} ${isPlural(owner) ? "have" : "has"} ${gift}`)],
  ["require", (rest) => split(rest, / to /, (actor, deed) => `${actor} must ${deed}`)],
  ["prevent", (rest) => split(rest, / from /, (actor, deed) => `a test shows that ${actor} is kept from ${deed}`)],
  [
    "test",
    (rest) =>
      split(rest, / with /, (object, kinds) => `the ${kinds} of ${object} pass`) ?? `automated tests of ${rest} pass`,
  ],
  ["ensure", (rest) => (/^it\b/.test(rest) ? null : `a test shows ${rest}`)],
  ["verify", (rest) => `a recorded run shows ${rest}`],
  ["prove", (rest) => `a recorded run shows ${rest}`],
  ["secure", (rest) => `a security review of ${rest} finds no open issue`],
  ["measure", (rest) => `${rest} ${isPlural(rest) ? "are" : "is"} measured and can be looked up`],
  ["deliver", fragmentFact],
  ["reach", (rest) => `every point of ${rest} is met and shown in a review`],
  ["meet", (rest) => `every point of ${rest} is met and shown in a review`],
]);

function split(text: string, mark: RegExp, told: (left: string, right: string) => string): string | null {
  const at = text.search(mark);
  const right = at < 0 ? "" : text.slice(at).replace(mark, "");
  return right === "" ? null : told(text.slice(0, at), right);
}

/** "the API live at the chosen address" -> "the API is live at ...". */
function stateOf(rest: string): string | null {
  const states =
    / (?=(?:available|live|accessible|compatible|visible|idempotent|ready|easy|usable|in place|up-to-date|up to date|consistent|intact|stable|passing|user friendly)\b)/;
  return split(rest, states, (object, state) => `${object} ${isPlural(object) ? "are" : "is"} ${state}`);
}

/** "a job queue track pods": the verb is the first word that can be one and that no other verb follows. */
function atVerb(rest: string, told: (subject: string, verb: string, more: string) => string): string | null {
  const tokens = tokensOf(rest);
  const first = /^(?:an?|the)$/.test(tokens[0] ?? "") ? 2 : 1;
  const at = tokens.findIndex((token, index) => index >= first && isVerb(token) && !isVerb(tokens[index + 1] ?? ""));
  const subject = tokens.slice(0, at).join(" ");
  return at > 0 && isNounPhrase(subject) ? told(subject, tokens[at] ?? "", tokens.slice(at + 1).join(" ")) : null;
}

function agreeing(subject: string, verb: string, more: string): string {
  return `${subject} ${isPlural(subject) ? verb : thirdPerson(verb)} ${more}`;
}

/** A sentence of the spec as it is, said to be shown by a test. */
const foreignProofs: Partial<Record<Lexicon["language"], (title: string) => string>> &
  Record<"other", (title: string) => string> = {
  de: (title) => `Ein Test zeigt: ${title}`,
  fr: (title) => `Un test le montre : ${title}`,
  es: (title) => `Una prueba lo muestra: ${title}`,
  ja: (title) => `テストで確認済み：${title}`,
  other: (title) => `Test: ${title}`,
};

/** What shows that a title's order is done, where the spec itself says no more. */
export function criterionOfTitle(title: string, lexicon: Lexicon): string {
  if (!lexicon.english) return finished((foreignProofs[lexicon.language] ?? foreignProofs.other)(title)) ?? title;
  const order = title.replace(/^make sure /i, "ensure ");
  const [verb = "", ...rest] = order.split(" ");
  const shown = proofs.get(verb.toLowerCase())?.(rest.join(" ")) ?? resultShown(title);
  return finished(shown ?? `a demo on a test system shows the result of “${title}”`) ?? title;
}

function resultShown(title: string): string | null {
  const clause = parseClause(title);
  const result = clause?.form === "imperative" ? resultOf(clause.verb, clause.rest) : null;
  return result && `${result}, and an automated test shows it`;
}

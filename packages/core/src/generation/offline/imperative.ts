import { type Clause, isPlainVerb, parseClause, tokensOf } from "./clause.ts";
import { type Lexicon, lowerFirst } from "./lexicon.ts";
import { baseOfGerund, baseOfParticiple, gerund, isVerb } from "./verbs.ts";

/** A sentence as an order to whoever builds it, and how surely the words say that something is to be built. */
export interface Imperative {
  text: string;
  /** 0..1: an order in the spec's own words is surest, a fact that somebody has to make true the least sure. */
  sureness: number;
}

/** Verbs that say what the builders do: their subject is the builder, and an order needs none. */
const building = new Set(
  "add adopt allow build change collect configure create decide define deploy deprecate develop document drop enable ensure establish expose extend generate guarantee implement improve include incorporate integrate introduce maintain make migrate modify move offer permit persist prevent provide publish record refactor remove rename replace require restrict rework ship store support switch track update upgrade use validate verify write".split(
    " ",
  ),
);

const people =
  /^(?:(?:all|any|each|every|the|an?|our|most|some|other|new|only)\s+)*(?:[\p{L}-]+\s+){0,2}(?:admin|administrator|agent|analyst|anyone|applicant|approver|author|buyer|caller|client|consumer|contributor|customer|developer|employee|engineer|everyone|guest|maintainer|manager|member|merchant|operator|owner|people|person|player|publisher|reader|reviewer|seller|staff|stakeholder|subscriber|teacher|team|tenant|user|vendor|viewer|visitor|writer)s?(?:\s+(?:of|in|with|on)\s.+)?$/iu;

const vague = /^(?:beneath|below|above|in|at|on|within|under|inside|for|of|with|by|from|to|into|after|before|during|and|or|but|as|this|these|those|that|it|they|he|she|there|such|which|each of|some of|both of|either|one of|the (?:former|latter|above|same)|here|what|who)\b/i;
const document = /^(?:we|i|you|(?:the|this|our) (?:\w+ )?(?:proposal|pep|kep|rfc|adr|spec|specification|document|design|feature|change|project|team|tool|system|product|solution|service|application|app|plan|deliverable|epic|story|ticket|implementation|infrastructure|community|approach|work)|implementers?|implementations?|developers of this)$/i;

/** In a list of what has to hold, a fact is a demand: "The API is live" asks to make it live. */
export function demandOf(clause: Clause, lexicon: Lexicon): Imperative | null {
  if (clause.modality !== "fact" || (clause.form === "state" && /^(?:an?|the|no|about|only|what|how|that)\b/i.test(clause.rest))) return null;
  return fromClause({ ...clause, modality: "should" }, lexicon);
}

/** Turns a sentence into an order, or answers null where that would bend what it says. */
export function imperativeOf(sentence: string, lexicon: Lexicon): Imperative | null {
  const clause = parseClause(sentence);
  return clause ? fromClause(clause, lexicon) : null;
}

export function fromClause(clause: Clause, lexicon: Lexicon): Imperative | null {
  const order = orders[clause.form](clause, lexicon);
  if (!order) return null;
  const condition = clause.condition && order.text.length + clause.condition.length < 105 ? ` ${clause.condition}` : "";
  return { ...order, text: (order.text + condition).replace(/\s+/g, " ").trim() };
}

type Order = (clause: Clause, lexicon: Lexicon) => Imperative | null;

const surenessOf: Record<Clause["modality"], number> = { must: 0.95, should: 0.85, will: 0.9, can: 0.6, may: 0.4, fact: 0.45 };

const orders: Record<Clause["form"], Order> = {
  imperative: ({ verb, rest }) => ({ text: `${verb} ${rest}`, sureness: 1 }),
  passive: passiveOrder,
  active: activeOrder,
  progressive: ({ subject, verb, rest, negated }, lexicon) =>
    negated || vague.test(subject) ? null : { text: `keep ${lowerFirst(subject, lexicon)} ${gerund(verb)} ${rest}`, sureness: 0.4 },
  state: stateOrder,
};

function passiveOrder(clause: Clause, lexicon: Lexicon): Imperative | null {
  const { verb, rest, modality } = clause;
  const subject = withoutCount(clause.subject);
  if (vague.test(subject) || document.test(subject) || subject.length > 110) return null;
  const { verbs, tail } = joinedVerbs(verb, rest);
  const object = lowerFirst(subject, lexicon);
  const text = `${clause.negated ? "do not " : ""}${verbs} ${object} ${tail}`;
  return { text, sureness: surenessOf[modality] };
}

const particles = new Set(["up", "out", "off", "down", "over", "back", "away"]);

/** "built and hosted with", "set up by", "rolled out to": everything that belongs to the verb comes first. */
function joinedVerbs(verb: string, rest: string): { verbs: string; tail: string } {
  const tokens = tokensOf(rest);
  const second = /^(?:and|or)$/.test(tokens[0] ?? "") ? baseOfParticiple((tokens[1] ?? "").replace(/,$/, "")) : null;
  if (second) return { verbs: `${verb} ${tokens[0]} ${second}`, tail: tokens.slice(2).join(" ") };
  if (particles.has(tokens[0] ?? "")) return { verbs: `${verb} ${tokens[0]}`, tail: tokens.slice(1).join(" ") };
  return { verbs: verb, tail: rest };
}

function withoutCount(subject: string): string {
  return subject.replace(/^The following /i, "the ").replace(/^(?:There|Here) /i, "");
}

function activeOrder(clause: Clause, lexicon: Lexicon): Imperative | null {
  const { subject, verb, rest, modality, negated } = clause;
  const sureness = surenessOf[modality];
  if (verb === "have" && !/ (?:replaced|appended|added|set|assigned|removed)\b/.test(rest) && modality !== "fact" && !negated && subject !== "" && !vague.test(subject)) {
    return document.test(subject) ? null : { text: `give ${lowerFirst(subject, lexicon)} ${rest}`, sureness: sureness * 0.9 };
  }
  if (verb === "need" || verb === "have" || verb === "want" || verb === "be") return null;
  // "can download a binary": a list of abilities leaves out who has them.
  if (subject === "") return { text: modality === "can" || modality === "may" ? `support ${gerund(verb)} ${rest}` : `${verb} ${rest}`, sureness };
  if (startsWithGerund(subject)) return null;
  if (document.test(subject)) {
    if (modality === "fact" && !building.has(verb)) return null;
    if (/^I$/i.test(subject) && modality !== "will") return null;
    return { text: `${negated ? "do not " : ""}${verb} ${rest}`, sureness };
  }
  if (vague.test(subject)) {
    return building.has(verb) && !negated && modality !== "fact" ? { text: `${verb} ${rest}`, sureness: sureness * 0.7 } : null;
  }
  const actor = lowerFirst(subject, lexicon);
  if (subject.length > 80) return null;
  if (negated) return { text: `prevent ${actor} from ${gerund(verb)} ${rest}`, sureness };
  if (isPeople(subject)) return peopleOrder(actor, clause);
  if (building.has(verb) && modality !== "can" && modality !== "fact") return { text: `${verb} ${rest}`, sureness };
  return { text: `make ${actor} ${verb} ${rest}`, sureness };
}

/** "Package Manager" manages packages, but is nobody. */
function isPeople(subject: string): boolean {
  return people.test(subject) && !/\S \p{Lu}\p{Ll}+$/u.test(subject.replace(/ (?:of|in|with|on) .*$/, ""));
}

/** "Clicking on this entry opens ..." would make an order of the wrong word. */
function startsWithGerund(subject: string): boolean {
  const [first = "", second = ""] = subject.split(" ");
  return baseOfGerund(first) !== null && /^(?:a|an|the|this|these|on|in|out|up|to|from|with|any|all|`.*)$/i.test(second);
}

/** What people must do is asked of them, what they can or should be able to do is made possible. */
function peopleOrder(actor: string, { modality, verb, rest }: Clause): Imperative {
  const asked = modality === "must";
  return { text: asked ? `require ${actor} to ${verb} ${rest}` : `let ${actor} ${verb} ${rest}`, sureness: modality === "fact" ? 0.5 : 0.8 };
}

function stateOrder(clause: Clause, lexicon: Lexicon): Imperative | null {
  const { subject, rest, modality, negated } = clause;
  if (vague.test(subject) || document.test(subject) || subject.length > 80 || startsWithGerund(subject)) return null;
  const object = lowerFirst(subject, lexicon);
  // "is implement": a participle without its ending.
  if (isPlainVerb(rest)) return { text: `${rest} ${object}`, sureness: surenessOf[modality] };
  if (/^in place\b/.test(rest)) return { text: `put ${object} ${rest}`, sureness: surenessOf[modality] };
  if (negated) return null;
  // "X is a Y" explains; "X must be a Y" demands.
  if (modality === "fact" && !/^(?:available|live|accessible|compatible|visible|idempotent|ready|secure|up)\b/.test(rest)) return null;
  return { text: `make ${object} ${rest}`, sureness: surenessOf[modality] };
}

/** Headings leave out articles, so a first word that is a noun as often as a verb is taken for a noun. */
export function isHeadingOrder(heading: string): boolean {
  const [first = "", second = ""] = tokensOf(heading);
  if (!isVerb(first) || first === first.toUpperCase() || second === "") return false;
  if (/^(?:a|an|the|all|any|each|every|new|existing|multiple|support|how|to|in|on|for|from|with|users?)$/i.test(second) || /^[`"]/.test(second)) return true;
  return isPlainVerb(first) && !/(?:ing|ed)$/i.test(second);
}
